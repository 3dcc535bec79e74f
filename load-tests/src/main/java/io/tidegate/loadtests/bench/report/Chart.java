package io.tidegate.loadtests.bench.report;

import java.util.Locale;

/** Throughput as bars, with the least and the most of the rounds as whiskers: an SVG image. */
final class Chart {

  private static final int LABELS = 300;
  private static final int BARS = 480;
  private static final int NUMBERS = 80;
  private static final int ROW = 26;
  private static final int TOP = 44;

  private Chart() {}

  static String svg(Results results) {
    var contenders =
        results.contenders().stream().filter(name -> !results.of(name).isEmpty()).toList();
    var most = results.measurements().stream().mapToDouble(Measurement::perSecond).max().orElse(1);
    var width = LABELS + BARS + NUMBERS;
    var height = TOP + ROW * contenders.size() + 12;
    var svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
          <rect width="100%%" height="100%%" fill="#fff"/>
          <text x="12" y="24" font-size="15" font-weight="bold">Orders a second: median, least and most of the rounds</text>
        """
            .formatted(width, height));
    for (var i = 0; i < contenders.size(); i++) {
      var rates = results.of(contenders.get(i)).stream().map(Measurement::perSecond).toList();
      bar(svg, contenders.get(i), Statistics.of(rates), Math.max(most, 1), TOP + i * ROW);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void bar(StringBuilder svg, String name, Statistics rates, double most, int top) {
    var middle = top + ROW / 2;
    var end = at(rates.median(), most);
    svg.append(
        """
          <text x="%d" y="%d" text-anchor="end">%s</text>
          <rect x="%d" y="%d" width="%s" height="%d" fill="%s"/>
          <path d="M%s %dH%s" stroke="#333" stroke-width="1.5"/>
          <text x="%s" y="%d">%s</text>
        """
            .formatted(
                LABELS - 10,
                middle + 4,
                escaped(name),
                LABELS,
                top + 4,
                decimal(end - LABELS),
                ROW - 8,
                name.startsWith("shop") ? "#0b7a75" : "#b8bec4",
                decimal(at(rates.least(), most)),
                middle,
                decimal(at(rates.most(), most)),
                decimal(at(rates.most(), most) + 6),
                middle + 4,
                Tables.whole(rates.median())));
  }

  private static double at(double rate, double most) {
    return LABELS + rate / most * BARS;
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
