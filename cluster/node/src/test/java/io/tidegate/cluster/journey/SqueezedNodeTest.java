package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.cluster.check.OrderLedger;
import io.tidegate.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * F51: a node has too little of what every process needs. It turns callers away, or it ends and is
 * started again; what it answers is true all the same.
 */
@Tag("chaos")
@Timeout(300)
final class SqueezedNodeTest {

  private static final Duration SEEN_WITHIN = Duration.ofSeconds(90);
  private static final Duration BACK_WITHIN = Duration.ofMinutes(2);
  private static final int FILES_LEFT = 16;
  private static final int SOCKETS = 200;
  private static final int ENOUGH_FILES = 1_000;

  private final OrderLedger ledger = OrderLedger.inMemory();

  @Test
  void answersTrulyWhileItMayOpenNoMoreFiles() {
    try (var running = RunningShop.start(2, Map.of(), "--restart", "--restart-pause=1")) {
      var shop = new Shop(running.localJson());
      var sku = shop.product(1_000_000);
      try (var shoppers = Shoppers.enter(shop, ledger, sku, 4)) {
        shoppers.awaitOrders(100, SEEN_WITHIN);
        var pid = running.nodePid(1);
        var limit = openFiles(pid) + FILES_LEFT;
        limitFiles(pid, limit);

        var sockets = occupy(shop.nodeUrls().get(1));
        try {
          Await.until(
              "it has used up its files or has ended",
              SEEN_WITHIN,
              () -> openFiles(pid) >= limit - 1 || running.nodePid(1) != pid);
          shoppers.awaitOrders(200, SEEN_WITHIN);
        } finally {
          close(sockets);
        }

        if (running.nodePid(1) == pid) {
          limitFiles(pid, ENOUGH_FILES);
        }
        awaitOrderAt(shop, shop.nodeUrls().get(1), sku);
        shoppers.leave();
      }
      Promises.assertKept(running, ledger);
    }
  }

  /**
   * A flood of bodies as large as they may be; whether it goes on, sheds or ends is its own affair.
   */
  @Test
  void answersTrulyInAFourthOfItsMemory() {
    var environment = Map.of("TIDEGATE_NODE_HEAP_MIB", "128");
    try (var running = RunningShop.start(1, environment, "--restart", "--restart-pause=1")) {
      var shop = new Shop(running.localJson());
      var sku = shop.product(1_000_000);
      try (var shoppers = Shoppers.enter(shop, ledger, sku, 4)) {
        shoppers.awaitOrders(100, SEEN_WITHIN);
        whileManySendMuch(shop, () -> shoppers.awaitOrders(200, BACK_WITHIN));
        shoppers.awaitOrders(100, BACK_WITHIN);
        shoppers.leave();
      }
      Promises.assertKept(running, ledger);
    }
  }

  private static void whileManySendMuch(Shop shop, Runnable watch) {
    var body = "{\"email\":\"" + "x".repeat(60_000) + "\"}";
    var closed = new AtomicBoolean();
    try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var number = 0; number < 500; number++) {
        senders.execute(
            () -> {
              while (!closed.get()) {
                CarefulMember.answered(() -> shop.anyone().post("/auth/signup", body));
              }
            });
      }
      try {
        watch.run();
      } finally {
        closed.set(true);
      }
    }
  }

  /** Somebody who comes anew is answered there. */
  private void awaitOrderAt(Shop shop, String url, String sku) {
    var careful = CarefulMember.of(shop.newMember(), ledger);
    var visitor = careful.member().visitor().at(url);
    Await.until(
        url + " takes orders",
        BACK_WITHIN,
        () -> careful.attempt(visitor, sku, 1, "anew").filter(CarefulMember::isOrder).isPresent());
  }

  private static List<Socket> occupy(String url) {
    var address = URI.create(url);
    var sockets = new ArrayList<Socket>();
    try {
      for (var number = 0; number < SOCKETS; number++) {
        var socket = new Socket();
        sockets.add(socket);
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), 5_000);
      }
    } catch (IOException cause) {
      close(sockets);
      throw new UncheckedIOException(cause);
    }
    return sockets;
  }

  private static void close(List<Socket> sockets) {
    try {
      for (var socket : sockets) {
        socket.close();
      }
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  /** None where it has ended. */
  private static int openFiles(long pid) {
    try (var files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return (int) files.count();
    } catch (IOException | UncheckedIOException _) {
      return 0;
    }
  }

  /** What a process may open, from now on; whoever may raise it again need not be root. */
  private static void limitFiles(long pid, int files) {
    try {
      var process =
          new ProcessBuilder("prlimit", "--pid", Long.toString(pid), "--nofile=" + files + ":")
              .inheritIO()
              .start();
      assertTrue(process.waitFor(10, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue());
    } catch (IOException cause) {
      Assumptions.abort("this needs prlimit, which is part of util-linux: " + cause);
    } catch (InterruptedException cause) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", cause);
    }
  }
}
