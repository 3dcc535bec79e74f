/**
 * {@code ./tidegate backup}, {@code restore} and {@code refill}: a shop at one moment in a file, a
 * shop made of such a file, and topics made anew of the event tables.
 */
package io.tidegate.cluster.backup;
