package io.tidegate.cluster.demo;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.tidegate.cluster.demo.Attempt.Answer;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What the shop has promised by its answers, to hold against what it has. */
record Answers(List<Answer> all) {

  /** Every order that an answer named. */
  Set<String> orderIds() {
    return ids(_ -> true);
  }

  /** Orders that an answer called confirmed. */
  Set<String> confirmed() {
    return ids(answer -> answer.status() == 201);
  }

  /** Orders that an answer called rejected. */
  Set<String> rejected() {
    return ids(answer -> answer.status() == 409);
  }

  /** One answer for each order, by somebody who may read it. */
  List<Answer> onePerOrder() {
    var seen = new java.util.HashSet<String>();
    return all.stream()
        .filter(answer -> answer.orderId() != null && seen.add(answer.orderId()))
        .toList();
  }

  /** Keys that were answered with more than one order. */
  long keysWithTwoOrders() {
    return all.stream()
        .filter(answer -> answer.orderId() != null)
        .collect(
            groupingBy(answer -> answer.attempt().call().key(), mapping(Answer::orderId, toSet())))
        .values()
        .stream()
        .filter(orders -> orders.size() > 1)
        .count();
  }

  private Set<String> ids(Predicate<Answer> which) {
    return all.stream()
        .filter(which)
        .map(Answer::orderId)
        .filter(java.util.Objects::nonNull)
        .collect(toSet());
  }
}
