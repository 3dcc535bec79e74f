package io.tidegate.platform.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.CommonRefusal.NotFound;
import io.tidegate.contracts.DomainEvent;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.WireMessage;
import io.tidegate.contracts.inventory.InventoryApi.ReserveStock;
import io.tidegate.contracts.inventory.InventoryApi.StockLevel;
import io.tidegate.contracts.inventory.InventoryApi.StockLine;
import io.tidegate.contracts.order.OrderEvents.OrderDispatched;
import io.tidegate.platform.eventstore.EventTypes;
import io.tidegate.platform.json.Json;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireTypesTest {

  private static final OrderId ORDER = OrderId.of("01932c07-8f3e-7cc1-b0a4-1a2b3c4d5e6f");

  private final RecordCodec codec = new RecordCodec();

  static Stream<Class<? extends WireMessage>> messages() {
    return WireTypes.all().values().stream();
  }

  static Stream<Class<? extends DomainEvent>> events() {
    return EventTypes.all().values().stream();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void carriesEveryMessageOverTheWireUnchanged(Class<? extends WireMessage> type) {
    var message = RecordSamples.of(type);
    // What stands before it in the frame is none of its business.
    var buffer = Buffer.buffer("frame");

    codec.encodeToWire(buffer, message);

    assertEquals(message, codec.decodeFromWire("frame".length(), buffer));
  }

  @ParameterizedTest
  @MethodSource("events")
  void readsEveryEventBackAsItWasWritten(Class<? extends DomainEvent> type) {
    var event = RecordSamples.of(type);

    var name = EventTypes.nameOf(event);

    assertEquals(event, EventTypes.decode(name, Json.encode(event)));
    assertTrue(name.matches("[a-z]+\\.[a-z]+\\.v[0-9]+"), name);
  }

  @Test
  void handsARecordOverAsItIsWithinANode() {
    var message = new NotFound("no such order");

    assertSame(message, codec.transform(message));
  }

  @Test
  void givesNoNameToTwoTypes() {
    assertEquals(WireTypes.all().size(), WireTypes.all().values().stream().distinct().count());
    assertTrue(WireTypes.all().size() > 60, "the table is too small: " + WireTypes.all().size());
  }

  @Test
  void refusesANameThatIsNotInTheTable() {
    assertThrows(IllegalArgumentException.class, () -> WireTypes.decode("java.lang.Runtime", "{}"));
  }

  @Test
  void refusesATextThatIsNotTheRecord() {
    assertThrows(
        IllegalArgumentException.class, () -> WireTypes.decode("inventory.GetStock", "[1]"));
    assertThrows(
        IllegalArgumentException.class,
        () -> WireTypes.decode("inventory.GetStock", "{\"sku\":\"no sku\"}"));
  }

  @Test
  void refusesToSendWhatIsNotInTheTable() {
    record Stranger() implements WireMessage {}

    assertThrows(IllegalStateException.class, () -> WireTypes.nameOf(new Stranger()));
  }

  @Test
  void writesIdsAsText() {
    assertEquals(
        "{\"orderId\":\"01932c07-8f3e-7cc1-b0a4-1a2b3c4d5e6f\","
            + "\"lines\":[{\"sku\":\"MUG-1\",\"quantity\":2}],\"hottest\":\"MUG-1\"}",
        Json.encode(new ReserveStock(ORDER, List.of(new StockLine(Sku.of("MUG-1"), 2)))));
  }

  @Test
  void writesMoneyInMinorUnits() {
    assertEquals("{\"amount\":12900,\"currency\":\"KRW\"}", Json.encode(new Money(12_900, "KRW")));
  }

  @Test
  void writesMomentsInUtc() {
    assertEquals(
        "{\"orderId\":\"01932c07-8f3e-7cc1-b0a4-1a2b3c4d5e6f\","
            + "\"dispatchedAt\":\"2026-11-21T07:01:02.003Z\"}",
        Json.encode(new OrderDispatched(ORDER, Instant.parse("2026-11-21T07:01:02.003Z"))));
  }

  @Test
  void ignoresWhatALaterWriterAdded() {
    assertEquals(
        new StockLevel(Sku.of("MUG-1"), 5, 2, 3),
        Json.decode(
            "{\"sku\":\"MUG-1\",\"onHand\":5,\"reserved\":2,\"available\":3,\"shelf\":\"B\"}",
            StockLevel.class));
  }
}
