/**
 * Gatling simulations: what a shop lives through, from a quiet afternoon to a flash sale, as open
 * workloads. People arrive whether or not the shop keeps up.
 *
 * <p>Each {@code …Simulation} says who arrives and how often; {@code Visitors} and {@code Orders}
 * say what they do; {@code LoadRun} prepares the shop before and holds it to its three promises
 * after. Nothing here is part of the shop: it is known by its HTTP interface and, for the check, by
 * its tables.
 */
package io.tidegate.loadtests.gatling;
