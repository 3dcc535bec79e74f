package io.tidegate.loadtests.gatling;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What somebody wants: SKUs and how many of each. Some goods are more wanted than others: the n-th
 * with a weight of 1/n (Zipf's law with exponent 1).
 */
record Cart(Map<String, Integer> lines) {

  private static final int QUANTITY_MAX = 3;

  private static final Map<String, String> ADDRESS =
      Map.of(
          "recipient", "Kim Mina",
          "line1", "12 Sejong-daero",
          "city", "Seoul",
          "postalCode", "04524",
          "country", "KR");

  static Cart one(String sku) {
    return new Cart(Map.of(sku, 1));
  }

  /** One to {@code linesMax} lines, or as many as there are SKUs. */
  static Cart drawn(List<String> skus, int linesMax, RandomGenerator random) {
    var size = Math.min(skus.size(), 1 + random.nextInt(linesMax));
    var lines = new LinkedHashMap<String, Integer>();
    while (lines.size() < size) {
      lines.put(wanted(skus, random), 1 + random.nextInt(QUANTITY_MAX));
    }
    return new Cart(lines);
  }

  static String wanted(List<String> skus, RandomGenerator random) {
    var sum = 0.0;
    for (var rank = 1; rank <= skus.size(); rank++) {
      sum += 1.0 / rank;
    }
    var chance = random.nextDouble() * sum;
    for (var rank = 1; rank < skus.size(); rank++) {
      chance -= 1.0 / rank;
      if (chance < 0) {
        return skus.get(rank - 1);
      }
    }
    return skus.getLast();
  }

  /** The body of an order for it. */
  Map<String, Object> order() {
    var wanted =
        lines.entrySet().stream()
            .map(line -> Map.of("sku", line.getKey(), "quantity", line.getValue()))
            .toList();
    return Map.of(
        "channel",
        Goods.CHANNEL,
        "lines",
        wanted,
        "paymentMethod",
        Goods.PAYMENT_METHOD,
        "deliveryAddress",
        ADDRESS);
  }
}
