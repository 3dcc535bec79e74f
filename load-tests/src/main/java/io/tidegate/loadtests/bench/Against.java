package io.tidegate.loadtests.bench;

import io.tidegate.loadtests.bench.report.Measurement;
import io.tidegate.loadtests.bench.report.Names;
import io.tidegate.loadtests.bench.report.PriceResults;
import io.tidegate.loadtests.bench.shop.Build;
import io.tidegate.loadtests.bench.shop.Carts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures two builds in turn, A B, B A, A B, …: each in a shop of its own that has all it needs to
 * itself and rests while the other is measured.
 */
final class Against {

  private static final double HALF = 0.5;
  private static final String RESTING = "the other shop, resting";
  private static final List<String> GROUPS =
      List.of(ShopField.NODES, ShopField.POSTGRES, ShopField.KAFKA);

  /** One that was warmed for one build only would make it look cheap. */
  private static final Map<String, String> COLD = Map.of("TIDEGATE_NODE_WARM_START", "false");

  private final BenchPlan plan;
  private final Path other;
  private final int pairs;
  private final Narration narration;
  private final List<Measurement> measurements = new ArrayList<>();

  Against(BenchPlan plan, Path other, int pairs, Narration narration) {
    this.plan = plan;
    this.other = other;
    this.pairs = pairs;
    this.narration = narration;
  }

  /** One of the two, under both loads. */
  private record Side(ShopField shop, HttpContender fullSpeed, HttpContender sameRate) {
    static Side of(String build, ShopField shop) {
      return new Side(
          shop,
          shop.contender(Names.build(build, Names.FULL_SPEED), 1, Carts.hot(), false),
          shop.contender(Names.build(build, Names.SAME_RATE), 1, Carts.hot(), false));
    }
  }

  PriceResults run() throws InterruptedException {
    var theirBuild = Build.at(other);
    try (var ourShop = open(Build.own(plan.home()), "data-ours");
        var theirShop = open(theirBuild, "data-theirs")) {
      ourShop.watch(RESTING, theirShop);
      theirShop.watch(RESTING, ourShop);
      var ours = Side.of(Names.OURS, ourShop);
      var theirs = Side.of(Names.THEIRS, theirShop);
      warmUp(ours);
      warmUp(theirs);
      var perSecond = Math.max(1, HALF * Math.min(saturation(ours), saturation(theirs)));
      narration.say("the same rate is %.0f orders a second".formatted(perSecond));
      for (var pair = 1; pair <= pairs; pair++) {
        // Whoever comes second finds a machine that is warmer, or a disk that is busier.
        measure(pair % 2 == 1 ? List.of(ours, theirs) : List.of(theirs, ours), pair, perSecond);
      }
      return new PriceResults(
          Machine.describe(plan.out()), describe(perSecond), GROUPS, List.copyOf(measurements));
    }
  }

  private ShopField open(Build build, String data) throws InterruptedException {
    var site = new ShopField.Site(build, plan.out().resolve(data), COLD);
    return ShopField.open(site, plan, plan.nodes(), 1, narration);
  }

  private void warmUp(Side side) throws InterruptedException {
    var name = side.fullSpeed().name();
    narration.say("warming up for " + plan.warmUp().toSeconds() + " s: " + name);
    narration.tell(side.fullSpeed().measure(0, plan.warmUp()));
  }

  private double saturation(Side side) throws InterruptedException {
    var measured = side.fullSpeed().measure(0, plan.window());
    narration.tell(measured);
    return measured.perSecond();
  }

  private void measure(List<Side> inTurn, int pair, double perSecond) throws InterruptedException {
    for (var side : inTurn) {
      side.shop().checkpoint();
      keep(side.fullSpeed().price(pair, plan.window()));
    }
    for (var side : inTurn) {
      side.shop().checkpoint();
      keep(side.sameRate().priceOpen(pair, plan.window(), perSecond));
    }
  }

  private void keep(Measurement measured) {
    narration.tell(measured);
    measurements.add(measured);
  }

  private Map<String, String> describe(double perSecond) {
    var description = new LinkedHashMap<>(plan.describe("none"));
    List.of("rounds", "pgbench", "SKUs").forEach(description::remove);
    description.put("against", other + " at " + Commit.of(other));
    description.put("pairs", pairs + ", " + seconds(plan.window()) + " under each load");
    description.put("the same rate", "%.0f orders a second".formatted(perSecond));
    return description;
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + " s";
  }
}
