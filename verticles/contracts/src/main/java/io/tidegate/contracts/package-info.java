/**
 * What the domains say to each other and to the world: records for commands, queries, replies and
 * events, and the ids and values in them.
 *
 * <p>Nothing here behaves and nothing here depends on anything but the JDK. Every record is
 * immutable, checks its own shape, and travels as JSON by the names of its components. A field is
 * never removed and never gets another meaning; a new meaning is a new record.
 */
package io.tidegate.contracts;
