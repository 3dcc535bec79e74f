package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One SKU, sold on other terms in each channel. */
@Journey
final class ProductsPerChannelJourneyTest {

  private final Shop shop;

  ProductsPerChannelJourneyTest(Shop shop) {
    this.shop = shop;
  }

  @Test
  void opensWithThreeChannels() {
    var channels = shop.anyone().get("/api/channels?limit=200").is(200).body().path("items");
    assertTrue(
        channels.findValuesAsText("channel").containsAll(List.of("WEB", "MOBILE", "MARKET")));
  }

  @Test
  void showsEachChannelsOwnTerms() {
    var sku = Shop.newSku("BAG");
    var web = Product.offer("WEB", 12_900, "KRW", 10, List.of("CARD", "TRANSFER"), 3_000, 2);
    web.put("promotion", "봄맞이");
    var mobile = Product.offer("MOBILE", 12_500, "KRW", 0, List.of("POINT"), 2_500, 1);
    var market = Product.offer("MARKET", 1_099, "USD", 15, List.of("CARD"), 1_500, 9);
    shop.admin().post("/api/admin/products", Product.with(sku, web, mobile, market)).is(201);

    var onWeb = offer("WEB", sku);
    assertEquals("여행 가방 · Travel bag", onWeb.text("/name"));
    assertEquals("piece", onWeb.text("/unit"));
    assertEquals("blue", onWeb.text("/attributes/colour"));
    assertEquals("{\"amount\":12900,\"currency\":\"KRW\"}", onWeb.body().path("price").toString());
    assertEquals(10, onWeb.number("/discountPercent"));
    assertEquals(11_610, onWeb.number("/finalPrice/amount"));
    assertEquals("봄맞이", onWeb.text("/promotion"));
    assertEquals("[\"CARD\",\"TRANSFER\"]", onWeb.body().path("paymentMethods").toString());
    assertEquals("STANDARD", onWeb.text("/shipping/method"));
    assertEquals(3_000, onWeb.number("/shipping/fee/amount"));
    assertEquals(2, onWeb.number("/shipping/leadTimeDays"));
    assertEquals(0, onWeb.number("/available"));

    var onMobile = offer("MOBILE", sku);
    assertEquals(12_500, onMobile.number("/finalPrice/amount"));
    assertTrue(onMobile.body().path("promotion").isNull());
    assertEquals("[\"POINT\"]", onMobile.body().path("paymentMethods").toString());
    assertEquals(1, onMobile.number("/shipping/leadTimeDays"));

    // 1,099 less 15 percent is 934.15.
    var onMarket = offer("MARKET", sku);
    assertEquals(934, onMarket.number("/finalPrice/amount"));
    assertEquals("USD", onMarket.text("/finalPrice/currency"));
    assertEquals(1_500, onMarket.number("/shipping/fee/amount"));
  }

  @Test
  void roundsHalfAMinorUnitUp() {
    var sku = Shop.newSku("HALF");
    var offer = Product.offer("WEB", 1_005, "KRW", 50, List.of("CARD"), 0, 0);
    shop.admin().post("/api/admin/products", Product.with(sku, offer)).is(201);
    assertEquals(503, offer("WEB", sku).number("/finalPrice/amount"));
  }

  @Test
  void hidesAProductWhereItIsNotSold() {
    var sku = shop.product(0);
    offer("WEB", sku).is(200);
    offer("MOBILE", sku).isProblem(404, "not-found");
    offer("NOWHERE", sku).isProblem(404, "not-found");
    offer("WEB", Shop.newSku("NOTHING")).isProblem(404, "not-found");
  }

  @Test
  void findsAProductInTheListByItsSku() {
    var sku = shop.product(0);
    var found = shop.anyone().get("/api/channels/WEB/products?q=" + sku).is(200).body();
    assertEquals(List.of(sku), found.path("items").findValuesAsText("sku"));
    assertTrue(found.path("next").isNull());
  }

  @Test
  void showsEveryProductOnceOverThePages() {
    var skus = new HashSet<String>();
    for (var i = 0; i < 5; i++) {
      skus.add(shop.product(0));
    }
    var seen = new HashSet<String>();
    var cursor = "";
    do {
      var page = shop.anyone().get("/api/channels/WEB/products?limit=2" + cursor).is(200).body();
      for (var sku : page.path("items").findValuesAsText("sku")) {
        assertTrue(seen.add(sku), sku + " is on two pages");
      }
      cursor = page.path("next").isNull() ? null : "&cursor=" + page.path("next").asText();
    } while (cursor != null);
    assertTrue(seen.containsAll(skus));
  }

  @Test
  void answersThatAPageIsUnchanged() {
    var sku = shop.product(0);
    var path = "/api/channels/WEB/products/" + sku;
    var tag = shop.anyone().get(path).is(200).header("ETag");
    assertFalse(tag.isEmpty());
    shop.anyone().get(path, "If-None-Match", tag).is(304);
    shop.anyone().get(path, "If-None-Match", "\"another\"").is(200);
  }

  private Answer offer(String channel, String sku) {
    return shop.anyone().get("/api/channels/" + channel + "/products/" + sku);
  }
}
