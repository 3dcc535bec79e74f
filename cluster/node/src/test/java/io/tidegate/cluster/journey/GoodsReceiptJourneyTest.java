package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.testkit.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Goods come in. */
@Journey
final class GoodsReceiptJourneyTest {

  private static final String PATH = "/api/admin/stock/receipts";
  private static final Duration LIST_LAG = Duration.ofSeconds(2);

  private final Shop shop;

  GoodsReceiptJourneyTest(Shop shop) {
    this.shop = shop;
  }

  @Test
  void addsToTheStock() {
    var sku = shop.product(10);
    var level = receive(sku, 5, "note 4711").is(201);
    assertEquals(15, level.number("/onHand"));
    assertEquals(0, level.number("/reserved"));
    assertEquals(15, level.number("/available"));
    assertEquals(level.body(), shop.stock(sku));
    Await.until(
        "the product list shows the larger stock",
        LIST_LAG,
        () ->
            shop.anyone().get("/api/channels/WEB/products/" + sku).body().path("available").asInt()
                == 15);
  }

  @Test
  void writesTheMovementIntoTheLedger() {
    var sku = shop.product(0);
    receive(sku, 5, "note 4711").is(201);
    receive(sku, 7, "note 4712").is(201);

    var newestFirst = shop.admin().get("/api/admin/stock/" + sku + "/movements").is(200);
    assertEquals(2, newestFirst.body().path("items").size());
    assertEquals("RECEIPT", newestFirst.text("/items/0/kind"));
    assertEquals(7, newestFirst.number("/items/0/quantity"));
    assertEquals("note 4712", newestFirst.text("/items/0/reference"));
    assertEquals(sku, newestFirst.text("/items/0/sku"));
    assertFalse(newestFirst.text("/items/0/movementId").isEmpty());
    Instant.parse(newestFirst.text("/items/0/at"));
    assertEquals(5, newestFirst.number("/items/1/quantity"));
    assertTrue(newestFirst.number("/items/0/version") > newestFirst.number("/items/1/version"));

    var page = shop.admin().get("/api/admin/stock/" + sku + "/movements?limit=1").is(200);
    var next =
        shop.admin()
            .get("/api/admin/stock/" + sku + "/movements?limit=1&cursor=" + page.text("/next"))
            .is(200);
    assertEquals("note 4711", next.text("/items/0/reference"));
  }

  @Test
  void countsARepeatOnce() {
    var sku = shop.product(0);
    var receipt = Map.of("sku", sku, "quantity", 5, "reference", "note 4711");
    var key = Shop.newSku("KEY");
    shop.admin().post(PATH, receipt, key).is(201);
    var again = shop.admin().post(PATH, receipt, key).is(201);
    assertTrue(again.isReplayed());
    assertEquals(5, shop.stock(sku).path("onHand").asInt());
  }

  @Test
  void replaysToTheLevelAfterSales() {
    var sku = shop.product(10);
    var member = shop.newMember();
    member.post("/api/orders", Cart.of(sku, 4)).is(201);
    member.post("/api/orders", Cart.of(sku, 9)).is(409);
    receive(sku, 20, "note 4713").is(201);
    member.post("/api/orders", Cart.of(sku, 9)).is(201);

    var onHand = 0;
    var reserved = 0;
    for (var movement : shop.movements(sku)) {
      var quantity = movement.path("quantity").asInt();
      switch (movement.path("kind").asText()) {
        case "RECEIPT" -> onHand += quantity;
        case "RESERVATION" -> reserved += quantity;
        default -> throw new AssertionError("nobody did this: " + movement);
      }
      assertTrue(reserved <= onHand, "oversold at " + movement);
    }
    assertEquals(onHand, shop.stock(sku).path("onHand").asInt());
    assertEquals(reserved, shop.stock(sku).path("reserved").asInt());
    assertEquals(13, reserved);
  }

  @Test
  void isTheAdminsToDo() {
    var sku = shop.product(1);
    var receipt = Map.of("sku", sku, "quantity", 5, "reference", "mine");
    shop.newMember().post(PATH, receipt).isProblem(403, "forbidden");
    shop.anyone().post(PATH, receipt).isProblem(401, "unauthenticated");
    shop.newMember().get("/api/admin/stock/" + sku + "/movements").isProblem(403, "forbidden");
    assertEquals(1, shop.stock(sku).path("onHand").asInt());
  }

  @Test
  void knowsNoLevelOfWhatNeverCameIn() {
    shop.anyone().get("/api/stock/" + Shop.newSku("NEVER")).isProblem(404, "not-found");
  }

  private Answer receive(String sku, int pieces, String reference) {
    var receipt = Map.of("sku", sku, "quantity", pieces, "reference", reference);
    return shop.admin().post(PATH, receipt);
  }
}
