/** Aggregates and their events: one append for a whole batch. */
package io.tidegate.platform.eventstore;
