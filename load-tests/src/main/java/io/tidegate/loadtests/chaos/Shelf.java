package io.tidegate.loadtests.chaos;

import io.tidegate.cluster.launch.LaunchException;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.order.OrderApi.CartLine;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** What is sold: a little that everybody wants, and enough of everything else. */
final class Shelf {

  private static final int PLENTY = 1_000_000;
  private static final String SCARCE = "CHAOS-SCARCE";
  private static final List<String> PLENTIFUL =
      List.of("CHAOS-1", "CHAOS-2", "CHAOS-3", "CHAOS-4", "CHAOS-5");

  private static final String PRODUCTS = "/api/admin/products";
  private static final String RECEIPTS = "/api/admin/stock/receipts";
  private static final int ONE_IN_TEN = 10;
  private static final int ATTEMPTS_MAX = 5;

  private final HttpCalls http;
  private final String baseUrl;
  private final String adminToken;

  Shelf(HttpCalls http, String baseUrl, String adminToken) {
    this.http = http;
    this.baseUrl = baseUrl;
    this.adminToken = adminToken;
  }

  void fill(int scarcePieces) throws InterruptedException {
    lay(SCARCE, scarcePieces);
    for (var sku : PLENTIFUL) {
      lay(sku, PLENTY);
    }
  }

  /** A cart as somebody wants it: now and then the scarce one, now and then two lines. */
  static List<CartLine> cart(RandomGenerator random) {
    var first = random.nextInt(PLENTIFUL.size());
    var line = new CartLine(new Sku(PLENTIFUL.get(first)), 1 + random.nextInt(3));
    return switch (random.nextInt(ONE_IN_TEN)) {
      case 0 -> List.of(new CartLine(new Sku(SCARCE), 1));
      case 1 -> {
        var other = PLENTIFUL.get((first + 1) % PLENTIFUL.size());
        yield List.of(line, new CartLine(new Sku(other), 1));
      }
      default -> List.of(line);
    };
  }

  private void lay(String sku, int pieces) throws InterruptedException {
    call(
        PRODUCTS,
        Map.of(
            "sku",
            sku,
            "name",
            "Moon jar",
            "unit",
            "piece",
            "attributes",
            Map.of("kind", "jar"),
            "offers",
            List.of(offer())));
    call(RECEIPTS, Map.of("sku", sku, "quantity", pieces, "reference", "chaos"));
  }

  private static Map<String, Object> offer() {
    var shipping = Map.of("method", "STANDARD", "fee", money(3_000), "leadTimeDays", 2);
    return Map.of(
        "channel",
        "WEB",
        "price",
        money(89_000),
        "discountPercent",
        10,
        "promotion",
        "None too soon",
        "paymentMethods",
        List.of("CARD"),
        "shipping",
        shipping);
  }

  private static Map<String, Object> money(int amount) {
    return Map.of("amount", amount, "currency", "KRW");
  }

  private void call(String path, Map<String, Object> body) throws InterruptedException {
    var key = UUID.randomUUID().toString();
    for (var attempt = 1; ; attempt++) {
      var reply = http.post(baseUrl, path, adminToken, key, body);
      if (reply.filter(it -> it.status() == 201).isPresent()) {
        return;
      }
      if (attempt == ATTEMPTS_MAX) {
        throw new LaunchException("%s: %s".formatted(path, reply));
      }
    }
  }
}
