package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.cluster.check.OrderLedger;
import io.tidegate.platform.crash.CrashPoint;
import io.tidegate.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * The only node of a shop dies at a named place and is started again; whatever was answered, and
 * whatever was not, there is one order with one outcome, its goods are counted once, its parcel
 * leaves once, and every checker finds its promise kept.
 */
@Tag("chaos")
@Timeout(300)
final class CrashPointTest {

  /** The pause before a process is started again, and its start. */
  private static final Duration BACK_WITHIN = Duration.ofMinutes(2);

  private static final String DISPATCH = "/api/admin/deliveries/dispatch";
  private static final int PIECES = 10;
  private static final int ORDERED = 2;

  @TempDir private static Path points;
  private static RunningShop running;
  private static Shop shop;

  private final OrderLedger ledger = OrderLedger.inMemory();

  @BeforeAll
  static void start() {
    var environment =
        Map.of(
            "JAVA_TOOL_OPTIONS",
            "-Dtidegate.crashPoints=" + points,
            "TIDEGATE_DELIVERY_DISPATCH_BATCH_MAX",
            "1");
    running = RunningShop.start(1, environment, "--restart", "--restart-pause=1");
    shop = new Shop(running.localJson());
  }

  @AfterAll
  static void stop() {
    if (running != null) {
      running.close();
    }
  }

  @AfterEach
  void keepsItsPromises() {
    assertEquals(List.of(), ledger.open());
    Promises.assertKept(running, ledger);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"AFTER_CANCEL_COMMIT", "BETWEEN_DISPATCH_BATCHES"})
  void makesOneOrderOfAWishWhoseNodeDied(CrashPoint point) throws IOException {
    var member = shop.newMember();
    var careful = CarefulMember.of(member, ledger);
    var sku = availableProduct();
    var key = UUID.randomUUID().toString();
    var file = arm(point);

    careful.attempt(sku, ORDERED, key);
    awaitCrash(file);

    var orderId = careful.insist(sku, ORDERED, key, BACK_WITHIN).text("/orderId");
    awaitStatus(member, orderId, "CONFIRMED");
    Deliveries.awaitScheduled(member, orderId);
    assertEquals(List.of("OrderPlaced", "OrderConfirmed"), Shop.history(member, orderId));
    assertEquals(1, member.get("/api/orders").is(200).body().path("items").size());
    assertStock(sku, PIECES, ORDERED);
    assertEquals(List.of("RECEIPT", "RESERVATION"), movements(sku));

    var again = careful.attempt(sku, ORDERED, key).orElseThrow().is(201);
    assertTrue(again.isReplayed());
    assertEquals(orderId, again.text("/orderId"));

    Deliveries.dispatchAll(shop);
    awaitStatus(member, orderId, "DISPATCHED");
    Await.until("the goods are issued", () -> onHand(sku) == PIECES - ORDERED);
    assertStock(sku, PIECES - ORDERED, 0);
    assertEquals(List.of("RECEIPT", "RESERVATION", "ISSUE"), movements(sku));
  }

  @Test
  void cancelsAnOrderOnceWhoseNodeDiedWhenItsParcelWasKeptBack() throws IOException {
    var member = shop.newMember();
    var sku = availableProduct();
    var orderId = ordered(CarefulMember.of(member, ledger), sku, ORDERED);
    Deliveries.awaitScheduled(member, orderId);
    var path = "/api/orders/" + orderId + "/cancel";
    var key = UUID.randomUUID().toString();
    var file = arm(CrashPoint.AFTER_CANCEL_COMMIT);

    CarefulMember.answered(() -> member.post(path, Map.of(), key));
    awaitCrash(file);

    Await.until(
        "the call is answered",
        BACK_WITHIN,
        () ->
            CarefulMember.answered(() -> member.post(path, Map.of(), key))
                .filter(answer -> answer.status() == 200)
                .isPresent());
    awaitStatus(member, orderId, "CANCELLED");
    Await.until("the goods are released", () -> shop.stock(sku).path("reserved").asInt() == 0);
    assertStock(sku, PIECES, 0);
    assertEquals(List.of("RECEIPT", "RESERVATION", "RELEASE"), movements(sku));
    assertEquals(
        List.of("OrderPlaced", "OrderConfirmed", "OrderCancelled"), Shop.history(member, orderId));
    Deliveries.dispatchAll(shop);
    assertEquals("CANCELLED", Deliveries.status(member, orderId));
  }

  @Test
  void sendsEveryParcelOffOnceWhenTheNodeDiedBetweenTwo() throws IOException {
    Deliveries.dispatchAll(shop);
    var member = shop.newMember();
    var careful = CarefulMember.of(member, ledger);
    var sku = availableProduct();
    var orders = new ArrayList<String>();
    for (var i = 0; i < 4; i++) {
      orders.add(ordered(careful, sku, 1));
    }
    orders.forEach(id -> Deliveries.awaitScheduled(member, id));
    var key = UUID.randomUUID().toString();
    var file = arm(CrashPoint.BETWEEN_DISPATCH_BATCHES);

    dispatch(key);
    awaitCrash(file);

    Await.until("the call is answered", BACK_WITHIN, () -> dispatch(key) == 200);
    assertEquals(
        4, shop.admin().post(DISPATCH, Map.of(), key).is(200).number("/dispatched"), "in all");
    orders.forEach(id -> awaitStatus(member, id, "DISPATCHED"));
    Await.until("the goods are issued", () -> onHand(sku) == PIECES - 4);
    assertStock(sku, PIECES - 4, 0);
    assertEquals(4, movements(sku).stream().filter("ISSUE"::equals).count());
  }

  /** Its events have been heard, so that whoever comes to a crash point next comes by an order. */
  private static String availableProduct() {
    var sku = shop.product(PIECES);
    var path = "/api/channels/WEB/products/" + sku;
    Await.until(
        "the catalogue knows that there is some of it",
        () -> shop.anyone().get(path).is(200).body().path("available").asInt() == PIECES);
    return sku;
  }

  private static String ordered(CarefulMember member, String sku, int quantity) {
    var key = UUID.randomUUID().toString();
    return member.attempt(sku, quantity, key).orElseThrow().is(201).text("/orderId");
  }

  private static Path arm(CrashPoint point) throws IOException {
    return Files.createFile(points.resolve(point.name()));
  }

  private static void awaitCrash(Path file) {
    Await.until("the node has died at " + file.getFileName(), () -> Files.notExists(file));
  }

  /** The status of the answer; 0 where nobody was there. */
  private static int dispatch(String key) {
    return CarefulMember.answered(() -> shop.admin().post(DISPATCH, Map.of(), key))
        .map(Answer::status)
        .orElse(0);
  }

  private static void awaitStatus(Member member, String orderId, String status) {
    Await.until(
        "order %s is %s".formatted(orderId, status),
        () -> member.get("/api/orders/" + orderId).text("/status").equals(status));
  }

  private static long onHand(String sku) {
    return shop.stock(sku).path("onHand").asLong();
  }

  private static void assertStock(String sku, int onHand, int reserved) {
    var level = shop.stock(sku);
    assertEquals(onHand, level.path("onHand").asInt());
    assertEquals(reserved, level.path("reserved").asInt());
    assertEquals(onHand - reserved, level.path("available").asInt());
  }

  private static List<String> movements(String sku) {
    return shop.movements(sku).stream().map(one -> one.path("kind").asText()).toList();
  }
}
