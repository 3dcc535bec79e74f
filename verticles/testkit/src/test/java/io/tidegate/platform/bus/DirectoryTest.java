package io.tidegate.platform.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DirectoryTest {

  private static final Set<String> ORDER = Set.of("order");
  private static final int KEYS = 3_000;

  private final Directory three =
      Directory.fixed("a", Map.of("a", ORDER, "b", ORDER, "c", ORDER, "d", Set.of("gateway")));

  @Test
  void namesOnlyNodesThatCarryTheRole() {
    assertEquals(Set.of("a", "b", "c"), Set.copyOf(three.ranking("order", "key")));
    assertEquals(List.of("d"), three.ranking("gateway", "key"));
    assertEquals(List.of(), three.ranking("delivery", "key"));
  }

  @Test
  void ranksTheSameWhoeverAsks() {
    var elsewhere =
        Directory.fixed("c", Map.of("c", ORDER, "b", ORDER, "a", ORDER, "d", Set.of("gateway")));

    for (var key = 0; key < KEYS; key++) {
      assertEquals(three.ranking("order", "k" + key), elsewhere.ranking("order", "k" + key));
    }
  }

  @Test
  void spreadsKeysEvenly() {
    var share = new HashMap<String, Integer>();
    for (var key = 0; key < KEYS; key++) {
      share.merge(three.ranking("order", UUID.randomUUID().toString()).getFirst(), 1, Integer::sum);
    }

    assertEquals(Set.of("a", "b", "c"), share.keySet());
    share.values().forEach(keys -> assertTrue(keys > KEYS / 3 * 0.8, share::toString));
  }

  @Test
  void movesOnlyTheKeysOfTheNodeThatLeft() {
    var two = Directory.fixed("a", Map.of("a", ORDER, "b", ORDER));

    for (var key = 0; key < KEYS; key++) {
      var before = three.ranking("order", "k" + key);
      var after = two.ranking("order", "k" + key);
      assertEquals(before.stream().filter(node -> !node.equals("c")).toList(), after);
    }
  }

  @Test
  void handsTheKeysOfANodeThatLeftToAllOthers() {
    var heirs = new HashSet<String>();
    for (var key = 0; key < KEYS; key++) {
      var ranking = three.ranking("order", "k" + key);
      if (ranking.getFirst().equals("c")) {
        heirs.add(ranking.get(1));
      }
    }
    assertEquals(Set.of("a", "b"), heirs);
  }

  @Test
  void staysAtHomeWithoutAKey() {
    assertEquals("a", three.ranking("order", "").getFirst());
  }
}
