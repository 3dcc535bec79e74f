package io.tidegate.cluster.check;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Looks at what every node takes of its machine. One look sees what is beyond its bounds; what
 * grows and grows is seen by two, both of a shop at rest.
 */
public final class ResourcesChecker implements Checker {

  private static final double HEAP_MAX = 0.85;
  private static final double FILES_SHARE_MAX = 0.8;
  private static final long THREADS_MAX = 500;
  private static final long CONNECTIONS_MAX = 10_000;
  private static final long IN_FLIGHT_MAX = 2_000;
  private static final long WAITING_MAX = 4_000;

  private static final double HEAP_GROWTH_MAX = 0.2;
  private static final long FILES_GROWTH_MAX = 100;
  private static final long THREADS_GROWTH_MAX = 50;

  private static final int FIGURES = 6;
  private static final Duration REPLY_TIME = Duration.ofSeconds(10);

  private final List<NodeResources> now;
  private final List<NodeResources> before;

  /**
   * A checker of what was read.
   *
   * @param before an earlier look at the same nodes; empty where there was none
   */
  public ResourcesChecker(List<NodeResources> now, List<NodeResources> before) {
    this.now = List.copyOf(now);
    this.before = List.copyOf(before);
  }

  /** Reads what these nodes tell of themselves at their management ports. */
  public static List<NodeResources> read(List<String> managementUrls) {
    try (var http =
        HttpClient.newBuilder()
            .connectTimeout(REPLY_TIME)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build()) {
      var nodes = new ArrayList<NodeResources>();
      for (var url : managementUrls) {
        var request =
            HttpRequest.newBuilder(URI.create(url + "/metrics")).timeout(REPLY_TIME).build();
        nodes.add(NodeResources.of(url, http.send(request, BodyHandlers.ofString()).body()));
      }
      return List.copyOf(nodes);
    } catch (IOException cause) {
      throw new CheckException("The metrics of a node cannot be read: %s.".formatted(cause), cause);
    } catch (InterruptedException cause) {
      Thread.currentThread().interrupt();
      throw new CheckException("Interrupted while metrics were read.", cause);
    }
  }

  @Override
  public String name() {
    return "resources";
  }

  @Override
  public String promise() {
    return before.isEmpty()
        ? "On every node memory after collections, open files, threads, connections and what waits"
            + " are within their bounds."
        : "On every node memory after collections, open files, threads, connections and what waits"
            + " are within their bounds, and have not grown since the look before.";
  }

  @Override
  public Verdict check(ShopUnderCheck shop) {
    var offences = new Offences();
    for (var node : now) {
      bounds(node, offences);
      before.stream()
          .filter(earlier -> earlier.node().equals(node.node()))
          .forEach(earlier -> growth(earlier, node, offences));
    }
    return offences.verdict(this, (long) now.size() * FIGURES, "figures");
  }

  private static void bounds(NodeResources node, Offences offences) {
    if (node.heapAfterCollection() > HEAP_MAX) {
      offences.add(
          String.format(
              Locale.ROOT,
              "%s: %.0f %% of the heap is used after a collection",
              node.node(),
              node.heapAfterCollection() * 100));
    }
    if (node.openFiles() > node.openFilesMax() * FILES_SHARE_MAX) {
      offences.add(
          "%s: %d of %d files are open"
              .formatted(node.node(), node.openFiles(), node.openFilesMax()));
    }
    atMost(THREADS_MAX, node.threads(), "threads", node, offences);
    atMost(CONNECTIONS_MAX, node.connections(), "connections", node, offences);
    atMost(IN_FLIGHT_MAX, node.inFlight(), "requests in flight", node, offences);
    atMost(WAITING_MAX, node.waiting(), "commands that wait for a batch", node, offences);
  }

  private static void atMost(
      long max, long there, String what, NodeResources node, Offences offences) {
    if (there > max) {
      offences.add("%s: %d %s, more than %d".formatted(node.node(), there, what, max));
    }
  }

  private static void growth(NodeResources before, NodeResources now, Offences offences) {
    var grown = now.heapAfterCollection() - before.heapAfterCollection();
    if (before.collected() && grown > HEAP_GROWTH_MAX) {
      offences.add(
          String.format(
              Locale.ROOT,
              "%s: of the heap %.0f %% is used after a collection; it was %.0f %%",
              now.node(),
              now.heapAfterCollection() * 100,
              before.heapAfterCollection() * 100));
    }
    grown(before.openFiles(), now.openFiles(), FILES_GROWTH_MAX, "open files", now, offences);
    grown(before.threads(), now.threads(), THREADS_GROWTH_MAX, "threads", now, offences);
  }

  private static void grown(
      long before, long now, long most, String what, NodeResources node, Offences offences) {
    if (now - before > most) {
      offences.add("%s: %d %s; there were %d".formatted(node.node(), now, what, before));
    }
  }
}
