package io.tidegate.loadtests.gatling;

import io.tidegate.loadtests.gatling.Shop.Call;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * What is for sale in this run: goods of its own, so that a run stands on no other's shoulders.
 *
 * @param pieces of each
 */
record Goods(List<String> skus, int pieces) {

  static final String CHANNEL = "WEB";
  static final String PAYMENT_METHOD = "CARD";

  private static final int AT_ONCE = 8;

  static Goods of(String run, int products, int pieces) {
    var skus =
        IntStream.range(0, products)
            .mapToObj(number -> String.format(Locale.ROOT, "LOAD-%s-%03d", run, number))
            .toList();
    return new Goods(skus, pieces);
  }

  /** Registers them and puts the pieces in, as the admin. */
  void enter(Shop shop, Member admin) throws InterruptedException {
    InParallel.run(
        skus.size(),
        AT_ONCE,
        number -> {
          var sku = skus.get(number);
          post(shop, admin, "/api/admin/products", product(sku, number));
          return post(
              shop,
              admin,
              "/api/admin/stock/receipts",
              Map.of("sku", sku, "quantity", pieces, "reference", "load test"));
        });
  }

  private static boolean post(Shop shop, Member admin, String path, Object body)
      throws InterruptedException {
    var key = UUID.randomUUID().toString();
    return !shop.expect(201, Call.post(path, admin.bearer(), key, body)).isMissingNode();
  }

  private static Map<String, Object> product(String sku, int number) {
    return Map.of(
        "sku",
        sku,
        "name",
        "Load test " + sku,
        "unit",
        "piece",
        "attributes",
        Map.of("kind", "load test"),
        "offers",
        List.of(offer(10_000 + 100L * number)));
  }

  private static Map<String, Object> offer(long price) {
    return Map.of(
        "channel", CHANNEL,
        "price", won(price),
        "discountPercent", 10,
        "paymentMethods", List.of(PAYMENT_METHOD),
        "shipping", Map.of("method", "STANDARD", "fee", won(3_000), "leadTimeDays", 2));
  }

  private static Map<String, Object> won(long amount) {
    return Map.of("amount", amount, "currency", "KRW");
  }
}
