package io.tidegate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What clients send may come into a log line, and cannot make one (F45): an entry is one line that
 * begins with its time, and the lines of a stack trace are indented.
 */
final class LogLinesTest {

  private static final Path SETTINGS =
      Path.of(System.getProperty("tidegate.root"), "cluster/node/src/main/resources/logback.xml");
  private static final Pattern BEGINNING =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z .*");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}&&[^\n\t]]");

  /** Another entry, a colour, the end of a line as others see it, and what once was looked up. */
  private static final String FORGED =
      "x\r\n2026-11-21T00:00:00.000Z INFO  [main] x - forged \u001b[31m\u009b31m\u0085\u2028\u0000"
          + "${jndi:ldap://127.0.0.1/a} {} %d";

  private final LoggerContext context = new LoggerContext();
  private ConsoleAppender<ILoggingEvent> out;

  @BeforeEach
  void configure() throws JoranException {
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(SETTINGS.toFile());
    out = (ConsoleAppender<ILoggingEvent>) root().getAppender("out");
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private Logger root() {
    return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private List<String> lines(Throwable cause, String message, Object... arguments) {
    var event = new LoggingEvent("", root(), Level.INFO, message, cause, arguments);
    var text = new String(out.getEncoder().encode(event), StandardCharsets.UTF_8);
    assertTrue(!CONTROL.matcher(text).find(), text);
    assertTrue(text.endsWith("\n"), text);
    return text.lines().toList();
  }

  @Test
  void makesOneLineOfAnEntry() {
    var lines = lines(null, "order {} is wrong", FORGED);
    assertEquals(1, lines.size(), lines.toString());
    assertTrue(BEGINNING.matcher(lines.getFirst()).matches(), lines.toString());
    assertTrue(lines.getFirst().contains("${jndi:ldap://127.0.0.1/a} {} %d"), lines.toString());
  }

  @Test
  void indentsTheLinesOfAStackTrace() {
    var cause = new IllegalStateException(FORGED, new IllegalArgumentException(FORGED));
    var lines = lines(cause, "it failed");
    assertTrue(BEGINNING.matcher(lines.getFirst()).matches(), lines.toString());
    assertTrue(lines.size() > 6, lines.toString());
    lines.stream().skip(1).forEach(line -> assertTrue(line.startsWith("    "), line));
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("    Caused by: ")));
  }
}
