package io.tidegate.loadtests.bench;

import io.tidegate.loadtests.bench.report.Names;
import io.tidegate.loadtests.bench.shop.Articles;
import io.tidegate.loadtests.bench.shop.Carts;
import java.util.ArrayList;
import java.util.List;

/** The carts that the shop is measured with. */
final class ShopContenders {

  private static final int THREE_LINES = 3;
  private static final int TEN_LINES = 10;

  private ShopContenders() {}

  /** Those that the plan asks for, and those that they are compared with. */
  static List<HttpContender> of(BenchPlan plan, ShopField shop) {
    var all = plan.articles();
    var contenders = new ArrayList<HttpContender>();
    if (plan.hasAny(
        Topic.HOT,
        Topic.SOLD_OUT,
        Topic.PLAIN,
        Topic.CEILING,
        Topic.LATENCY,
        Topic.OVERLOAD,
        Topic.SURGE,
        Topic.NODES)) {
      contenders.add(shop.contender(Names.HOT, 1, Carts.hot(), false));
    }
    if (plan.hasAny(Topic.UNIFORM, Topic.CART10, Topic.ZIPF, Topic.HISTORY)) {
      contenders.add(shop.contender(Names.UNIFORM, 1, Carts.uniform(all), false));
    }
    if (plan.has(Topic.ZIPF)) {
      contenders.add(shop.contender(Names.ZIPF, 1, Carts.zipf(all), false));
    }
    if (plan.has(Topic.CART3)) {
      contenders.add(shop.contender(Names.CART3, THREE_LINES, Carts.uniform(all), false));
      contenders.add(shop.contender(Names.CART3_HOT, THREE_LINES, Carts.hotAmong(all), false));
    }
    if (plan.has(Topic.CART10)) {
      contenders.add(shop.contender(Names.CART10, TEN_LINES, Carts.uniform(all), false));
    }
    if (plan.has(Topic.SOLD_OUT)) {
      contenders.add(shop.contender(Names.SOLD_OUT, 1, Carts.only(Articles.SOLD_OUT), true));
    }
    return contenders;
  }
}
