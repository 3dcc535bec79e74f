package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.cluster.launch.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator holds the shop to its promises, and makes a read model anew, while it is open. */
@Journey
final class CheckJourneyTest {

  private static final String HOME = System.getProperty("tidegate.root");

  private final Shop shop;
  @TempDir private Path folder;

  CheckJourneyTest(Shop shop) {
    this.shop = shop;
  }

  @Test
  void findsAllPromisesKeptWithOrdersOnTheirWay() throws Exception {
    var report = folder.resolve("report.json");
    orders();

    assertEquals(0, tidegate("check", "--json", report.toString()), this::output);

    var checkers = Json.file(report).path("verdicts").findValuesAsText("checker");
    assertTrue(checkers.containsAll(List.of("stock", "keys", "kafka", "sales")), this::output);
    assertTrue(output().contains("promises kept"), this::output);
  }

  @Test
  void makesTheSalesHistoryAnew() throws Exception {
    var order = orders();

    assertEquals(0, tidegate("rebuild", "sales"), this::output);

    var sales = shop.admin().get("/api/admin/orders?limit=1").is(200).body().path("items");
    assertEquals(List.of(order), sales.findValuesAsText("orderId"));
  }

  /** One that is confirmed and, last, one that is refused. */
  private String orders() {
    var member = shop.newMember();
    var sku = shop.product(3);
    member.post("/api/orders", Cart.of(sku, 1)).is(201);
    return member.post("/api/orders", Cart.of(sku, 5)).is(409).text("/orderId");
  }

  private int tidegate(String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-Dtidegate.home=" + HOME, Main.class.getName()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--data", shop.dataFolder()));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile());
    builder
        .environment()
        .put(
            "CLASSPATH",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    return builder.start().waitFor();
  }

  private String output() {
    try {
      return Files.readString(folder.resolve("output"));
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
