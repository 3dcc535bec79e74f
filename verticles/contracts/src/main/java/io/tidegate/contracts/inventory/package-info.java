/** Inventory: stock levels and their ledger. */
package io.tidegate.contracts.inventory;
