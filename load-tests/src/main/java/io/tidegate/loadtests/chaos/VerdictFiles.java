package io.tidegate.loadtests.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tidegate.cluster.launch.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** A verdict as files: for programs, and for people. */
final class VerdictFiles {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final String HEAD =
      """
      | step | at | fault | rows | held | longest gap | orders after | events after | all nodes after | |
      |---:|---:|---|---|---:|---:|---:|---:|---:|---|
      """;

  private VerdictFiles() {}

  /** Writes {@code verdict.json} and {@code verdict.md} into the folder. */
  static void write(Verdict verdict, Path folder) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("verdict.json"), json(verdict));
      Files.writeString(folder.resolve("verdict.md"), markdown(verdict));
    } catch (IOException cause) {
      throw new LaunchException("Cannot write to " + folder + ": " + cause.getMessage(), cause);
    }
  }

  private static String json(Verdict verdict) {
    try {
      return JSON.writeValueAsString(verdict) + "\n";
    } catch (JsonProcessingException cause) {
      throw new IllegalStateException("a verdict is made of plain records", cause);
    }
  }

  static String markdown(Verdict verdict) {
    var text = new StringBuilder("# Chaos: " + word(verdict) + "\n\n");
    text.append(verdict.line()).append("\n\n");
    list(text, verdict.about());
    list(text, verdict.machine());
    text.append("\n## Steps\n\n").append(HEAD);
    verdict.steps().forEach(step -> text.append(row(step)).append('\n'));
    text.append("\n## Checkers\n\n```\n");
    if (verdict.unsettled() > 0) {
      text.append("  WRONG %d keys were never answered%n".formatted(verdict.unsettled()));
    }
    verdict.check().lines().forEach(line -> text.append(line).append('\n'));
    text.append("```\n\n## Answers\n\n| what | how often |\n|---|---:|\n");
    verdict.counts().forEach((what, count) -> text.append("| %s | %d |%n".formatted(what, count)));
    return text.toString();
  }

  private static String word(Verdict verdict) {
    if (!verdict.kept()) {
      return "a promise was broken";
    }
    return verdict.inTime() ? "kept, and in time" : "kept, but late";
  }

  private static void list(StringBuilder text, Map<String, String> entries) {
    entries.forEach((name, value) -> text.append("- %s: %s%n".formatted(name, value)));
  }

  /** For a terminal. */
  static String inWords(Outcome step) {
    return "%s: longest gap %s, orders after %s, events after %s, all nodes after %s"
        .formatted(
            step.faults(),
            seconds(step.longestGap()),
            seconds(step.ordersAfter()),
            seconds(step.eventsAfter()),
            seconds(step.nodesAfter()));
  }

  static String row(Outcome step) {
    return "| %d | %s | %s | %s | %s | %s | %s | %s | %s | %s |"
        .formatted(
            step.step(),
            seconds(step.beganAt()),
            step.faults(),
            step.rows(),
            seconds(step.held()),
            seconds(step.longestGap()) + limit(step.longestGapMax()),
            seconds(step.ordersAfter()) + limit(step.healMax()),
            seconds(step.eventsAfter()) + limit(step.healMax()),
            seconds(step.nodesAfter()),
            step.inTime() ? "ok" : step.healed() ? "LATE" : "NOT HEALED");
  }

  private static String limit(Long millis) {
    return millis == null ? "" : " (≤ %d s)".formatted(millis / 1_000);
  }

  private static String seconds(Long millis) {
    return millis == null ? "–" : String.format(Locale.ROOT, "%.1f s", millis / 1e3);
  }
}
