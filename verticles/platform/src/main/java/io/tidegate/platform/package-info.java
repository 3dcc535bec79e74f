/**
 * The chassis that every domain stands on, one package per job.
 *
 * <p>{@code bus} carries commands and queries, {@code kafka} events; {@code postgres} and {@code
 * eventstore} keep the truth; {@code guard} says who may ask, for how long, and when to stop
 * asking; {@code conf}, {@code run}, {@code telemetry} and {@code http} make a service of it. The
 * platform knows no domain and never waits: it returns futures.
 */
package io.tidegate.platform;
