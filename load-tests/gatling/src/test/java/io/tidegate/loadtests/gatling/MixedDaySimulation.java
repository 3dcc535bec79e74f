package io.tidegate.loadtests.gatling;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;

/** A day from morning to night, with its peak in the evening, while the warehouse works. */
public final class MixedDaySimulation extends Simulation {

  private static final int PRODUCTS = 50;
  private static final int PIECES = 500;
  private static final double DISPATCHES_PER_SECOND = 0.5;
  private static final int DISPATCH_MAX = 200;

  private final LoadRun run = new LoadRun(PRODUCTS, PIECES);

  public MixedDaySimulation() {
    var settings = run.settings();
    var visitors =
        scenario("visitors")
            .exec(new Visitors(run).anybody())
            .injectOpen(
                rampUsersPerSec(settings.rate(0.1))
                    .to(settings.rate(0.6))
                    .during(settings.time(0.25)),
                constantUsersPerSec(settings.rate(0.6)).during(settings.time(0.3)).randomized(),
                rampUsersPerSec(settings.rate(0.6)).to(settings.rate(1)).during(settings.time(0.1)),
                constantUsersPerSec(settings.rate(1)).during(settings.time(0.2)).randomized(),
                rampUsersPerSec(settings.rate(1))
                    .to(settings.rate(0.1))
                    .during(settings.time(0.15)));
    var warehouse =
        scenario("warehouse")
            .exec(new Orders(run).dispatch(DISPATCH_MAX))
            .injectOpen(constantUsersPerSec(DISPATCHES_PER_SECOND).during(settings.time(1)));
    setUp(visitors, warehouse)
        .protocols(run.protocol())
        .assertions(run.thresholds(Visitors.PAGE, Visitors.PRODUCT, Orders.ORDER));
  }

  @Override
  public void before() {
    run.open();
  }

  @Override
  public void after() {
    run.close();
  }
}
