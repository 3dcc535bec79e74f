package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.cluster.check.OrderLedger;
import io.tidegate.platform.crash.CrashPoint;
import io.tidegate.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Orders are taken while the only node that carries inventory is dead, and end when it is back. */
@Tag("chaos")
@Timeout(300)
final class InventoryDownTest {

  private static final Duration BACK_WITHIN = Duration.ofSeconds(90);

  @TempDir private Path points;

  @Test
  void keepsOrdersPendingUntilInventoryIsBack() throws IOException {
    var environment = Map.of("JAVA_TOOL_OPTIONS", "-Dtidegate.crashPoints=" + points);
    try (var running =
        RunningShop.start(
            2,
            environment,
            "--restart",
            "--roles=gateway,identity,catalog,order,delivery",
            "--roles=inventory")) {
      var shop = new Shop(running.localJson());
      var member = shop.newMember();
      var ledger = OrderLedger.inMemory();
      var careful = CarefulMember.of(member, ledger);
      var sku = shop.product(5);
      Files.createFile(points.resolve(CrashPoint.BEFORE_RESERVE_COMMIT.name()));

      var orders =
          List.of(
              careful.attempt(sku, 1, "as it dies").orElseThrow().is(202),
              careful.attempt(sku, 2, "while it is dead").orElseThrow().is(202));

      for (var order : orders) {
        assertEquals("PENDING", order.text("/status"));
        var path = "/api/orders/" + order.text("/orderId");
        Await.until(
            path + " is confirmed",
            BACK_WITHIN,
            () -> member.get(path).text("/status").equals("CONFIRMED"));
      }
      assertEquals(3, shop.stock(sku).path("reserved").asInt());
      assertEquals(2, member.get("/api/orders").is(200).body().path("items").size());
      Promises.assertKept(running, ledger);
    }
  }
}
