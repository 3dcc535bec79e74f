package io.tidegate.loadtests.gatling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private final Map<String, String> properties =
      new HashMap<>(
          Map.of(
              "tidegate.load.users", "200",
              "tidegate.load.rate", "50",
              "tidegate.load.seconds", "30",
              "tidegate.load.p99", "1500"));

  @Test
  void comeFromSystemProperties() {
    assertEquals(new Settings(200, 50, 30, 1500), Settings.from(properties::get));
  }

  @Test
  void countPartsOfTheRun() {
    var settings = Settings.from(properties::get);
    assertEquals(5, settings.rate(0.1));
    assertEquals(Duration.ofSeconds(6), settings.time(0.2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "many", "", "1.5", "9999999999"})
  void nameWhatIsNoWholeNumber(String text) {
    properties.put("tidegate.load.rate", text);
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> Settings.from(properties::get));
    assertTrue(refusal.getMessage().startsWith("tidegate.load.rate must be"));
  }

  @Test
  void nameWhatIsMissing() {
    properties.remove("tidegate.load.p99");
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> Settings.from(properties::get));
    assertTrue(refusal.getMessage().startsWith("tidegate.load.p99 must be"));
  }
}
