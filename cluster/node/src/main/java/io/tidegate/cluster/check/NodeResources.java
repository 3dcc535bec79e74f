package io.tidegate.cluster.check;

import java.util.List;
import java.util.function.Predicate;

/**
 * What a node takes of its machine, as its metrics tell it.
 *
 * @param node its management URL
 * @param heapAfterCollection share of the heap that was still used after the last collection of its
 *     old part; 0 before the first
 * @param connections of HTTP
 * @param inFlight requests that the gateway works on
 * @param waiting commands in the queue of a batch that has most
 */
public record NodeResources(
    String node,
    double heapAfterCollection,
    long openFiles,
    long openFilesMax,
    long threads,
    long connections,
    long inFlight,
    long waiting) {

  /** Whether what is left after a collection is known: the old part is rarely collected. */
  boolean collected() {
    return heapAfterCollection > 0;
  }

  /** Reads the text that Prometheus scrapes. */
  static NodeResources of(String node, String metrics) {
    var samples = metrics.lines().filter(line -> !line.startsWith("#")).toList();
    return new NodeResources(
        node,
        required(node, samples, "jvm_memory_usage_after_gc"),
        (long) required(node, samples, "process_files_open_files"),
        (long) required(node, samples, "process_files_max_files"),
        (long) required(node, samples, "jvm_threads_live_threads"),
        (long) most(samples, "tidegate_http_connections"),
        (long) most(samples, "tidegate_http_in_flight"),
        (long) most(samples, "tidegate_batch_depth"));
  }

  private static double required(String node, List<String> samples, String name) {
    if (samples.stream().noneMatch(isOf(name))) {
      throw new CheckException("The node at %s does not tell its %s.".formatted(node, name));
    }
    return most(samples, name);
  }

  /** The largest sample of that name; 0 where there is none, as on a node without that role. */
  private static double most(List<String> samples, String name) {
    return samples.stream()
        .filter(isOf(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .filter(value -> !Double.isNaN(value))
        .max()
        .orElse(0);
  }

  private static Predicate<String> isOf(String name) {
    return line -> line.startsWith(name + ' ') || line.startsWith(name + '{');
  }
}
