package io.tidegate.cluster.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueuedTest {

  private final Queued queued = new Queued(Map.of("order", 1_200L, "inventory", 9_000L));

  @Test
  void countsThoseOfAllDomains() {
    assertEquals(10_200, queued.all());
  }

  @Test
  void saysNothingWhereOrdersAreTakenMeanwhile() {
    assertEquals(Optional.empty(), queued.warning(1_201));
    assertEquals(Optional.empty(), new Queued(Map.of()).warning(1));
  }

  @Test
  void saysHowToTakeOrdersWhereTheyWouldBeRefused() {
    var warning = queued.warning(1_200).orElseThrow();

    assertTrue(warning.startsWith("1,200 of them are of orders"), warning);
    assertTrue(warning.contains("TIDEGATE_ORDER_OUTBOX_EVENTS_MAX=2400 "), warning);
  }
}
