package io.tidegate.loadtests.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What is to be measured, and how long.
 *
 * @param home the folder of {@code ./tidegate}
 * @param warmUp once, for the JVMs; each window has a lead-in of a second besides
 * @param nodes of the shop that everything but {@link Topic#NODES} is measured on
 * @param connections to the shop and to the plain endpoint
 * @param historyOrders how many {@link Topic#HISTORY} puts into the books
 */
record BenchPlan(
    Path home,
    Path out,
    Set<Topic> topics,
    int rounds,
    Duration window,
    Duration warmUp,
    int nodes,
    int connections,
    int articles,
    int historyOrders,
    String command) {

  /** Members that order in turn. */
  static final int MEMBERS = 10_000;

  static final Duration LEAD_IN = Duration.ofSeconds(1);

  /** How long a shop may go on after a round before the next begins all the same. */
  static final Duration QUIET_TIME = Duration.ofSeconds(60);

  boolean has(Topic topic) {
    return topics.contains(topic);
  }

  boolean hasAny(Topic... any) {
    for (var topic : any) {
      if (has(topic)) {
        return true;
      }
    }
    return false;
  }

  boolean needsPgbench() {
    return hasAny(Topic.HOT, Topic.UNIFORM, Topic.CEILING);
  }

  /** How many articles the shop must have for it: registering thousands takes a while. */
  int articlesNeeded() {
    return hasAny(Topic.UNIFORM, Topic.ZIPF, Topic.CART3, Topic.CART10, Topic.HISTORY)
        ? articles
        : 1;
  }

  Duration sweepWindow() {
    return Duration.ofSeconds(Math.clamp(window.toSeconds() / 2, 1, 5));
  }

  /** For who reads the results. */
  Map<String, String> describe(String pgbench) {
    var description = new LinkedHashMap<String, String>();
    description.put("command", command);
    description.put("commit", Commit.of(home));
    description.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    description.put("rounds", rounds + " of " + window.toSeconds() + " s");
    description.put("warm-up", warmUp.toSeconds() + " s");
    description.put("connections", Integer.toString(connections));
    description.put("nodes", Integer.toString(nodes));
    description.put("pgbench", pgbench);
    description.put("SKUs", Integer.toString(articles));
    description.put("tokens", Integer.toString(MEMBERS));
    return description;
  }
}
