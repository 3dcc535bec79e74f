/**
 * {@code ./tidegate chaos}: three nodes take orders while whatever they stand on is killed,
 * stopped, slowed or cut off, by a schedule that a seed gives. A {@link
 * io.tidegate.loadtests.chaos.Schedule} says what is done, the {@link
 * io.tidegate.loadtests.chaos.Saboteur} does it to the {@link
 * io.tidegate.loadtests.chaos.ShopInTrouble}, and the {@link io.tidegate.loadtests.chaos.Verdict}
 * says what came of it.
 */
package io.tidegate.loadtests.chaos;
