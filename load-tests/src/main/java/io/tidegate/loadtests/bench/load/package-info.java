/**
 * A load generator that costs little: it shares its cores with what it measures. One event loop,
 * keep-alive connections with one request on its way each, requests patched into prepared bytes,
 * and of every answer only what is needed is read.
 */
package io.tidegate.loadtests.bench.load;
