package io.tidegate.loadtests.bench;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be asked for with {@code --only}. */
enum Topic {
  /** One hot SKU: the shop, pgbench at its best client count and at 64. */
  HOT,
  /** All SKUs, each as likely: the shop and pgbench. */
  UNIFORM,
  /** All SKUs by Zipf's law with exponent 1. */
  ZIPF,
  /** Carts of 3 lines, with and without the hot SKU. */
  CART3,
  /** Carts of 10 lines. */
  CART10,
  /** One SKU that there is none of. */
  SOLD_OUT,
  /** Pgbench with 64 orders in each call. */
  CEILING,
  /** A plain Vert.x endpoint with one transaction for each order. */
  PLAIN,
  /** Times at half of saturation, open model. */
  LATENCY,
  /** What is left of the throughput at 120 % of it. */
  OVERLOAD,
  /** A minute without Kafka at a quarter of saturation. */
  OUTAGE,
  /** A minute at three times as much as it can do, and what follows. */
  SURGE,
  /** Three nodes on the same cores. */
  NODES,
  /** The shop with a million orders in its books; only with --long. */
  HISTORY;

  /** As people write it. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
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
