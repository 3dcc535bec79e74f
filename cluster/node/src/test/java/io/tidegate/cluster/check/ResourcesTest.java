package io.tidegate.cluster.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidegate.cluster.ProcessMetrics;
import io.tidegate.engine.FreePorts;
import io.tidegate.platform.http.ManagementVerticle;
import io.tidegate.platform.run.Health;
import io.tidegate.testkit.Await;
import io.vertx.core.Vertx;
import java.io.FileInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A process that takes more and more of its machine is seen to, by its own metrics. */
@Timeout(60)
@Isolated("it looks at what this whole process takes")
final class ResourcesTest {

  private final Vertx vertx = Vertx.vertx();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final int port = FreePorts.find(1).getFirst();

  @BeforeEach
  void start() {
    ProcessMetrics.bindTo(meters);
    serve(meters);
  }

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void findsNothingWrongWithAProcessThatIsWell() {
    var before = read();

    var verdict = check(read(), before);

    assertTrue(verdict.passed(), verdict::toString);
    assertEquals(6, verdict.examined());
    assertTrue(before.getFirst().threads() > 0, before::toString);
    assertTrue(before.getFirst().openFiles() > 0, before::toString);
  }

  @Test
  void seesThreadsThatAreNeverGivenBack() {
    var before = read();
    var release = new CountDownLatch(1);
    try {
      for (var i = 0; i < 60; i++) {
        Thread.ofPlatform().daemon().start(() -> await(release));
      }
      assertRed("threads; there were", read(), before);
    } finally {
      release.countDown();
    }
  }

  @Test
  void seesFilesThatAreNeverClosed(@TempDir Path folder) throws Exception {
    var before = read();
    var file = Files.createFile(folder.resolve("file")).toFile();
    var leaked = new ArrayList<FileInputStream>();
    try {
      for (var i = 0; i < 120; i++) {
        leaked.add(new FileInputStream(file));
      }
      assertRed("open files; there were", read(), before);
    } finally {
      for (var one : leaked) {
        one.close();
      }
    }
  }

  @Test
  void seesAQueueWithoutABound() {
    var depth = new AtomicLong();
    Gauge.builder("tidegate.batch.depth", depth, AtomicLong::get)
        .tag("batch", "order.place")
        .register(meters);
    var before = read();
    assertTrue(check(read(), before).passed());

    depth.set(100_000);

    assertRed("100000 commands that wait for a batch", read(), List.of());
  }

  @Test
  void seesConnectionsWithoutABound() {
    Gauge.builder("tidegate.http.connections", () -> 20_000).register(meters);

    assertRed("20000 connections", read(), List.of());
  }

  @Test
  void seesRequestsTakenOnWithoutABound() {
    Gauge.builder("tidegate.http.in.flight", () -> 9_000).register(meters);

    assertRed("9000 requests in flight", read(), List.of());
  }

  @Test
  void seesMemoryThatNoCollectionFrees() {
    var now = read().getFirst();
    var full = withHeap(now, 0.9);

    assertRed("90 % of the heap is used", List.of(full), List.of());
    assertRed("it was 30 %", List.of(withHeap(now, 0.7)), List.of(withHeap(now, 0.3)));
  }

  @Test
  void doesNotTakeTheFirstCollectionForGrowth() {
    var now = read();
    var uncollected = withHeap(now.getFirst(), 0);

    var verdict = check(List.of(withHeap(now.getFirst(), 0.3)), List.of(uncollected));

    assertTrue(verdict.passed(), verdict::toString);
  }

  @Test
  void doesNotTakeSilenceForHealth() {
    meters.clear();

    assertThrows(CheckException.class, this::read);
  }

  private void serve(PrometheusMeterRegistry registry) {
    Await.result(
        vertx.deployVerticle(new ManagementVerticle("127.0.0.1", port, new Health(), registry)));
  }

  private List<NodeResources> read() {
    return ResourcesChecker.read(List.of("http://127.0.0.1:" + port));
  }

  private static Verdict check(List<NodeResources> now, List<NodeResources> before) {
    return new ResourcesChecker(now, before).check(null);
  }

  private static void assertRed(
      String offence, List<NodeResources> now, List<NodeResources> before) {
    var verdict = check(now, before);
    assertEquals(1, verdict.wrong(), verdict::toString);
    assertTrue(verdict.first().getFirst().contains(offence), verdict::toString);
  }

  private static NodeResources withHeap(NodeResources node, double share) {
    return new NodeResources(
        node.node(),
        share,
        node.openFiles(),
        node.openFilesMax(),
        node.threads(),
        node.connections(),
        node.inFlight(),
        node.waiting());
  }

  private static void await(CountDownLatch release) {
    try {
      release.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
