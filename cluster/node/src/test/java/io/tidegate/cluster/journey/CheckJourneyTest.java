package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator holds the shop to its promises, and makes a read model anew, while it is open. */
@Journey
final class CheckJourneyTest {

  private final Shop shop;
  private final Path folder;
  private final Tidegate tidegate;

  CheckJourneyTest(Shop shop, @TempDir Path folder) {
    this.shop = shop;
    this.folder = folder;
    this.tidegate = new Tidegate(folder);
  }

  @Test
  void findsAllPromisesKeptWithOrdersOnTheirWay() {
    var report = folder.resolve("report.json");
    orders();

    assertEquals(0, tidegate("check", "--json", report.toString()), this::output);

    var checkers = Json.file(report).path("verdicts").findValuesAsText("checker");
    assertTrue(checkers.containsAll(List.of("stock", "keys", "kafka", "sales")), this::output);
    assertTrue(output().contains("promises kept"), this::output);
  }

  @Test
  void makesTheSalesHistoryAnew() {
    var order = orders();

    assertEquals(0, tidegate("rebuild", "sales"), this::output);

    var sales = shop.admin().get("/api/admin/orders?limit=1").is(200).body().path("items");
    assertEquals(List.of(order), sales.findValuesAsText("orderId"));
  }

  @Test
  void looksForDeadLetters() throws Exception {
    assertEquals(0, tidegate("dead-letters"), this::output);
    assertEquals("No dead letters.\n", output());

    assertEquals(1, tidegate("dead-letters", "retry", "order-1"), this::output);
    assertTrue(output().contains("there is no such dead letter"), this::output);
  }

  /** One that is confirmed and, last, one that is refused. */
  private String orders() {
    var member = shop.newMember();
    var sku = shop.product(3);
    member.post("/api/orders", Cart.of(sku, 1)).is(201);
    return member.post("/api/orders", Cart.of(sku, 5)).is(409).text("/orderId");
  }

  private int tidegate(String... arguments) {
    return tidegate.run(
        Stream.concat(Stream.of(arguments), Stream.of("--data", shop.dataFolder())));
  }

  private String output() {
    return tidegate.output();
  }
}
