package io.tidegate.cluster.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ScreenTest {

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

  @Test
  void isInColourOnATerminal() {
    assertTrue(Screen.of(out, true, Map.of("TERM", "xterm")).colours());
  }

  @Test
  void isPlainWhereNoColorIsSet() {
    var screen = Screen.of(out, true, Map.of("TERM", "xterm", "NO_COLOR", "1"));
    assertFalse(screen.colours());
    assertTrue(screen.terminal());
    assertEquals("ok", screen.good("ok"));
  }

  @Test
  void drawsNothingAnewInAFile() {
    var screen = Screen.of(out, false, Map.of());
    try (var _ = new LiveLine(screen, Duration.ofMinutes(1), () -> "12 of 12")) {
      // It ends at once.
    }
    assertEquals("12 of 12" + System.lineSeparator(), written.toString(StandardCharsets.UTF_8));
  }

  @Test
  void drawsTheLineAnewOnATerminal() {
    var screen = Screen.of(out, true, Map.of("NO_COLOR", "1"));
    try (var _ = new LiveLine(screen, Duration.ofMinutes(1), () -> "12 of 12")) {
      // It ends at once.
    }
    assertTrue(
        written
            .toString(StandardCharsets.UTF_8)
            .endsWith("\r\u001b[2K12 of 12" + System.lineSeparator()));
  }

  @Test
  void fillsTheBarWithWhatIsDone() {
    assertEquals(
        "Login     [████████████············] 500 of 1,000 · 250/s · 2.0 s",
        ProgressBar.text("Login", 500, 1000, 2));
  }
}
