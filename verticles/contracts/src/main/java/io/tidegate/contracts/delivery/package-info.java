/** Delivery: parcels from schedule to arrival. */
package io.tidegate.contracts.delivery;
