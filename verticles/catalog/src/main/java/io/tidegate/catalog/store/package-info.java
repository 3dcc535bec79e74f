/** Products, offers, channels and what is available, in PostgreSQL. */
package io.tidegate.catalog.store;
