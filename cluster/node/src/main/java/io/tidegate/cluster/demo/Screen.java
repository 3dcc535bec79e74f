package io.tidegate.cluster.demo;

import java.io.Console;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;

/**
 * Where the demo writes to.
 *
 * @param terminal whether a line can be drawn anew
 * @param colours whether it may be in colour (never where NO_COLOR is set, no-color.org)
 */
record Screen(PrintStream out, boolean terminal, boolean colours) {

  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  static Screen ofThisProcess() {
    var console = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    return of(System.out, console, System.getenv());
  }

  static Screen of(PrintStream out, boolean console, Map<String, String> environment) {
    var terminal = console && !"dumb".equals(environment.get("TERM"));
    return new Screen(
        out, terminal, terminal && environment.getOrDefault("NO_COLOR", "").isEmpty());
  }

  void say(String line) {
    out.println(line);
    out.flush();
  }

  String good(String text) {
    return colours ? GREEN + text + PLAIN : text;
  }

  String bad(String text) {
    return colours ? RED + text + PLAIN : text;
  }
}
