package io.tidegate.cluster.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.cluster.check.OrderReader;
import io.tidegate.cluster.check.StockLedger.Movement;
import io.tidegate.platform.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Reads what there is as anybody can: over the API. */
final class ReadBack implements OrderReader {

  private static final int PAGES_MAX = 10_000;

  private final ShopClient shop;
  private final Login admin;
  private final Map<String, Login> customers;
  private final AtomicInteger turn = new AtomicInteger();

  ReadBack(ShopClient shop, Login admin, List<Shopper> shoppers) {
    this.shop = shop;
    this.admin = admin;
    this.customers = shoppers.stream().collect(Collectors.toMap(Shopper::memberId, Shopper::login));
  }

  /** On each node in turn. */
  @Override
  public Seen read(String customerId, String orderId) throws InterruptedException {
    var call = Call.get("/api/orders/" + orderId).as(customers.get(customerId).bearer());
    var reply = shop.ask(turn.getAndIncrement(), call);
    var isOrder = reply.status() == 200;
    return new Seen(
        reply.status(), isOrder ? Json.decode(reply.body().toString(), SeenOrder.class) : null);
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
