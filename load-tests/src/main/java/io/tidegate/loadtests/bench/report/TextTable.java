package io.tidegate.loadtests.bench.report;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells, the first of them the heading: for the terminal, or as Markdown. */
final class TextTable {

  private final List<List<String>> rows = new ArrayList<>();

  TextTable row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** The first column to the left, all others to the right. */
  String toText() {
    var text = new StringBuilder();
    for (var row : rows) {
      for (var column = 0; column < row.size(); column++) {
        var room = " ".repeat(width(column) - length(row.get(column)));
        text.append(column == 0 ? row.get(0) + room : "  " + room + row.get(column));
      }
      text.append('\n');
    }
    return text.toString();
  }

  String toMarkdown() {
    var text = new StringBuilder();
    for (var row : rows) {
      text.append("| ").append(String.join(" | ", row)).append(" |\n");
      if (row == rows.getFirst()) {
        text.append("|---|").append("--:|".repeat(row.size() - 1)).append('\n');
      }
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
