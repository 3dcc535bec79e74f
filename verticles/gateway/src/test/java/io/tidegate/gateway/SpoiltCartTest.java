package io.tidegate.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Role;
import io.tidegate.contracts.order.OrderApi.PlaceOrder;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Carts that nobody has thought of, made by seed (F34). */
class SpoiltCartTest {

  private static final int SEEDS = 400;

  /** So many are on their way before an answer is read. */
  private static final int SEEDS_AT_ONCE = 5;

  private static final int SHOWN_MAX = 600;

  /** A query that means nothing sends a request to the contract's lane. */
  private static final String FAST_LANE = "/api/orders";

  private static final String CONTRACT_LANE = "/api/orders?lane=contract";

  private static ScriptedShop shop;
  private static String token;

  @BeforeAll
  static void open() {
    shop = ScriptedShop.open();
    token = shop.token(Role.ROLE_USER);
    shop.on(PlaceOrder.class, Placements::confirmed);
    // The fast lane is for tokens that were seen before.
    shop.send(shop.request("/api/member/me", token).DELETE());
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @Test
  void answersWhateverBecomesOfACartOnOneConnectionAndOnBothLanesAlike() {
    var statuses = new TreeMap<String, Integer>();
    try (var connection = RawConnection.to(shop)) {
      for (var first = 1; first <= SEEDS; first += SEEDS_AT_ONCE) {
        var seeds = LongStream.range(first, first + SEEDS_AT_ONCE).toArray();
        for (var seed : seeds) {
          var cart = SpoiltCart.of(seed);
          connection.say(request(FAST_LANE, cart) + request(CONTRACT_LANE, cart));
        }
        for (var seed : seeds) {
          var status = status(connection, seed);
          assertEquals(status, status(connection, seed), () -> shown(seed));
          statuses.merge(status, 2, Integer::sum);
        }
      }
    }
    assertEquals(statuses.getOrDefault("201", 0), shop.asked(PlaceOrder.class).size());
    assertSpoilsMostButNotAll(statuses);
  }

  private static void assertSpoilsMostButNotAll(Map<String, Integer> statuses) {
    assertTrue(statuses.getOrDefault("201", 0) > SEEDS / 20, statuses.toString());
    assertTrue(statuses.getOrDefault("400", 0) > SEEDS, statuses.toString());
  }

  private static String status(RawConnection connection, long seed) {
    try {
      var answer = connection.readAnswer();
      var status = answer.split(" ", 3)[1];
      assertTrue(status.equals("201") || status.startsWith("4"), () -> shown(seed) + answer);
      var type = status.equals("201") ? "application/json" : "application/problem+json";
      assertTrue(answer.contains("\r\ncontent-type: " + type + "\r\n"), () -> shown(seed) + answer);
      // Others that wait on this connection are answered, too.
      assertFalse(answer.contains("\r\nconnection: close\r\n"), () -> shown(seed) + answer);
      return status;
    } catch (UncheckedIOException cause) {
      throw new AssertionError(shown(seed) + "nothing", cause);
    }
  }

  private static String request(String path, String cart) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nIdempotency-Key: k\r\n"
        + "Authorization: Bearer "
        + token
        + "\r\nContent-Length: "
        + cart.length()
        + "\r\n\r\n"
        + cart;
  }

  /**
   * What makes a body, the body as a Java text, shortened where it is long, and then the answer.
   */
  private static String shown(long seed) {
    var cart = SpoiltCart.of(seed);
    var shown = new StringBuilder("seed ").append(seed).append(" makes ");
    cart.chars()
        .limit(SHOWN_MAX)
        .forEach(
            octet ->
                shown.append(
                    octet >= ' ' && octet < 127
                        ? Character.toString(octet)
                        : String.format("\\u%04x", octet)));
    return shown.append(" of ").append(cart.length()).append(" octets, answered by ").toString();
  }
}
