package io.tidegate.loadtests.gatling;

import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * How much of it. The defaults are the table in {@code load-tests/run}, which gives them as system
 * properties.
 *
 * @param users members who are signed up, among whom all calls are spread
 * @param ratePerSecond arrivals at the height of the run
 * @param seconds for which people arrive
 * @param p99MsMax the slowest that 99 % of the answers may be
 */
record Settings(int users, int ratePerSecond, int seconds, int p99MsMax) {

  static final String PREFIX = "tidegate.load.";

  /**
   * @param property looks a system property up
   */
  static Settings from(UnaryOperator<String> property) {
    return new Settings(
        positive(property, "users"),
        positive(property, "rate"),
        positive(property, "seconds"),
        positive(property, "p99"));
  }

  /** So many arrivals per second, as a part of the height of the run. */
  double rate(double part) {
    return ratePerSecond * part;
  }

  /** A part of the run. */
  Duration time(double part) {
    return Duration.ofMillis(Math.round(seconds * 1000 * part));
  }

  private static int positive(UnaryOperator<String> property, String name) {
    var text = property.apply(PREFIX + name);
    if (text == null || !text.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          "%s%s must be a whole number above 0, not %s.".formatted(PREFIX, name, text));
    }
    return Integer.parseInt(text);
  }
}
