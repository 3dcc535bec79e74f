package io.tidegate.cluster.demo;

import io.tidegate.cluster.demo.Exchange.Reply;
import io.tidegate.contracts.order.OrderApi.CartLine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Where shoppers order, in front of the shop. */
final class Counter {

  private static final Map<String, String> ADDRESS =
      Map.of(
          "recipient", "김미나 Kim Mina",
          "line1", "12 Sejong-daero",
          "city", "Seoul",
          "postalCode", "04524",
          "country", "KR");

  private static final Duration DECISION_TIME = Duration.ofSeconds(60);
  private static final Duration UNDER_WAY_MAX = Duration.ofSeconds(10);
  private static final int AT_ONCE = 16;

  private final ShopClient shop;
  private final Tally tally;

  Counter(ShopClient shop, Tally tally) {
    this.shop = shop;
    this.tally = tally;
  }

  static Attempt attempt(
      int node, Shopper shopper, String channel, List<CartLine> lines, String paymentMethod)
      throws InterruptedException {
    var cart =
        Map.of(
            "channel", channel,
            "lines", lines,
            "paymentMethod", paymentMethod,
            "deliveryAddress", ADDRESS);
    var call = Call.post("/api/orders", cart).as(shopper.login().bearer());
    return new Attempt(node, shopper, lines, call.under(UUID.randomUUID().toString()));
  }

  /** Sends the attempt until it is answered. */
  Exchange order(Attempt attempt) throws InterruptedException {
    var sent = System.nanoTime();
    var exchange = shop.persist(attempt.node(), attempt.call(), tally.witness(attempt));
    tally.came(attempt, exchange, System.nanoTime() - sent);
    return exchange;
  }

  /** Sends the same once more, to another node. */
  void repeat(Attempt attempt) throws InterruptedException {
    tally.repeated(
        attempt, shop.persist(attempt.node() + 1, attempt.call(), tally.witness(attempt)));
  }

  /** Asks for the attempts that were only put on disk until each of them is decided. */
  void awaitDecisions() throws InterruptedException {
    var deadline = System.nanoTime() + DECISION_TIME.toNanos();
    for (var open = tally.takePending(); !open.isEmpty(); open = tally.takePending()) {
      var asked = open;
      InParallel.run(asked.size(), AT_ONCE, number -> awaitDecision(asked.get(number), deadline));
      if (System.nanoTime() > deadline) {
        return;
      }
    }
    settle(deadline);
  }

  /** A try without an answer may be under way for a while after the refusal of a later one. */
  private void settle(long deadline) throws InterruptedException {
    var doubtful = tally.takeDoubtful();
    if (doubtful.isEmpty() || shop.closesWithin(UNDER_WAY_MAX)) {
      return;
    }
    tally.ledger().nothingIsUnderWay();
    InParallel.run(
        doubtful.size(), AT_ONCE, number -> tally.settled(decided(doubtful.get(number), deadline)));
  }

  private void awaitDecision(Attempt attempt, long deadline) throws InterruptedException {
    tally.cameLater(attempt, decided(attempt, deadline));
  }

  private Exchange decided(Attempt attempt, long deadline) throws InterruptedException {
    // A token may have run out since; the key belongs to the member, not to the token.
    var call = attempt.call().as(attempt.shopper().login().bearer());
    var exchange = shop.persist(attempt.node(), call, tally.witness(attempt));
    while (exchange instanceof Reply reply
        && reply.status() == 202
        && System.nanoTime() < deadline
        && !shop.closesWithin(Duration.ofMillis(100))) {
      exchange = shop.persist(attempt.node(), call, tally.witness(attempt));
    }
    return exchange;
  }
}
