package io.tidegate.loadtests.gatling;

import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Who comes on an ordinary day, and what for. */
final class Visitors {

  static final String PAGE = "catalogue page";
  static final String PRODUCT = "product";

  private static final int LINES_MAX = 3;
  private static final int REPEATED_ONE_IN = 20;

  private final Orders orders;
  private final List<String> skus;

  Visitors(LoadRun run) {
    this.orders = new Orders(run);
    this.skus = run.goods().skus();
  }

  /** Most look around, many buy, few change their mind. */
  ChainBuilder anybody() {
    return randomSwitch()
        .on(
            percent(60).then(lookAround()),
            percent(30).then(buy()),
            percent(10).then(buyAndCancel()));
  }

  /** Nobody in particular: a page, the same page again while it is fresh, a product, its stock. */
  ChainBuilder lookAround() {
    var page = "/api/channels/%s/products?limit=20&q=Load".formatted(Goods.CHANNEL);
    return exec(
        http(PAGE)
            .get(page)
            .check(status().is(200))
            .check(header("ETag").saveAs("etag"))
            .check(jsonPath("$.items[*].sku").findRandom().saveAs("found")),
        http("catalogue page, known")
            .get(page)
            .header("If-None-Match", "#{etag}")
            .check(status().in(200, 304)),
        http(PRODUCT)
            .get("/api/channels/%s/products/#{found}".formatted(Goods.CHANNEL))
            .check(status().is(200))
            .check(jsonPath("$.sku").isEL("#{found}")),
        http("stock").get("/api/stock/#{found}").check(status().is(200)));
  }

  /** Looks around, orders, looks at the order; some send it twice. */
  ChainBuilder buy() {
    return lookAround()
        .exec(orders.place(this::cart))
        .exec(
            doIf(session -> Orders.made(session) && Orders.oneIn(REPEATED_ONE_IN))
                .then(orders.again()))
        .exec(doIf(Orders::made).then(orders.lookAtOwn()));
  }

  private ChainBuilder buyAndCancel() {
    return orders
        .place(this::cart)
        .exec(doIf(Orders::confirmed).then(orders.cancel(), orders.lookAtOwn()));
  }

  private Cart cart() {
    return Cart.drawn(skus, LINES_MAX, ThreadLocalRandom.current());
  }
}
