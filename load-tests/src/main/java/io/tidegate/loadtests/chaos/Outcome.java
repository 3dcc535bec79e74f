package io.tidegate.loadtests.chaos;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What came of a step. Times are milliseconds; what does not apply is absent.
 *
 * @param faults what was done
 * @param rows of the catalogue of faults
 * @param beganAt after the run began
 * @param held from its beginning to its end: when processes are there again, or connections work
 * @param longestGap the longest time, from its beginning until the shop was well, in which a node
 *     that was left alone answered no order with an order, though it was asked all the time
 * @param ordersAfter the same from its end on, for the worst of the nodes that had a process then
 * @param eventsAfter from its end until no event waited for Kafka longer than two seconds
 * @param nodesAfter from its end until every node was ready and had answered an order
 * @param healed whether it was well again in time to go on
 * @param longestGapMax what is promised of {@code longestGap}
 * @param healMax what is promised of {@code ordersAfter} and {@code eventsAfter}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Outcome(
    int step,
    String faults,
    String rows,
    long beganAt,
    long held,
    Long longestGap,
    long ordersAfter,
    long eventsAfter,
    long nodesAfter,
    boolean healed,
    Long longestGapMax,
    Long healMax) {

  /** Whether everything came as soon as it is promised. */
  boolean inTime() {
    return healed
        && (longestGapMax == null || longestGap == null || longestGap <= longestGapMax)
        && (healMax == null || (ordersAfter <= healMax && eventsAfter <= healMax));
  }
}
