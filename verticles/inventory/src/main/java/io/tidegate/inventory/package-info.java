/**
 * Inventory: how much of each SKU there is, and for which order it is held.
 *
 * <p>Owns stock rows, one row for each order, and the ledger. Answers {@link
 * io.tidegate.contracts.inventory.InventoryApi}; publishes {@link
 * io.tidegate.contracts.inventory.InventoryEvents}. Reacts to rejected and cancelled orders with a
 * release, and to dispatched deliveries with a goods issue. Runs on event loops.
 */
package io.tidegate.inventory;
