package io.tidegate.cluster.journey;

import io.tidegate.cluster.PostgresLogin;
import io.tidegate.cluster.check.OrderLedger;
import io.tidegate.engine.LocalProcess;
import io.tidegate.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * F50: a disk is full for a while. What was answered before, meanwhile and afterwards is there, and
 * orders go on once there is room, without anybody's doing.
 */
@Tag("chaos")
@Timeout(600)
final class DiskFullTest {

  private static final Duration SEEN_WITHIN = Duration.ofSeconds(90);
  private static final Duration BACK_WITHIN = Duration.ofMinutes(2);

  @TempDir private Path mount;
  private final OrderLedger ledger = OrderLedger.inMemory();

  /** What is on the disk that is full. */
  private enum OnDisk {
    /** Data, events and logs. */
    THE_WHOLE_SHOP("", 768),
    POSTGRESQL("postgres", 256),
    KAFKA("kafka", 96);

    private final String folder;
    private final int mebibytes;

    OnDisk(String folder, int mebibytes) {
      this.folder = folder;
      this.mebibytes = mebibytes;
    }
  }

  @ParameterizedTest
  @EnumSource
  void goesOnWhenThereIsRoomAgain(OnDisk what) throws IOException {
    var folder = Files.createTempDirectory("tidegate-full");
    try (var disk = SmallDisk.at(mount, what.mebibytes);
        var running = start(folder, what, disk)) {
      var shop = new Shop(running.localJson());
      var sku = shop.product(1_000_000);
      try (var shoppers = Shoppers.enter(shop, ledger, sku, 4)) {
        shoppers.awaitOrders(100, SEEN_WITHIN);

        switch (what) {
          case KAFKA -> {
            awaitEndOfBroker(running, disk);
            shoppers.awaitOrders(200, SEEN_WITHIN);
          }
          case POSTGRESQL -> {
            awaitOutage(disk, shoppers);
            endLog(running, disk);
            awaitOutage(disk, shoppers);
          }
          case THE_WHOLE_SHOP -> {
            awaitEndOfBroker(running, disk);
            awaitOutage(disk, shoppers);
          }
        }

        disk.free();
        shoppers.awaitOrders(100, BACK_WITHIN);
        shoppers.leave();
        var member = shop.newMember();
        var last = CarefulMember.of(member, ledger).insist(sku, 1, "last", BACK_WITHIN);
        Deliveries.awaitScheduled(member, last.text("/orderId"));
        Promises.assertKept(running, ledger);
      } catch (AssertionError failure) {
        throw new AssertionError(failure.getMessage() + '\n' + running.logs(), failure);
      }
    }
  }

  /** A link leads to the disk, as it does where a shop's data have been moved to another one. */
  private static RunningShop start(Path folder, OnDisk what, SmallDisk disk) throws IOException {
    var link = RunningShop.data(folder).resolve(what.folder);
    if (what != OnDisk.THE_WHOLE_SHOP) {
      Files.createDirectories(link.getParent());
      Files.writeString(link.resolveSibling("tidegate-data.txt"), "a shop's");
    }
    Files.createSymbolicLink(link, disk.folder());
    // Others may pass: the engines run as nobody where root starts them.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    return RunningShop.start(folder, 1, Map.of(), "--restart", "--restart-pause=2");
  }

  private static void awaitOutage(SmallDisk disk, Shoppers shoppers) {
    var turnedAway = shoppers.turnedAway();
    Await.until(
        "orders fail",
        SEEN_WITHIN,
        () -> {
          disk.fill();
          return shoppers.turnedAway() > turnedAway + 100;
        });
  }

  private static void awaitEndOfBroker(RunningShop running, SmallDisk disk) {
    var broker = ProcessHandle.of(running.local().at("/kafka/pid").asLong()).orElseThrow();
    Await.until(
        "the broker has ended",
        SEEN_WITHIN,
        () -> {
          disk.fill();
          return !LocalProcess.isRunning(broker);
        });
  }

  /** Begins new files of the log until there is no room for one, at which the server ends. */
  private static void endLog(RunningShop running, SmallDisk disk) {
    var uri = running.local().at("/postgres/uri").asText();
    var login = PostgresLogin.of("postgres.uri", uri);
    Await.until(
        "PostgreSQL has ended",
        SEEN_WITHIN,
        () -> {
          disk.fill();
          return hangsUp(login);
        });
  }

  private static boolean hangsUp(PostgresLogin login) {
    try (var connection =
            DriverManager.getConnection(login.jdbcUrl(), login.user(), login.password());
        var statement = connection.createStatement()) {
      statement.execute("SELECT pg_logical_emit_message(true, 'test', 'a record')");
      statement.execute("SELECT pg_switch_wal()");
      return false;
    } catch (SQLException failure) {
      // It has hung up (08), or goes or comes back just now (57); the rest is no end.
      return failure.getSQLState() != null && failure.getSQLState().matches("(08|57).*");
    }
  }
}
