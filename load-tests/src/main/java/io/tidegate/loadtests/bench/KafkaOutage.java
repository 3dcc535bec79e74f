package io.tidegate.loadtests.bench;

import io.tidegate.cluster.launch.LaunchException;
import io.tidegate.engine.FreePorts;
import io.tidegate.engine.KafkaEngine;
import io.tidegate.engine.KafkaSettings;
import io.tidegate.engine.LocalProcess;
import io.tidegate.engine.RunningKafka;
import io.tidegate.loadtests.bench.load.LoadGenerator;
import io.tidegate.loadtests.bench.load.Moments;
import io.tidegate.loadtests.bench.measure.EventFlow;
import io.tidegate.loadtests.bench.report.Measurement;
import io.tidegate.loadtests.bench.report.Names;
import io.tidegate.loadtests.bench.shop.Build;
import io.tidegate.loadtests.bench.shop.Carts;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Orders go on at their pace while the broker is gone for a minute: how many are confirmed, and how
 * soon after it is back no event waits for it any more, though new ones come all the time.
 */
final class KafkaOutage implements AutoCloseable {

  private static final Duration GONE = Duration.ofSeconds(60);
  private static final Duration AFTERWARDS = Duration.ofSeconds(60);

  /** An event that is younger is on its way. */
  private static final Duration WAITS_MAX = Duration.ofSeconds(1);

  private static final Duration END_TIME = Duration.ofSeconds(10);
  private static final Duration DRAIN_TIME = Duration.ofMinutes(3);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final KafkaSettings settings;
  private final Thread hook = new Thread(this::stop, "stop Kafka");
  private RunningKafka kafka;
  private ShopField shop;

  private KafkaOutage(KafkaSettings settings) {
    this.settings = settings;
  }

  static KafkaOutage open(BenchPlan plan, Narration narration) throws InterruptedException {
    var ports = FreePorts.find(2);
    var outage =
        new KafkaOutage(
            KafkaSettings.below(plan.out().resolve("outage"), ports.get(0), ports.get(1))
                // What a broker without replicas has only in memory is gone when it is killed.
                .with("log.flush.interval.messages", "1"));
    Runtime.getRuntime().addShutdownHook(outage.hook);
    try {
      outage.kafka = KafkaEngine.start(outage.settings);
      outage.shop =
          ShopField.open(
              new ShopField.Site(
                  Build.own(plan.home()),
                  plan.out().resolve("outage-shop"),
                  Map.of("TIDEGATE_KAFKA_BOOTSTRAP_SERVERS", outage.kafka.bootstrapServers())),
              plan,
              plan.nodes(),
              1,
              narration);
      return outage;
    } catch (RuntimeException | InterruptedException cause) {
      outage.close();
      throw cause;
    }
  }

  /** Whoever finds out how much this shop takes. */
  HttpContender saturated() {
    return shop.contender(Names.BEFORE_OUTAGE, 1, Carts.hot(), false);
  }

  /** The broker goes at the beginning and is back after a minute; orders come for another one. */
  Measurement measure(int round, double perSecond) throws InterruptedException {
    shop.checkpoint();
    try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
      var drainSeconds = new CompletableFuture<Double>();
      var measured =
          saturated()
              .measureOpen(
                  Names.OUTAGE,
                  round,
                  GONE.plus(AFTERWARDS),
                  perSecond,
                  meters -> new AtWindow(meters, () -> thread.execute(() -> run(drainSeconds))));
      measured.more().put("drainSeconds", drainSeconds.join());
      return measured;
    } catch (CompletionException cause) {
      throw new LaunchException("Kafka's outage failed: " + cause.getCause(), cause.getCause());
    }
  }

  private record AtWindow(LoadGenerator.AtWindow meters, Runnable outage)
      implements LoadGenerator.AtWindow {

    @Override
    public void begins() {
      meters.begins();
      outage.run();
    }

    @Override
    public void ends() {
      meters.ends();
    }
  }

  private void run(CompletableFuture<Double> drainSeconds) {
    try {
      kill();
      Moments.await(System.nanoTime() + GONE.toNanos());
      kafka.stop();
      kafka = KafkaEngine.start(settings);
      drainSeconds.complete(drain() / (double) TimeUnit.SECONDS.toNanos(1));
    } catch (RuntimeException cause) {
      drainSeconds.completeExceptionally(cause);
    } catch (InterruptedException cause) {
      Thread.currentThread().interrupt();
      drainSeconds.completeExceptionally(cause);
    }
  }

  private void kill() {
    LocalProcess.signal(kafka.process(), "KILL");
    if (!LocalProcess.ended(kafka.process(), END_TIME)) {
      throw new LaunchException("Kafka was killed and goes on.");
    }
  }

  private long drain() throws InterruptedException {
    var events = new EventFlow(shop.database());
    var back = System.nanoTime();
    while (events.oldestWaits().filter(it -> it.compareTo(WAITS_MAX) < 0).isEmpty()) {
      if (System.nanoTime() - back > DRAIN_TIME.toNanos()) {
        throw new LaunchException(
            "Events still wait %d s after Kafka is back.".formatted(DRAIN_TIME.toSeconds()));
      }
      Moments.await(System.nanoTime() + LOOK_AGAIN.toNanos());
    }
    return System.nanoTime() - back;
  }

  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // This JVM is ending, and the hook stops everything as well.
    }
  }

  private synchronized void stop() {
    if (shop != null) {
      shop.close();
    }
    if (kafka != null) {
      kafka.stop();
    }
  }
}
