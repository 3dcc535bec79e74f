/** Deliveries in PostgreSQL. */
package io.tidegate.delivery.store;
