package io.tidegate.loadtests.gatling;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;

/** The same visitors at the same pace for a long time: what leaks or grows shows in the report. */
public final class SoakSimulation extends Simulation {

  private static final int PRODUCTS = 200;

  /** As many as one receipt may be: enough for days, so that the last hour is like the first. */
  private static final int PIECES = 1_000_000;

  private static final double DISPATCHES_PER_SECOND = 0.5;
  private static final int DISPATCH_MAX = 500;

  private final LoadRun run = new LoadRun(PRODUCTS, PIECES);

  public SoakSimulation() {
    var settings = run.settings();
    setUp(
            scenario("visitors")
                .exec(new Visitors(run).anybody())
                .injectOpen(
                    constantUsersPerSec(settings.rate(1)).during(settings.time(1)).randomized()),
            scenario("warehouse")
                .exec(new Orders(run).dispatch(DISPATCH_MAX))
                .injectOpen(constantUsersPerSec(DISPATCHES_PER_SECOND).during(settings.time(1))))
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
