package io.tidegate.loadtests.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

final class TopicTest {

  @Test
  void readsWordsWithCommasBetweenThem() {
    assertEquals(EnumSet.of(Topic.HOT, Topic.SOLD_OUT), Topic.parse("hot, sold-out"));
  }

  @Test
  void saysWhatThereIs() {
    var refused = assertThrows(IllegalArgumentException.class, () -> Topic.parse("hot,cold"));

    assertTrue(refused.getMessage().contains("\"cold\""));
    assertTrue(refused.getMessage().contains("sold-out"));
  }
}
