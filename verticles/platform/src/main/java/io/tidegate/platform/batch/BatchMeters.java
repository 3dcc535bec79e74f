package io.tidegate.platform.batch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is to be seen of the batches of one kind on a node, over all of its slots: how large they
 * are ({@code tidegate_batch_size}, whose count is that of the commits), how long commands waited
 * for theirs, how many wait now, and what went wrong. Any thread.
 */
public final class BatchMeters {

  private final String name;
  private final AtomicInteger depth = new AtomicInteger();
  private final DistributionSummary size;
  private final Timer wait;
  private final Counter refused;
  private final Counter resent;
  private final Counter split;

  /** The meters of a kind of batch, such as {@code order.place}; one object for a node. */
  public BatchMeters(MeterRegistry meters, String name) {
    this.name = name;
    this.size =
        DistributionSummary.builder("tidegate.batch.size").tag("batch", name).register(meters);
    this.wait = Timer.builder("tidegate.batch.wait").tag("batch", name).register(meters);
    this.refused = meters.counter("tidegate.batch.refused", "batch", name);
    this.resent = meters.counter("tidegate.batch.resent", "batch", name);
    this.split = meters.counter("tidegate.batch.split", "batch", name);
    Gauge.builder("tidegate.batch.depth", depth, AtomicInteger::get)
        .tag("batch", name)
        .register(meters);
  }

  String name() {
    return name;
  }

  void queued(int more) {
    depth.addAndGet(more);
  }

  void waited(long nanos) {
    wait.record(nanos, TimeUnit.NANOSECONDS);
  }

  void sent(int commands) {
    size.record(commands);
  }

  void refused() {
    refused.increment();
  }

  void resent() {
    resent.increment();
  }

  void split() {
    split.increment();
  }
}
