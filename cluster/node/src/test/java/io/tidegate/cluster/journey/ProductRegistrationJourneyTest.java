package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.testkit.Await;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The admin puts a product on sale. */
@Journey
final class ProductRegistrationJourneyTest {

  private static final String PATH = "/api/admin/products";

  private final Shop shop;

  ProductRegistrationJourneyTest(Shop shop) {
    this.shop = shop;
  }

  @Test
  void putsAProductOnSaleInItsChannels() {
    var sku = Shop.newSku("BAG");
    var product =
        Product.with(
            sku,
            Product.offer("WEB", 12_900, "KRW", 10, List.of("CARD"), 3_000, 2),
            Product.offer("MARKET", 1_099, "USD", 0, List.of("CARD"), 1_500, 9));

    var registered = shop.admin().post(PATH, product).is(201);

    assertEquals(PATH + '/' + sku, URI.create(registered.header("Location")).getPath());
    assertFalse(registered.header("ETag").isEmpty());
    assertEquals(Json.tree(Json.text(product)), registered.body());
    assertEquals(registered.body(), shop.admin().get(PATH + '/' + sku).is(200).body());
    offer("WEB", sku).is(200);
    offer("MARKET", sku).is(200);
    offer("MOBILE", sku).is(404);
  }

  @Test
  void canBeOrderedAtOnce() {
    var sku = Shop.newSku("NEW");
    shop.admin().post(PATH, Product.plain(sku)).is(201);
    var member = shop.newMember();
    // There is none yet, but everybody knows it.
    member.post("/api/orders", Cart.of(sku, 1)).isProblem(409, "insufficient-stock");
    shop.receive(sku, 1);
    // Sold out is believed for less than a second.
    Await.until(
        "the goods can be bought",
        Duration.ofSeconds(1),
        () -> member.post("/api/orders", Cart.of(sku, 1)).status() == 201);
  }

  @Test
  void isTheAdminsToDo() {
    var sku = Shop.newSku("MINE");
    shop.newMember().post(PATH, Product.plain(sku)).isProblem(403, "forbidden");
    shop.anyone().post(PATH, Product.plain(sku)).isProblem(401, "unauthenticated");
    shop.newMember().get(PATH + '/' + sku).isProblem(403, "forbidden");
    offer("WEB", sku).is(404);
  }

  @Test
  void refusesASkuThatIsTaken() {
    var sku = shop.product(0);
    shop.admin().post(PATH, Product.plain(sku)).isProblem(409, "sku-taken");
  }

  @Test
  void answersARepeatWithTheFirstAnswer() {
    var product = Product.plain(Shop.newSku("TWICE"));
    var key = Shop.newSku("KEY");
    var first = shop.admin().post(PATH, product, key).is(201);
    var again = shop.admin().post(PATH, product, key).is(201);
    assertEquals(first.body(), again.body());
    assertFalse(first.isReplayed());
    assertTrue(again.isReplayed());
    shop.admin()
        .post(PATH, Product.plain(Shop.newSku("OTHER")), key)
        .isProblem(422, "idempotency-key-reused");
  }

  @Test
  void changesAProductThatNobodyElseChanged() {
    var sku = Shop.newSku("CHANGE");
    var tag = shop.admin().post(PATH, Product.plain(sku)).is(201).header("ETag");
    var cheaper = Product.with(sku, Product.offer("WEB", 9_900, "KRW", 0, List.of("CARD"), 0, 1));

    var changed = put(sku, cheaper, tag).is(200);

    assertEquals(9_900, changed.number("/offers/0/price/amount"));
    assertEquals(9_900, offer("WEB", sku).is(200).number("/finalPrice/amount"));
    put(sku, Product.plain(sku), tag).isProblem(412, "precondition-failed");
    assertEquals(9_900, offer("WEB", sku).is(200).number("/finalPrice/amount"));
    put(sku, Product.plain(sku), changed.header("ETag")).is(200);
  }

  @Test
  void opensAChannel() {
    var channel = Shop.newSku("POPUP").replace('-', '_');
    var body = Map.of("channel", channel, "name", "Pop-up store");
    shop.newMember().post("/api/admin/channels", body).isProblem(403, "forbidden");
    shop.admin().post("/api/admin/channels", body).is(201);
    shop.admin().post("/api/admin/channels", body).isProblem(409, "channel-taken");

    var sku = Shop.newSku("THERE");
    var offer = Product.offer(channel, 5_000, "KRW", 0, List.of("CARD"), 0, 0);
    shop.admin().post(PATH, Product.with(sku, offer)).is(201);
    offer(channel, sku).is(200);
  }

  @Test
  void refusesAnOfferInAChannelThatIsNotThere() {
    var sku = Shop.newSku("LOST");
    var offer = Product.offer("NOWHERE", 5_000, "KRW", 0, List.of("CARD"), 0, 0);
    shop.admin().post(PATH, Product.with(sku, offer)).isProblem(400, "validation-failed");
    shop.admin().get(PATH + '/' + sku).isProblem(404, "not-found");
  }

  private Answer put(String sku, Object product, String tag) {
    var headers = Map.of("If-Match", tag);
    return shop.admin().visitor().send("PUT", PATH + '/' + sku, product, headers);
  }

  private Answer offer(String channel, String sku) {
    return shop.anyone().get("/api/channels/" + channel + "/products/" + sku);
  }
}
