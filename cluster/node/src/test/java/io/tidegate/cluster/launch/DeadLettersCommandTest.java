package io.tidegate.cluster.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.cluster.launch.DeadLettersCommand.Letter;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadLettersCommandTest {

  private static final String AT = "2026-11-21T20:42:44Z";

  @Test
  void tellsOfAnEventAndWhatWaitsBehindIt() {
    var letter = new Letter("order-17", "sales", "o-1", 2, "order.placed.v1", "no sense", AT, 3, 4);

    assertEquals(
        List.of(
            "order-17       order.placed.v1, version 2 of o-1",
            "  sales could not apply it at 2026-11-21T20:42:44Z; tried 3 times, 4 more of it behind",
            "  no sense"),
        letter.told().lines().toList());
  }

  @Test
  void tellsOfWhatIsNoEvent() {
    var letter = new Letter("order-17", "sales", "o-1", null, null, "not\n  one line\n", AT, 1, 0);

    assertEquals(
        List.of(
            "order-17       something that is no event of o-1",
            "  sales could not apply it at 2026-11-21T20:42:44Z; tried once, nothing waits behind it",
            "  not",
            "  one line"),
        letter.told().lines().toList());
  }
}
