package io.tidegate.loadtests.gatling;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/** What the shop has promised by its answers, to hold against what it has. Any thread. */
final class Answers {

  /** Of a run that goes on and on, the latest are kept. */
  static final int KEPT_MAX = 200_000;

  /**
   * One answer to an order.
   *
   * @param orderId null where it was refused without an order
   */
  record Answer(Member member, String key, int status, String orderId) {}

  private final ConcurrentLinkedDeque<Answer> answers = new ConcurrentLinkedDeque<>();
  private final AtomicInteger kept = new AtomicInteger();

  void came(Answer answer) {
    answers.add(answer);
    if (kept.incrementAndGet() > KEPT_MAX) {
      answers.poll();
      kept.decrementAndGet();
    }
  }

  /** One answer for each order, the first. */
  List<Answer> onePerOrder() {
    var seen = new HashSet<String>();
    return answers.stream()
        .filter(answer -> answer.orderId() != null && seen.add(answer.orderId()))
        .toList();
  }

  Set<String> orderIds() {
    return answers.stream().map(Answer::orderId).filter(Objects::nonNull).collect(toSet());
  }

  /** Orders that an answer called confirmed. */
  Set<String> confirmed() {
    return answers.stream()
        .filter(answer -> answer.status() == 201)
        .map(Answer::orderId)
        .collect(toSet());
  }

  int count() {
    return kept.get();
  }

  /** So many different keys were answered. */
  long keys() {
    return answers.stream().map(Answer::key).distinct().count();
  }

  /** Keys that were answered with more than one order. */
  long keysWithTwoOrders() {
    return answers.stream()
        .filter(answer -> answer.orderId() != null)
        .collect(groupingBy(Answer::key, mapping(Answer::orderId, toSet())))
        .values()
        .stream()
        .filter(orders -> orders.size() > 1)
        .count();
  }
}
