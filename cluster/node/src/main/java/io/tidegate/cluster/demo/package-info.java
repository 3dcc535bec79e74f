/**
 * {@code ./tidegate demo}: a sale to look at. A client like any other: it knows the shop by {@code
 * local.json} and by the HTTP contract alone, and reads the database only to check the promises
 * afterwards.
 */
package io.tidegate.cluster.demo;
