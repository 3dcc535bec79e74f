package io.tidegate.loadtests.gatling;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;
import java.util.List;

/**
 * Everybody wants the same thing, of which there are 500: a crowd at the opening bell, then a
 * stream that goes on long after the last piece is sold. Sold out is a good answer.
 */
public final class FlashSaleSimulation extends Simulation {

  private static final int PIECES = 500;

  private final LoadRun run = new LoadRun(1, PIECES);
  private final String sku = run.goods().skus().getFirst();

  public FlashSaleSimulation() {
    var settings = run.settings();
    setUp(
            scenario("flash sale")
                .exec(new Orders(run).place(() -> Cart.one(sku)))
                .injectOpen(
                    atOnceUsers(settings.ratePerSecond()),
                    constantUsersPerSec(settings.rate(1)).during(settings.time(1)).randomized()))
        .protocols(run.protocol())
        .assertions(run.thresholds(Orders.ORDER));
  }

  @Override
  public void before() {
    run.open();
  }

  @Override
  public void after() {
    run.close(this::sold);
  }

  /** Each wanted one piece and nobody gave any back. */
  private List<Check> sold(ReadBack readBack) throws InterruptedException {
    var sold = readBack.ledger(sku).sold();
    var confirmed = run.answers().confirmed().size();
    var asked = run.answers().keys();
    return List.of(
        new Check(
            "sold %d of %d pieces to %d".formatted(sold, PIECES, asked),
            Math.max(0, Math.min(PIECES, asked) - sold)),
        new Check("%d answers said so".formatted(confirmed), Math.max(0, confirmed - sold)));
  }
}
