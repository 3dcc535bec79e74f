package io.tidegate.simulation;

import io.tidegate.simulation.shop.Customers;
import io.tidegate.simulation.shop.Invariants;
import io.tidegate.simulation.shop.Shop;
import io.tidegate.simulation.shop.Shop.Node;
import io.tidegate.simulation.world.World;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One seed: a shop of two or three nodes, customers, and a few seconds of everything that can go
 * wrong; then all is healed, and driven until it is quiet, and what must hold is looked at.
 */
public final class Simulation {

  private static final Duration OPEN_FOR = Duration.ofSeconds(4);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final Duration QUIET_WITHIN = Duration.ofSeconds(60);

  /** Until whatever was sent before the healing has arrived, or was given up and sent again. */
  private static final Duration SETTLE = Duration.ofMillis(4_500);

  private final long seed;
  private final Set<Mutant> mutants;
  private final Path settings;
  private final Consumer<String> listener;
  private Consumer<Shop> prepare = _ -> {};

  /**
   * The simulation of a seed.
   *
   * @param settings the folder {@code conf/}
   * @param listener hears the trace, or null
   */
  public Simulation(long seed, Set<Mutant> mutants, Path settings, Consumer<String> listener) {
    this.seed = seed;
    this.mutants = Set.copyOf(mutants);
    this.settings = settings;
    this.listener = listener;
  }

  /** What came of a seed: nothing broken, or sentences; {@code hash} is that of its trace. */
  public record Verdict(long seed, List<String> broken, long hash, long steps, int orders) {
    public boolean isGood() {
      return broken.isEmpty();
    }
  }

  /** Does something with the shop before it opens. */
  public Simulation prepared(Consumer<Shop> preparation) {
    prepare = preparation;
    return this;
  }

  /** Runs it, on this thread. */
  public Verdict run() {
    var world = World.begin(seed, listener);
    var faults = new Faults(world);
    var shop = new Shop(world, faults, mutants, settings);
    try {
      prepare.accept(shop);
      return run(world, faults, shop);
    } catch (RuntimeException failure) {
      var why = new StringWriter();
      failure.printStackTrace(new PrintWriter(why));
      return new Verdict(seed, List.of("the world broke: " + why), world.hash(), world.steps(), 0);
    } finally {
      world.end();
      shop.close();
    }
  }

  private Verdict run(World world, Faults faults, Shop shop) {
    var gateway = shop.startGateway();
    var count = 2 + world.random().nextInt(2);
    for (var number = 0; number < count; number++) {
      shop.startNode("node-" + number);
    }
    var broken = new ArrayList<String>();
    if (!world.runUntil(
        () -> gateway.isReady() && shop.nodes().stream().anyMatch(Node::isReady),
        Duration.ofSeconds(20))) {
      broken.add("no node ever started");
    }
    var customers = new Customers(world, faults, shop, gateway);
    customers.begin(OPEN_FOR);
    new Chaos(world, faults, shop).begin(OPEN_FOR);
    world.run(OPEN_FOR);

    faults.heal();
    shop.mend();
    world.note("healed", "");
    world.run(SETTLE);
    world.runUntil(customers::areContent, QUIET_WITHIN);
    customers.askWhatBecame();
    if (!becomesQuiet(world, shop, customers)) {
      broken.add("it never became quiet");
    }
    broken.addAll(Invariants.broken(shop, customers));
    broken.addAll(world.strangeThings());
    return new Verdict(seed, broken, world.hash(), world.steps(), customers.wishes().size());
  }

  private static boolean becomesQuiet(World world, Shop shop, Customers customers) {
    var until = world.nanos() + QUIET_WITHIN.toNanos();
    while (!customers.areContent() || !Invariants.isQuiet(shop)) {
      if (world.nanos() >= until) {
        return false;
      }
      world.run(LOOK_EVERY);
    }
    return true;
  }
}
