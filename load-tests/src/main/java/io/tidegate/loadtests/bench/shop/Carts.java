package io.tidegate.loadtests.bench.shop;

import java.util.SplittableRandom;

/** The carts that are compared. Article 0 is the hot one. */
public final class Carts {

  private static final int HOT = 0;

  private Carts() {}

  /** Every article as likely as any other. */
  public static Cart uniform(int articles) {
    var random = new SplittableRandom();
    return cart -> {
      for (var line = 0; line < cart.length; line++) {
        do {
          cart[line] = random.nextInt(articles);
        } while (stands(cart, line));
      }
    };
  }

  /** The k-th article k times less often than the first (Zipf's law with exponent 1). */
  public static Cart zipf(int articles) {
    var random = new SplittableRandom();
    var upTo = new double[articles];
    var sum = 0.0;
    for (var article = 0; article < articles; article++) {
      sum += 1.0 / (article + 1);
      upTo[article] = sum;
    }
    var whole = sum;
    return cart -> {
      for (var line = 0; line < cart.length; line++) {
        do {
          var place = java.util.Arrays.binarySearch(upTo, random.nextDouble() * whole);
          cart[line] = Math.min(place < 0 ? -place - 1 : place, articles - 1);
        } while (stands(cart, line));
      }
    };
  }

  /** Always this one article. */
  public static Cart only(int article) {
    return cart -> cart[0] = article;
  }

  public static Cart hot() {
    return only(HOT);
  }

  /** The hot article at a random place among others. */
  public static Cart hotAmong(int articles) {
    var random = new SplittableRandom();
    return cart -> {
      var place = random.nextInt(cart.length);
      for (var line = 0; line < cart.length; line++) {
        do {
          cart[line] = line == place ? HOT : 1 + random.nextInt(articles - 1);
        } while (stands(cart, line));
      }
    };
  }

  private static boolean stands(int[] cart, int line) {
    for (var before = 0; before < line; before++) {
      if (cart[before] == cart[line]) {
        return true;
      }
    }
    return false;
  }
}
