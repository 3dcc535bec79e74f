package io.tidegate.loadtests.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tidegate.cluster.launch.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Results as files and as text for a terminal. */
public final class Report {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final int FOREIGN_CPU_PERCENT_MAX = 5;

  private Report() {}

  /** Writes {@code results.json}, {@code results.md} and {@code results.svg} into the folder. */
  public static void write(Results results, Path folder) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("results.json"), json(results));
      Files.writeString(folder.resolve("results.md"), markdown(results));
      Files.writeString(folder.resolve("results.svg"), Chart.svg(results));
    } catch (IOException cause) {
      throw new LaunchException("Cannot write to " + folder + ": " + cause.getMessage(), cause);
    }
  }

  static String json(Object results) {
    try {
      return JSON.writeValueAsString(results) + "\n";
    } catch (JsonProcessingException cause) {
      throw new IllegalStateException("results are plain records", cause);
    }
  }

  /** For a terminal. */
  public static String text(Results results) {
    var text = new StringBuilder("\n");
    results.machine().forEach((name, value) -> text.append("%-26s %s%n".formatted(name, value)));
    results.plan().forEach((name, value) -> text.append("%-26s %s%n".formatted(name, value)));
    text.append('\n').append(Tables.rates(results).toText());
    text.append('\n').append(Tables.costs(results).toText());
    if (!results.sweeps().isEmpty()) {
      text.append('\n').append(Tables.sweeps(results).toText());
    }
    text.append('\n').append(Tables.figures(results).toText());
    remarks(results.measurements()).forEach(remark -> text.append('\n').append(remark));
    return text.append('\n').toString();
  }

  static String markdown(Results results) {
    var text = new StringBuilder("# Benchmark\n\n");
    list(text, results.plan());
    list(text, results.machine());
    text.append("\n## Figures\n\n").append(Tables.figures(results).toMarkdown());
    remarks(results.measurements())
        .forEach(remark -> text.append('\n').append("- ").append(remark));
    text.append("\n## Throughput\n\n").append(Tables.rates(results).toMarkdown());
    text.append("\n![Throughput](results.svg)\n");
    text.append("\n## What it costs\n\n").append(Tables.costs(results).toMarkdown());
    if (!results.sweeps().isEmpty()) {
      text.append("\n## Client counts\n\n").append(Tables.sweeps(results).toMarkdown());
    }
    return text.toString();
  }

  /** What a reader must know before he believes a figure. */
  static List<String> remarks(List<Measurement> measurements) {
    var remarks = new ArrayList<String>();
    for (var broken : measurements.stream().filter(measured -> !measured.counts()).toList()) {
      remarks.add(
          "Round %d of \"%s\" does not count: %s."
              .formatted(broken.round(), broken.contender(), String.join("; ", broken.errors())));
    }
    var disturbed =
        measurements.stream()
            .filter(measured -> measured.foreignCpuPercent() > FOREIGN_CPU_PERCENT_MAX)
            .count();
    if (disturbed > 0) {
      remarks.add(
          "In %d of %d measurements others used more than %d %% of the machine: the absolute figures are too low, and the ratios uncertain."
              .formatted(disturbed, measurements.size(), FOREIGN_CPU_PERCENT_MAX));
    }
    return remarks;
  }

  static void list(StringBuilder text, Map<String, String> values) {
    values.forEach(
        (name, value) -> text.append("- ").append(name).append(": ").append(value).append('\n'));
  }
}
