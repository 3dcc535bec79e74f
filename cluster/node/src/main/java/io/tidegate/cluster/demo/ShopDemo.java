package io.tidegate.cluster.demo;

import io.tidegate.cluster.PostgresLogin;
import io.tidegate.cluster.launch.Demo;
import io.tidegate.cluster.launch.LocalJson;
import io.tidegate.platform.conf.Conf;
import io.tidegate.platform.kafka.KafkaConfig;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * The demo: fills the shop, sells, dispatches, checks, and tells. The last line that it prints is
 * {@link Verdict#line}.
 */
public final class ShopDemo implements Demo {

  private static final int SHOPPERS = 1_000;
  private static final int PIECES_OF_EACH = 1_000;
  private static final int CONNECTIONS_PER_NODE = 200;

  @Override
  public int run(LocalJson local, Conf settings, Options options) throws InterruptedException {
    var screen = Screen.ofThisProcess();
    var nodes = local.nodes().stream().map(node -> URI.create(node.baseUrl())).toList();
    try (var shop = new ShopClient(nodes, CONNECTIONS_PER_NODE)) {
      var verdict = new Run(shop, screen, local, settings).sell(options.mixed());
      Report.promises(verdict.report(), screen).forEach(screen::say);
      Report.checks(verdict.checks(), screen).forEach(screen::say);
      screen.say("The shop is open: " + local.baseUrl());
      screen.say(verdict.line());
      return verdict.passed() ? 0 : 1;
    } catch (DemoException cause) {
      screen.say(screen.bad("The demo failed: ") + cause.getMessage());
      return 1;
    }
  }

  /** One run against one shop. */
  private static final class Run {

    private final ShopClient shop;
    private final Screen screen;
    private final LocalJson local;
    private final KafkaConfig kafka;
    private final Login admin;
    private final Shelf shelf;
    private final Dispatch dispatch;

    Run(ShopClient shop, Screen screen, LocalJson local, Conf settings)
        throws InterruptedException {
      this.shop = shop;
      this.screen = screen;
      this.local = local;
      this.kafka = KafkaConfig.from(settings.section("kafka"));
      this.admin = Login.start(shop, 0, local.admin().email(), local.admin().password());
      this.shelf = new Shelf(shop, screen, admin);
      this.dispatch = new Dispatch(shop, admin);
    }

    Verdict sell(boolean mixed) throws InterruptedException {
      var products = Catalogue.products();
      shelf.fill(products, PIECES_OF_EACH);
      var shoppers = new Shoppers(shop, screen, local.admin()).enter(SHOPPERS);
      screen.say("");
      return mixed ? mixed(products, shoppers) : scarce(shoppers);
    }

    private Verdict scarce(List<Shopper> shoppers) throws InterruptedException {
      var product = shelf.offerScarce(ScarceSale.PIECES);
      screen.say(
          "%s, %d pieces (%s): %,d attempts, %d at once, on %d nodes"
              .formatted(
                  product.name(),
                  ScarceSale.PIECES,
                  product.sku(),
                  ScarceSale.ATTEMPTS,
                  ScarceSale.AT_ONCE,
                  shop.nodes()));
      var resendsBefore = shop.resends();
      var tally = new Tally();
      double seconds;
      try (var watch = new StockWatch(shop, () -> shelf.available(product.sku()));
          var _ = new LiveLine(screen, SaleLine.PERIOD, new SaleLine(tally, watch::left)::text)) {
        new ScarceSale(new Counter(shop, tally), product, shoppers).run();
        seconds = tally.seconds();
        watch.lookNow();
      }
      Report.sale(tally, shop.resends() - resendsBefore, seconds).forEach(screen::say);
      var late = dispatch.all(tally.ledger().confirmed(), screen);
      var verdict = checked(tally, List.of(product.sku()), late, shoppers);
      return verdict.withChecks(soldOut(tally, verdict));
    }

    /** There were more attempts than pieces, each for one, and nobody gave any back. */
    private static List<Check> soldOut(Tally tally, Verdict verdict) {
      return List.of(
          new Check("every piece was sold", verdict.of() - verdict.sold()),
          new Check(
              "the ledger sold what the answers confirmed",
              Math.abs(verdict.sold() - tally.confirmed())));
    }

    private Verdict mixed(List<Product> products, List<Shopper> shoppers)
        throws InterruptedException {
      var tally = new Tally();
      var counter = new Counter(shop, tally);
      var day = new MixedSale(shop, counter, tally, shelf, dispatch, products, shoppers);
      screen.say("Selling %d products; Ctrl-C ends the day.".formatted(day.skus().size()));
      var resendsBefore = shop.resends();
      double seconds;
      var best = day.skus().getFirst();
      try (var watch = new StockWatch(shop, () -> shelf.available(best));
          var _ = new LiveLine(screen, SaleLine.PERIOD, new SaleLine(tally, watch::left)::text)) {
        day.run();
        seconds = tally.seconds();
        watch.lookNow();
      }
      Report.sale(tally, shop.resends() - resendsBefore, seconds).forEach(screen::say);
      // What was not dispatched stays scheduled for tomorrow.
      return checked(tally, day.skus(), Set.of(), shoppers);
    }

    private Verdict checked(
        Tally tally, List<String> skus, Set<String> late, List<Shopper> shoppers)
        throws InterruptedException {
      var readBack = new ReadBack(shop, admin, shoppers);
      var postgres = PostgresLogin.of("postgres.uri", local.postgres().uri());
      return new Checks(readBack, shelf, postgres, kafka).check(tally, skus, late);
    }
  }
}
