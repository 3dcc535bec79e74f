package io.tidegate.loadtests.gatling;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Orders over a bad network: some come twice, one after the other or at the same time, and must be
 * one order. Some stock runs out, so that refusals are repeated, too.
 */
public final class OrderRetriesSimulation extends Simulation {

  private static final int PRODUCTS = 50;
  private static final int PIECES = 100;
  private static final int LINES_MAX = 3;

  private final LoadRun run = new LoadRun(PRODUCTS, PIECES);

  public OrderRetriesSimulation() {
    var settings = run.settings();
    var orders = new Orders(run);
    var once = orders.place(this::cart);
    var twice = once.exec(doIf(Orders::made).then(orders.again()));
    var mistaken = once.exec(doIf(Orders::made).then(orders.otherOrderSameKey(this::cart)));
    setUp(
            scenario("orders with retries")
                .exec(
                    randomSwitch()
                        .on(
                            percent(92).then(once),
                            percent(5).then(twice),
                            percent(2).then(orders.doubleClick(this::cart)),
                            percent(1).then(mistaken)))
                .injectOpen(
                    constantUsersPerSec(settings.rate(1)).during(settings.time(1)).randomized()))
        .protocols(run.protocol())
        .assertions(run.thresholds(Orders.ORDER, Orders.AGAIN));
  }

  @Override
  public void before() {
    run.open();
  }

  @Override
  public void after() {
    run.close();
  }

  private Cart cart() {
    return Cart.drawn(run.goods().skus(), LINES_MAX, ThreadLocalRandom.current());
  }
}
