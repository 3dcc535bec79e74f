package io.tidegate.loadtests.gatling;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;

/** People look around and buy nothing. */
public final class BrowseSimulation extends Simulation {

  private static final int PRODUCTS = 50;
  private static final int PIECES = 100;

  private final LoadRun run = new LoadRun(PRODUCTS, PIECES);

  public BrowseSimulation() {
    var settings = run.settings();
    setUp(
            scenario("browse")
                .exec(new Visitors(run).lookAround())
                .injectOpen(
                    rampUsersPerSec(settings.rate(0.1))
                        .to(settings.rate(1))
                        .during(settings.time(0.2)),
                    constantUsersPerSec(settings.rate(1)).during(settings.time(0.8)).randomized()))
        .protocols(run.protocol())
        .assertions(run.thresholds(Visitors.PAGE, Visitors.PRODUCT));
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
