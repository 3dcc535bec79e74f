package io.tidegate.loadtests.chaos;

import io.tidegate.cluster.launch.LaunchException;
import io.tidegate.engine.fault.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Does to a shop what a step says, and ends it. One step at a time. */
final class Saboteur {

  private static final Duration LATENCY = Duration.ofMillis(100);
  private static final Duration EVERY = Duration.ofMillis(200);

  private final ShopInTrouble shop;
  private final CountDownLatch never = new CountDownLatch(1);

  Saboteur(ShopInTrouble shop) {
    this.shop = shop;
  }

  /** Returns when the last of the faults has ended. */
  void carryOut(Step step) throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var faults = new ArrayList<Future<?>>();
      for (var fault : step.faults()) {
        faults.add(
            threads.submit(
                () -> {
                  pause(fault.after());
                  carryOut(fault);
                  return null;
                }));
      }
      for (var fault : faults) {
        fault.get();
      }
    } catch (ExecutionException cause) {
      throw new LaunchException(
          "Step %d could not be carried out: %s".formatted(step.number(), cause.getCause()),
          cause.getCause());
    }
  }

  private void carryOut(Fault fault) throws InterruptedException {
    switch (fault.kind()) {
      case KILL_NODE, KILL_TWO_NODES, KILL_ALL_NODES -> signal(fault.nodes(), "KILL");
      case STOP_NODE -> signal(fault.nodes(), "TERM");
      case PAUSE_NODE -> {
        signal(fault.nodes(), "STOP");
        pause(fault.hold());
        signal(fault.nodes(), "CONT");
      }
      case KILL_POSTGRES -> {
        shop.killPostgres();
        pause(fault.hold());
        shop.startPostgres();
      }
      case PAUSE_POSTGRES -> {
        shop.signalPostgres("STOP");
        pause(fault.hold());
        shop.signalPostgres("CONT");
      }
      case CUT_POSTGRES -> cut(shop.toPostgres(), fault.hold());
      case FREEZE_POSTGRES -> freeze(shop.toPostgres(), fault.hold());
      case SLOW_POSTGRES -> {
        shop.toPostgres().requests().latency(LATENCY);
        shop.toPostgres().replies().latency(LATENCY);
        pause(fault.hold());
        shop.toPostgres().heal();
      }
      case SWALLOW_POSTGRES -> swallow(shop.toPostgres(), fault.hold());
      case KILL_KAFKA -> {
        shop.killKafka();
        pause(fault.hold());
        shop.startKafka();
      }
      case PAUSE_KAFKA -> {
        shop.signalKafka("STOP");
        pause(fault.hold());
        shop.signalKafka("CONT");
      }
      case CUT_KAFKA -> cut(shop.toKafka(), fault.hold());
      case FREEZE_KAFKA -> freeze(shop.toKafka(), fault.hold());
    }
  }

  private void signal(List<Integer> nodes, String signal) {
    nodes.forEach(node -> shop.signalNode(node, signal));
  }

  private void cut(FaultProxy proxy, Duration hold) throws InterruptedException {
    for (var end = System.nanoTime() + hold.toNanos(); System.nanoTime() < end; pause(EVERY)) {
      proxy.cut();
    }
  }

  private void freeze(FaultProxy proxy, Duration hold) throws InterruptedException {
    proxy.freeze();
    pause(hold);
    proxy.heal();
  }

  /** In turn those to statements with an order's key in them and those to commits. */
  private void swallow(FaultProxy proxy, Duration hold) throws InterruptedException {
    var end = System.nanoTime() + hold.toNanos();
    for (var turn = 0; System.nanoTime() < end; turn++) {
      proxy.swallowReplyTo(turn % 2 == 0 ? Crowd.KEY_PREFIX : "COMMIT");
      pause(EVERY);
    }
    proxy.heal();
  }

  private void pause(Duration time) throws InterruptedException {
    var _ = never.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
