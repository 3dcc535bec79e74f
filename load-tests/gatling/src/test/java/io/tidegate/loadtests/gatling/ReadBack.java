package io.tidegate.loadtests.gatling;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.loadtests.gatling.Answers.Answer;
import io.tidegate.loadtests.gatling.Ledger.Level;
import io.tidegate.loadtests.gatling.Ledger.Movement;
import io.tidegate.loadtests.gatling.Shop.Call;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Checks the promises as anybody can: over the API. */
final class ReadBack {

  private static final int AT_ONCE = 16;
  private static final int PAGES_MAX = 10_000;
  private static final Duration DECISION_TIME = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final Shop shop;
  private final Member admin;

  ReadBack(Shop shop, Member admin) {
    this.shop = shop;
    this.admin = admin;
  }

  List<Check> look(Answers answers, List<String> skus) throws InterruptedException {
    var orders = answers.onePerOrder();
    var stand = InParallel.run(orders.size(), AT_ONCE, number -> stands(orders.get(number)));
    var lost = stand.stream().filter(stands -> !stands).count();
    var astray = 0L;
    var beyond = 0L;
    for (var sku : skus) {
      var ledger = ledger(sku);
      astray += isLevel(sku, ledger) ? 0 : 1;
      beyond += ledger.beyond();
    }
    return List.of(
        new Check("API: %d answered orders are there, as answered".formatted(orders.size()), lost),
        new Check(
            "API: each of %d keys was answered with one order, at %d answers"
                .formatted(answers.keys(), answers.count()),
            answers.keysWithTwoOrders()),
        new Check(
            "API: the movements of %d SKUs give their stock levels".formatted(skus.size()), astray),
        new Check("API: none of these was below zero at any movement", beyond));
  }

  /** Adds up all pages of a SKU's movements. */
  Level ledger(String sku) throws InterruptedException {
    var movements = new ArrayList<Movement>();
    var cursor = "";
    for (var page = 0; page < PAGES_MAX; page++) {
      var path = "/api/admin/stock/" + sku + "/movements?limit=200" + cursor;
      var body = shop.expect(200, Call.get(path, admin.bearer()));
      body.path("items").forEach(item -> movements.add(movement(item)));
      if (!body.path("next").isTextual()) {
        return Ledger.replay(movements);
      }
      cursor = "&cursor=" + URLEncoder.encode(body.path("next").asText(), StandardCharsets.UTF_8);
    }
    throw new LoadException("The movements of " + sku + " have no end.");
  }

  private boolean isLevel(String sku, Level ledger) throws InterruptedException {
    var level = shop.expect(200, Call.get("/api/stock/" + sku, null));
    return level.path("onHand").asLong() == ledger.onHand()
        && level.path("reserved").asLong() == ledger.reserved()
        && level.path("available").asLong() == ledger.onHand() - ledger.reserved();
  }

  /** As its member sees it, once it is decided. */
  private boolean stands(Answer answer) throws InterruptedException {
    var deadline = System.nanoTime() + DECISION_TIME.toNanos();
    var status = status(answer);
    while (answer.status() == 202
        && status.equals("PENDING")
        && System.nanoTime() < deadline
        && !shop.closesWithin(LOOK_AGAIN)) {
      status = status(answer);
    }
    return switch (answer.status()) {
      case 201 -> List.of("CONFIRMED", "DISPATCHED", "DELIVERED", "CANCELLED").contains(status);
      case 409 -> status.equals("REJECTED");
      default -> !status.isEmpty() && !status.equals("PENDING");
    };
  }

  private String status(Answer answer) throws InterruptedException {
    var call = Call.get("/api/orders/" + answer.orderId(), answer.member().bearer());
    var reply = shop.ask(call);
    return reply.status() == 200 ? reply.body().path("status").asText() : "";
  }

  private static Movement movement(JsonNode item) {
    return new Movement(
        item.path("version").asInt(),
        item.path("position").asInt(),
        item.path("kind").asText(),
        item.path("quantity").asLong());
  }
}
