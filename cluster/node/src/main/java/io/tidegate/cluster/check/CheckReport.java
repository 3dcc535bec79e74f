package io.tidegate.cluster.check;

import io.tidegate.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What all checkers say, for people and for programs.
 *
 * @param resources what the nodes took of their machines, for a later look to compare
 */
public record CheckReport(boolean passed, List<Verdict> verdicts, List<NodeResources> resources) {

  private static final int INDENT = 42;
  private static final String WRAPPED = "(.{1,64})( |$)";

  public CheckReport {
    verdicts = List.copyOf(verdicts);
    resources = resources == null ? List.of() : List.copyOf(resources);
  }

  public CheckReport(List<Verdict> verdicts, List<NodeResources> resources) {
    this(verdicts.stream().allMatch(Verdict::passed), verdicts, resources);
  }

  /** One that was {@link #write written}. */
  public static CheckReport read(Path file) {
    try {
      return Json.decode(Files.readString(file), CheckReport.class);
    } catch (IOException | IllegalArgumentException cause) {
      throw new CheckException("%s is no report (%s).".formatted(file, cause.getMessage()), cause);
    }
  }

  /** One line for each checker, and their sum. */
  public List<String> lines() {
    var lines = new ArrayList<>(verdictLines());
    lines.add(
        passed
            ? String.format(Locale.ROOT, "%d promises kept", verdicts.size())
            : String.format(
                Locale.ROOT,
                "%d of %d promises broken",
                verdicts.stream().filter(verdict -> !verdict.passed()).count(),
                verdicts.size()));
    return lines;
  }

  /** One line for each checker, and the first offences below those that found any. */
  public List<String> verdictLines() {
    var lines = new ArrayList<String>();
    for (var verdict : verdicts) {
      say(verdict, lines);
      verdict.first().forEach(offence -> lines.add("          " + offence));
      if (verdict.wrong() > verdict.first().size()) {
        lines.add(
            String.format(
                Locale.ROOT, "          … and %,d more", verdict.wrong() - verdict.first().size()));
      }
    }
    return lines;
  }

  /** Writes the record as JSON. */
  public void write(Path file) {
    try {
      Files.writeString(file, Json.encode(this) + "\n");
    } catch (IOException cause) {
      throw new CheckException("Cannot write %s (%s).".formatted(file, cause), cause);
    }
  }

  private static void say(Verdict verdict, List<String> lines) {
    var promise = verdict.promise().replaceAll(WRAPPED, "$1\n").lines().toList();
    lines.add(
        String.format(
            Locale.ROOT,
            "  %-5s %-12s %,9d %-9s  %s",
            verdict.passed() ? "ok" : "WRONG",
            verdict.checker(),
            verdict.examined(),
            verdict.of(),
            promise.getFirst()));
    promise.stream().skip(1).forEach(rest -> lines.add(" ".repeat(INDENT) + rest));
  }
}
