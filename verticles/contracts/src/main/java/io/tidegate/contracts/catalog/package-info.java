/** Catalogue: products, channels, offers. */
package io.tidegate.contracts.catalog;
