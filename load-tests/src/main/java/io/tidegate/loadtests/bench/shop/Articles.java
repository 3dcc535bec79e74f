package io.tidegate.loadtests.bench.shop;

/** How the articles of the benchmark are called: all names are of the same length. */
public final class Articles {

  /** So many digits, so that a name can be patched into prepared bytes. */
  static final int DIGITS = 5;

  static final String PREFIX = "BENCH-";

  /** The number of the article that there is none of. */
  public static final int SOLD_OUT = 99_999;

  /** The most articles there can be beside that one. */
  public static final int MAX = SOLD_OUT;

  private Articles() {}

  public static String sku(int article) {
    return PREFIX + "%05d".formatted(article);
  }
}
