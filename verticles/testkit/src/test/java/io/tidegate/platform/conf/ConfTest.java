package io.tidegate.platform.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfTest {

  @TempDir Path folder;
  @TempDir Path elsewhere;

  @BeforeEach
  void writeDefaults() throws IOException {
    Files.writeString(
        folder.resolve("order.json"),
        """
        {"writeUri": null, "slots": 2, "waitMs": 1500, "graceSeconds": 2, "eager": true,
         "zone": "Asia/Seoul", "members": ["a", "b"], "half": 2.5}
        """);
  }

  @Test
  void readsTheDefaults() {
    var order = load().section("order");

    assertEquals(2, order.integer("slots", 1, 10));
    assertEquals(Duration.ofMillis(1_500), order.milliseconds("waitMs"));
    assertEquals(Duration.ofSeconds(2), order.seconds("graceSeconds"));
    assertTrue(order.flag("eager"));
    assertEquals("Asia/Seoul", order.text("zone"));
    assertEquals(List.of("a", "b"), order.texts("members"));
    assertNull(order.textOrNull("writeUri"));
  }

  @Test
  void laysOverlaysOverTheDefaultsInTheirOrder() throws IOException {
    var first = overlay("first.json", "{\"order\": {\"slots\": 3, \"zone\": \"UTC\"}}");
    var second = overlay("second.json", "{\"order\": {\"slots\": 4}}");

    var order = Conf.load(folder, List.of(first, second), Map.of()).section("order");

    assertEquals(4, order.integer("slots", 1, 10));
    assertEquals("UTC", order.text("zone"));
  }

  @Test
  void laysTheEnvironmentOverEverything() throws IOException {
    var overlay = overlay("overlay.json", "{\"order\": {\"slots\": 3}}");
    var environment =
        Map.of("TIDEGATE_ORDER_SLOTS", "5", "TIDEGATE_ORDER_WRITE_URI", "postgresql:");

    var order = Conf.load(folder, List.of(overlay), environment).section("order");

    assertEquals(5, order.integer("slots", 1, 10));
    assertEquals("postgresql:", order.text("writeUri"));
  }

  @Test
  void takesATextOfTheEnvironmentAsItIs() {
    // A password may well look like a number.
    var order = load(Map.of("TIDEGATE_ORDER_WRITE_URI", "12345")).section("order");

    assertEquals("12345", order.text("writeUri"));
  }

  @Test
  void namesASettingOfTheEnvironmentThatIsWrong() {
    var order = load(Map.of("TIDEGATE_ORDER_SLOTS", "many")).section("order");

    assertNames("order.slots", () -> order.integer("slots", 1, 10));
  }

  @Test
  void namesAMissingSetting() {
    var refused =
        assertNames("order.speed", () -> load().section("order").integer("speed", 1, 10));

    assertTrue(refused.contains("a whole number from 1 to 10"), refused);
  }

  @Test
  void namesASettingThatNobodySet() {
    assertNames("order.writeUri", () -> load().section("order").text("writeUri"));
  }

  @Test
  void namesASettingOfTheWrongType() {
    assertNames("order.zone", () -> load().section("order").integer("zone", 1, 10));
    assertNames("order.slots", () -> load().section("order").text("slots"));
    assertNames("order.members", () -> load().section("order").flag("members"));
    assertNames("order.half", () -> load().section("order").integer("half", 1, 10));
  }

  @Test
  void saysWhatASettingMayBe() {
    var refused = assertNames("order.slots", () -> load().section("order").integer("slots", 3, 10));

    assertTrue(refused.contains("from 3 to 10"), refused);
  }

  @Test
  void keepsAWrongTextToItself() {
    var refused = assertNames("order.zone", () -> load().section("order").flag("zone"));

    assertFalse(refused.contains("Seoul"), refused);
  }

  @Test
  void refusesAnOverlayThatSetsNoSetting() throws IOException {
    var overlay = overlay("typo.json", "{\"order\": {\"slotz\": 3}}");

    assertNames("order.slotz", () -> Conf.load(folder, List.of(overlay), Map.of()));
  }

  @Test
  void refusesAnOverlayThatSetsNoSection() throws IOException {
    var overlay = overlay("typo.json", "{\"ordr\": {\"slots\": 3}}");

    assertNames("ordr", () -> Conf.load(folder, List.of(overlay), Map.of()));
  }

  @Test
  void refusesAVariableThatSetsNoSetting() {
    assertNames("TIDEGATE_ORDER_SLOTZ", () -> load(Map.of("TIDEGATE_ORDER_SLOTZ", "3")));
  }

  @Test
  void leavesVariablesOfOthersAlone() {
    var others = Map.of("TIDEGATE_URL", "http://127.0.0.1", "TIDEGATE_ORDERS", "3", "PATH", "/bin");

    assertEquals(2, load(others).section("order").integer("slots", 1, 10));
  }

  @Test
  void refusesAFileThatIsNoJson() throws IOException {
    var overlay = overlay("broken.json", "{\"order\": ");

    assertNames("broken.json", () -> Conf.load(folder, List.of(overlay), Map.of()));
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    assertNames("nowhere", () -> Conf.load(folder.resolve("nowhere"), List.of(), Map.of()));
  }

  private Conf load() {
    return load(Map.of());
  }

  private Conf load(Map<String, String> environment) {
    return Conf.load(folder, List.of(), environment);
  }

  private Path overlay(String name, String text) throws IOException {
    return Files.writeString(elsewhere.resolve(name), text);
  }

  private static String assertNames(String name, org.junit.jupiter.api.function.Executable call) {
    var refused = assertThrows(ConfException.class, call).getMessage();
    assertTrue(refused.contains(name), refused);
    return refused;
  }
}
