package io.tidegate.loadtests.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is done to the shop. Two times are promised of some: how long nobody who asks a node that
 * was left alone may go without an answered order ({@link #gapSecondsMax}), and how soon after its
 * end orders are answered and events flow everywhere ({@link #healSecondsMax}). 0 promises nothing.
 */
enum FaultKind {
  /** SIGKILL to a node; it is started again. */
  KILL_NODE(Part.NODES, "F01", 1, 0, 0, 2, 0),
  /** To two at once. */
  KILL_TWO_NODES(Part.NODES, "F02", 2, 0, 0, 15, 0),
  /** To all of them; its end is when they are there again. */
  KILL_ALL_NODES(Part.NODES, "F10", 3, 0, 0, 0, 10),
  /** SIGTERM to a node, which drains; it is started again. */
  STOP_NODE(Part.NODES, "F11", 1, 0, 0, 2, 0),
  /** SIGSTOP to a node: it is silent, its connections stay open, and it wakes up as it was. */
  PAUSE_NODE(Part.NODES, "F26", 1, 1, 12, 10, 10),
  /** SIGKILL to the server and its workers. */
  KILL_POSTGRES(Part.POSTGRES, "F15", 0, 1, 5, 0, 10),
  /** SIGSTOP to the server and its workers. */
  PAUSE_POSTGRES(Part.POSTGRES, "F17", 0, 2, 10, 0, 10),
  /** All its connections are reset, five times a second. */
  CUT_POSTGRES(Part.POSTGRES, "F16", 0, 2, 8, 0, 10),
  /** Its connections, old and new, are open, and nothing passes. */
  FREEZE_POSTGRES(Part.POSTGRES, "F17", 0, 3, 15, 0, 10),
  /** Each way takes a tenth of a second longer. */
  SLOW_POSTGRES(Part.POSTGRES, "F18", 0, 4, 10, 0, 10),
  /** It does what it is asked, and its answers to orders and commits are lost now and then. */
  SWALLOW_POSTGRES(Part.POSTGRES, "F03", 0, 3, 8, 0, 10),
  /** SIGKILL to the broker. */
  KILL_KAFKA(Part.KAFKA, "F12", 0, 2, 15, 2, 10),
  /** SIGSTOP to the broker. */
  PAUSE_KAFKA(Part.KAFKA, "F13", 0, 2, 12, 2, 10),
  /** All its connections are reset, five times a second. */
  CUT_KAFKA(Part.KAFKA, "F13", 0, 2, 8, 2, 10),
  /** Its connections, old and new, are open, and nothing passes. */
  FREEZE_KAFKA(Part.KAFKA, "F13", 0, 3, 15, 2, 10);

  private final Part part;
  private final String row;
  private final int nodes;
  private final int holdSecondsMin;
  private final int holdSecondsMax;
  private final int gapSecondsMax;
  private final int healSecondsMax;

  FaultKind(
      Part part,
      String row,
      int nodes,
      int holdSecondsMin,
      int holdSecondsMax,
      int gapSecondsMax,
      int healSecondsMax) {
    this.part = part;
    this.row = row;
    this.nodes = nodes;
    this.holdSecondsMin = holdSecondsMin;
    this.holdSecondsMax = holdSecondsMax;
    this.gapSecondsMax = gapSecondsMax;
    this.healSecondsMax = healSecondsMax;
  }

  Part part() {
    return part;
  }

  /** The row of the catalogue of faults that it belongs to. */
  String row() {
    return row;
  }

  /** How many nodes it happens to. */
  int nodes() {
    return nodes;
  }

  int holdSecondsMin() {
    return holdSecondsMin;
  }

  int holdSecondsMax() {
    return holdSecondsMax;
  }

  int gapSecondsMax() {
    return gapSecondsMax;
  }

  int healSecondsMax() {
    return healSecondsMax;
  }

  /** As it is written on a command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The kinds of a comma-separated list, in the order of this enum and each once. */
  static List<FaultKind> parse(String words) {
    Set<FaultKind> kinds = new TreeSet<>();
    for (var word : words.split(",", -1)) {
      kinds.add(
          Arrays.stream(values())
              .filter(kind -> kind.word().equals(word.strip()))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException(unknown(word))));
    }
    return new ArrayList<>(kinds);
  }

  private static String unknown(String word) {
    return "There is no fault \"%s\"; there are %s."
        .formatted(
            word.strip(), String.join(", ", Arrays.stream(values()).map(FaultKind::word).toList()));
  }
}
