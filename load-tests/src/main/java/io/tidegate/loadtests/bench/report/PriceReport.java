package io.tidegate.loadtests.bench.report;

import io.tidegate.cluster.launch.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What one build costs more than another: as files and as text for a terminal. */
public final class PriceReport {

  private static final String NONE = "–";

  private PriceReport() {}

  /** Writes {@code price.json} and {@code price.md} into the folder. */
  public static void write(PriceResults results, Path folder) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("price.json"), Report.json(results));
      Files.writeString(folder.resolve("price.md"), markdown(results));
    } catch (IOException cause) {
      throw new LaunchException("Cannot write to " + folder + ": " + cause.getMessage(), cause);
    }
  }

  /** For a terminal. */
  public static String text(PriceResults results) {
    var text = new StringBuilder("\n");
    results.machine().forEach((name, value) -> text.append("%-26s %s%n".formatted(name, value)));
    results.plan().forEach((name, value) -> text.append("%-26s %s%n".formatted(name, value)));
    for (var load : Names.LOADS) {
      text.append('\n').append(table(results, load).toText());
    }
    text.append('\n').append(about(results)).append('\n');
    Report.remarks(results.measurements()).forEach(remark -> text.append(remark).append('\n'));
    return text.toString();
  }

  static String markdown(PriceResults results) {
    var text = new StringBuilder("# The price of an order, in two builds\n\n");
    Report.list(text, results.plan());
    Report.list(text, results.machine());
    for (var load : Names.LOADS) {
      text.append("\n## ").append(heading(load)).append("\n\n");
      text.append(table(results, load).toMarkdown());
    }
    text.append('\n').append(about(results)).append('\n');
    Report.remarks(results.measurements())
        .forEach(remark -> text.append("\n- ").append(remark).append('\n'));
    return text.toString();
  }

  private static String heading(String load) {
    return load.substring(0, 1).toUpperCase(Locale.ROOT) + load.substring(1);
  }

  private static TextTable table(PriceResults results, String load) {
    var table =
        new TextTable()
            .row(load, Names.OURS, Names.THEIRS, "difference", "interval", "pairs", "of the other");
    for (var price : results.prices()) {
      if (price.load().equals(load)) {
        row(table, price);
      }
    }
    return table;
  }

  private static void row(TextTable table, Price price) {
    var what = price.what() + ", " + price.unit();
    if (price.ours().isEmpty()) {
      table.row(what, NONE, NONE, NONE, NONE, "none counts", NONE);
      return;
    }
    var theirs = Statistics.of(price.theirs()).median();
    var differences = Statistics.of(price.differences());
    table.row(
        what,
        number(Statistics.of(price.ours()).median()),
        number(theirs),
        signed(differences.median()),
        signed(price.interval().low()) + " to " + signed(price.interval().high()),
        signed(differences.least()) + " to " + signed(differences.most()),
        theirs == 0 ? NONE : signed(differences.median() / theirs * 100) + " %");
  }

  /** How certain the interval is depends on how many pairs count, and on nothing else. */
  private static String about(PriceResults results) {
    var certain =
        results.prices().stream()
            .filter(price -> !price.ours().isEmpty())
            .map(
                price ->
                    "%.1f %% with %d pairs"
                        .formatted(price.interval().certainPercent(), price.ours().size()))
            .distinct()
            .toList();
    return "Medians of pairs; differences are this build's minus the other's, within a pair. The interval is that of"
        + " the median of the differences, between order statistics (sign test): "
        + (certain.isEmpty() ? "no pair counts" : String.join("; ", certain))
        + ".";
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, Math.abs(number) < 1_000 ? "%.1f" : "%,.0f", number);
  }

  private static String signed(double number) {
    return (number > 0 ? "+" : "") + number(number).replace('-', '−');
  }
}
