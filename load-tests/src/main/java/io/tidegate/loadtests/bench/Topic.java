package io.tidegate.loadtests.bench;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be asked for with {@code --only}. */
enum Topic {
  HOT("one hot SKU: the shop, pgbench at its best client count and at 64"),
  UNIFORM("10,000 SKUs, each as likely: the shop and pgbench"),
  ZIPF("10,000 SKUs by Zipf's law with exponent 1"),
  CART3("carts of 3 lines, with and without the hot SKU"),
  CART10("carts of 10 lines"),
  SOLD_OUT("one SKU that there is none of"),
  CEILING("pgbench with 64 orders in each call"),
  PLAIN("a plain Vert.x endpoint with one transaction for each order"),
  LATENCY("times at half of saturation, open model"),
  OVERLOAD("what is left of the throughput at 120 % of it"),
  NODES("three nodes on the same cores"),
  HISTORY("the shop with a million orders in its books; only with --long");

  private final String description;

  Topic(String description) {
    this.description = description;
  }

  /** As people write it. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String description() {
    return description;
  }

  /** Reads words with commas between them. */
  static Set<Topic> parse(String words) {
    var topics = EnumSet.noneOf(Topic.class);
    for (var word : words.split(",", -1)) {
      topics.add(
          Arrays.stream(values())
              .filter(topic -> topic.word().equals(word.strip()))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException(unknown(word))));
    }
    return topics;
  }

  private static String unknown(String word) {
    return "There is no \"%s\" to measure; there are %s."
        .formatted(
            word.strip(),
            Arrays.stream(values()).map(Topic::word).collect(Collectors.joining(", ")));
  }
}
