/**
 * What people do in the shop, from end to end: over HTTP alone, against a running shop that all
 * classes share ({@link io.tidegate.cluster.journey.SharedShop}).
 */
package io.tidegate.cluster.journey;
