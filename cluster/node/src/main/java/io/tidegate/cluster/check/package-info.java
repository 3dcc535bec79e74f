/**
 * {@code ./tidegate check}: holds a shop to its promises from outside, in its tables and topics, at
 * one moment, also while it runs. One {@link io.tidegate.cluster.check.Checker} for each promise;
 * where SQL can say it, it stands in a file of its own.
 */
package io.tidegate.cluster.check;
