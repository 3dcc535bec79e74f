package io.tidegate.loadtests.bench.report;

import java.util.List;

/** What the contenders are called in every result. */
public final class Names {

  public static final String HOT = "shop, hot SKU";
  public static final String UNIFORM = "shop, uniform";
  public static final String ZIPF = "shop, Zipf 1.0";
  public static final String CART3 = "shop, 3 lines";
  public static final String CART3_HOT = "shop, 3 lines, one hot";
  public static final String CART10 = "shop, 10 lines";
  public static final String SOLD_OUT = "shop, sold out (refusals)";
  public static final String HALF = "shop, hot SKU, open at 50 %";
  public static final String FULL = "shop, hot SKU, open at 100 %";
  public static final String OVERLOAD = "shop, hot SKU, open at 120 %";
  public static final String BEFORE_OUTAGE = "shop with a Kafka beside it, hot SKU";
  public static final String OUTAGE = "the same, open at 25 %, a minute without Kafka";
  public static final String SURGE = "shop, hot SKU, a minute at 300 %";
  public static final String NODES = "shop of three nodes, hot SKU";
  public static final String HISTORY = "shop, uniform, long history";
  public static final String PG_HOT = "pgbench, hot SKU, best clients";
  public static final String PG_HOT_64 = "pgbench, hot SKU, 64 clients";
  public static final String PG_UNIFORM = "pgbench, uniform, best clients";
  public static final String CEILING_HOT = "pgbench by 64, hot SKU";
  public static final String CEILING_UNIFORM = "pgbench by 64, uniform";
  public static final String PLAIN_HOT = "plain Vert.x, hot SKU";
  public static final String PLAIN_UNIFORM = "plain Vert.x, uniform";

  /** Where two builds are compared: the one that runs this, and the one that it was told of. */
  public static final String OURS = "this build";

  public static final String THEIRS = "the other build";

  public static final String FULL_SPEED = "as fast as it goes";
  public static final String SAME_RATE = "at the same rate";

  /** How both are loaded. */
  public static final List<String> LOADS = List.of(FULL_SPEED, SAME_RATE);

  private Names() {}

  /** One of two builds under one of the loads. */
  public static String build(String build, String load) {
    return build + ", " + load;
  }
}
