package io.tidegate.simulation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs many seeds, or one with its trace: {@code --seeds 10000 [--first 1] [--threads 2]}, or
 * {@code --seed 17}; with {@code --mutant NO_SWEEP} as if that were wrong. Ends with 1 where
 * something is broken.
 */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    var options = Options.of(arguments);
    var broken = options.seed() == null ? many(options) : one(options);
    System.exit(broken ? 1 : 0);
  }

  private record Options(
      Long seed, long first, long seeds, int threads, Set<Mutant> mutants, Path settings) {

    private static Options of(String[] arguments) {
      Long seed = null;
      var first = 1L;
      var seeds = 1_000L;
      var threads = Runtime.getRuntime().availableProcessors();
      var mutants = EnumSet.noneOf(Mutant.class);
      for (var i = 0; i + 1 < arguments.length; i += 2) {
        var value = arguments[i + 1];
        switch (arguments[i]) {
          case "--seed" -> seed = Long.valueOf(value);
          case "--first" -> first = Long.parseLong(value);
          case "--seeds" -> seeds = Long.parseLong(value);
          case "--threads" -> threads = Integer.parseInt(value);
          case "--mutant" -> mutants.add(Mutant.valueOf(value));
          default -> throw new IllegalArgumentException("no such option: " + arguments[i]);
        }
      }
      var root = Path.of(System.getProperty("tidegate.root", "."));
      return new Options(seed, first, seeds, threads, mutants, root.resolve("conf"));
    }
  }

  private static boolean one(Options options) {
    var verdict =
        new Simulation(options.seed(), options.mutants(), options.settings(), System.out::println)
            .run();
    System.out.println();
    print(verdict);
    return !verdict.isGood();
  }

  private static boolean many(Options options) throws InterruptedException {
    var next = new AtomicLong(options.first());
    var end = options.first() + options.seeds();
    var broken = new ConcurrentLinkedQueue<Simulation.Verdict>();
    var orders = new AtomicLong();
    var steps = new AtomicLong();
    var began = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (var i = 0; i < options.threads(); i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (var seed = next.getAndIncrement();
                        seed < end;
                        seed = next.getAndIncrement()) {
                      var verdict =
                          new Simulation(seed, options.mutants(), options.settings(), null).run();
                      orders.addAndGet(verdict.orders());
                      steps.addAndGet(verdict.steps());
                      if (!verdict.isGood()) {
                        broken.add(verdict);
                        print(verdict);
                      }
                    }
                  }));
    }
    for (var thread : threads) {
      thread.join();
    }
    var seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        "%,d seeds, %,d orders, %,d steps in %.1f s: %,.0f seeds a minute; %d broken%n",
        options.seeds(),
        orders.get(),
        steps.get(),
        seconds,
        options.seeds() / seconds * 60,
        broken.size());
    return !broken.isEmpty();
  }

  private static synchronized void print(Simulation.Verdict verdict) {
    System.out.printf(
        "seed %d: %s (trace %016x, %,d steps)%n",
        verdict.seed(), verdict.isGood() ? "good" : "BROKEN", verdict.hash(), verdict.steps());
    verdict.broken().forEach(sentence -> System.out.println("  " + sentence));
  }
}
