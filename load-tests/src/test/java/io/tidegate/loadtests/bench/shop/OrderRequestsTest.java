package io.tidegate.loadtests.bench.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class OrderRequestsTest {

  private static final Pattern KEY = Pattern.compile("Idempotency-Key: (\\S+)");

  @Test
  void rendersACartWithItsLength() {
    var requests = new OrderRequests(List.of("one"), 3, cart -> Arrays.setAll(cart, i -> i * 11));

    var parts = next(requests).split("\r\n\r\n", 2);

    assertTrue(parts[0].contains("\r\nContent-Length: " + parts[1].length()));
    var lines = new JsonObject(parts[1]).getJsonArray("lines");
    assertEquals("BENCH-00000", lines.getJsonObject(0).getString("sku"));
    assertEquals("BENCH-00011", lines.getJsonObject(1).getString("sku"));
    assertEquals("BENCH-00022", lines.getJsonObject(2).getString("sku"));
  }

  @Test
  void takesTheTokensInTurn() {
    var requests = new OrderRequests(List.of("one", "two"), 1, Carts.hot());

    assertTrue(next(requests).contains("Bearer one\r\n"));
    assertTrue(next(requests).contains("Bearer two\r\n"));
    assertTrue(next(requests).contains("Bearer one\r\n"));
  }

  @Test
  void drawsAFreshKeyForEachOrder() {
    var requests = new OrderRequests(List.of("one"), 1, Carts.hot());

    assertNotEquals(key(next(requests)), key(next(requests)));
  }

  @Test
  void fillsCartsWithDistinctArticles() {
    for (var cart : List.of(Carts.uniform(12), Carts.zipf(12), Carts.hotAmong(12))) {
      var articles = new int[10];
      cart.fill(articles);
      assertEquals(10, Arrays.stream(articles).distinct().count());
      assertTrue(Arrays.stream(articles).allMatch(article -> article >= 0 && article < 12));
    }
  }

  @Test
  void putsTheHotArticleAnywhereInTheCart() {
    var cart = Carts.hotAmong(100);
    var articles = new int[3];
    var places = new int[3];
    for (var i = 0; i < 300; i++) {
      cart.fill(articles);
      for (var line = 0; line < 3; line++) {
        places[line] += articles[line] == 0 ? 1 : 0;
      }
    }
    assertEquals(300, Arrays.stream(places).sum());
    assertTrue(Arrays.stream(places).allMatch(count -> count > 30));
  }

  @Test
  void prefersTheFirstByZipf() {
    var cart = Carts.zipf(1_000);
    var articles = new int[1];
    var first = 0;
    for (var i = 0; i < 2_000; i++) {
      cart.fill(articles);
      first += articles[0] == 0 ? 1 : 0;
    }
    // One in 7.49, as that is the sum of 1/k up to a thousand.
    assertTrue(first > 160 && first < 400, "drawn " + first + " times");
  }

  private static String next(OrderRequests requests) {
    var buffer = Unpooled.buffer();
    requests.writeNext(buffer);
    return buffer.toString(StandardCharsets.US_ASCII);
  }

  private static String key(String request) {
    var matcher = KEY.matcher(request);
    assertTrue(matcher.find());
    return matcher.group(1);
  }
}
