package io.tidegate.cluster.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** Puts products and goods into the shop, as its admin. */
final class Shelf {

  private static final int AT_ONCE = 8;
  private static final int RUNS_MAX = 100_000;

  private final ShopClient shop;
  private final Screen screen;
  private final Login admin;

  Shelf(ShopClient shop, Screen screen, Login admin) {
    this.shop = shop;
    this.screen = screen;
    this.admin = admin;
  }

  /** Registers the products that are not there yet, and fills each up to that many pieces. */
  void fill(List<Product> products, int pieces) throws InterruptedException {
    var bar = new ProgressBar("Catalogue", products.size());
    try (var _ = new LiveLine(screen, ProgressBar.PERIOD, bar::text)) {
      InParallel.run(
          products.size(),
          AT_ONCE,
          number -> {
            var product = products.get(number);
            register(number, product);
            var lacking = pieces - available(product.sku());
            if (lacking > 0) {
              receive(product.sku(), lacking, "demo catalogue");
            }
            bar.step();
          });
    }
  }

  /** Registers the scarce product of this run, under the first SKU that no run has had. */
  Product offerScarce(int pieces) throws InterruptedException {
    for (var run = 1; run <= RUNS_MAX; run++) {
      var product = Catalogue.scarce("MOON-JAR-" + run);
      if (register(run, product)) {
        receive(product.sku(), pieces, "demo sale");
        return product;
      }
    }
    throw new DemoException("There were " + RUNS_MAX + " sales on this data folder: use --fresh.");
  }

  /** How many can be sold; 0 where inventory does not know the SKU. */
  int available(String sku) throws InterruptedException {
    var level = level(sku);
    return level.path("available").asInt(0);
  }

  /** The stock level, or a missing node. */
  JsonNode level(String sku) throws InterruptedException {
    var call = Call.get("/api/stock/" + sku);
    var reply = shop.ask(sku.hashCode(), call);
    return reply.status() == 404 ? reply.body().path("") : reply.expect(200, call).body();
  }

  void receive(String sku, int pieces, String reference) throws InterruptedException {
    var goods = Map.of("sku", sku, "quantity", pieces, "reference", reference);
    var call = Call.post("/api/admin/stock/receipts", goods).as(admin.bearer()).once();
    shop.ask(sku.hashCode(), call).expect(201, call);
  }

  private boolean register(int node, Product product) throws InterruptedException {
    var call = Call.post("/api/admin/products", product).as(admin.bearer()).once();
    var reply = shop.ask(node, call);
    if (reply.problem().equals("sku-taken")) {
      return false;
    }
    reply.expect(201, call);
    return true;
  }
}
