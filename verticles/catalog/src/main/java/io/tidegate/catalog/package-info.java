/**
 * Catalogue: what is sold, where, and on which terms.
 *
 * <p><b>Owns</b> channels, products and the offers of one in the other. A product is an aggregate
 * of the event store; the offers are a read model of it, replaced in the transaction of its change.
 *
 * <p><b>Answers</b> {@link io.tidegate.contracts.catalog.CatalogApi}.
 *
 * <p><b>Publishes</b> {@link io.tidegate.contracts.catalog.CatalogEvents}.
 *
 * <p><b>Reacts to</b> inventory's {@code StockChanged}: it shows how much of an offer is available,
 * which lags the truth a little. Nobody sells by that number.
 */
package io.tidegate.catalog;
