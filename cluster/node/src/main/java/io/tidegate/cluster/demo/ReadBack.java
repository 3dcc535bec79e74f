package io.tidegate.cluster.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.cluster.demo.Attempt.Answer;
import io.tidegate.cluster.demo.Ledger.Movement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Checks the promises as anybody can: over the API. */
final class ReadBack {

  private static final int AT_ONCE = 64;
  private static final int PAGES_MAX = 10_000;

  private final ShopClient shop;
  private final Screen screen;
  private final Login admin;

  ReadBack(ShopClient shop, Screen screen, Login admin) {
    this.shop = shop;
    this.screen = screen;
    this.admin = admin;
  }

  /**
   * Reads every answered order as its customer, on another node than the one that answered.
   *
   * @return how many are not there or are not what was answered
   */
  long lost(Answers answers) throws InterruptedException {
    var orders = answers.onePerOrder();
    var bar = new ProgressBar("Reading", orders.size());
    var lost = new AtomicLong();
    try (var _ = new LiveLine(screen, ProgressBar.PERIOD, bar::text)) {
      InParallel.run(
          orders.size(),
          AT_ONCE,
          number -> {
            if (!stands(orders.get(number))) {
              lost.incrementAndGet();
            }
            bar.step();
          });
    }
    return lost.get();
  }

  /** The movements of a SKU, all pages of them. */
  List<Movement> movements(String sku) throws InterruptedException {
    var movements = new ArrayList<Movement>();
    var cursor = "";
    for (var page = 0; page < PAGES_MAX; page++) {
      var path = "/api/admin/stock/" + sku + "/movements?limit=200" + cursor;
      var call = Call.get(path).as(admin.bearer());
      var body = shop.ask(page, call).expect(200, call).body();
      body.path("items").forEach(item -> movements.add(movement(item)));
      if (!body.path("next").isTextual()) {
        return movements;
      }
      cursor = "&cursor=" + encoded(body.path("next").asText());
    }
    throw new DemoException("The movements of " + sku + " have no end.");
  }

  private boolean stands(Answer answer) throws InterruptedException {
    var login = answer.attempt().shopper().login();
    var call = Call.get("/api/orders/" + answer.orderId()).as(login.bearer());
    var reply = shop.ask(answer.attempt().node() + 1, call);
    if (reply.status() == 404) {
      return false;
    }
    var status = reply.expect(200, call).body().path("status").asText();
    return switch (answer.status()) {
      case 201 -> !status.equals("REJECTED") && !status.equals("PENDING");
      case 409 -> status.equals("REJECTED");
      default -> !status.equals("PENDING");
    };
  }

  private static Movement movement(JsonNode item) {
    return new Movement(
        item.path("version").asInt(),
        item.path("position").asInt(),
        item.path("kind").asText(),
        item.path("quantity").asLong());
  }

  private static String encoded(String cursor) {
    return java.net.URLEncoder.encode(cursor, java.nio.charset.StandardCharsets.UTF_8);
  }
}
