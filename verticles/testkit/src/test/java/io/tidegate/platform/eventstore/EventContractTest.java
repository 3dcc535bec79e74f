package io.tidegate.platform.eventstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.tidegate.contracts.EventType;
import io.tidegate.contracts.catalog.CatalogEvents;
import io.tidegate.contracts.delivery.DeliveryEvents;
import io.tidegate.contracts.inventory.InventoryEvents;
import io.tidegate.contracts.order.OrderEvents;
import io.tidegate.platform.json.Json;
import io.tidegate.platform.kafka.CloudEvents;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is published about the events is so, and what was once published can always be read. */
class EventContractTest {

  private static final Set<String> FREE = Set.of("attributes");

  private final EventContract contract = EventContract.load();

  EventContractTest() throws IOException, URISyntaxException {}

  static Stream<String> types() {
    return EventTypes.all().keySet().stream().sorted();
  }

  @Test
  void hasASampleOfEveryEventAndOfNothingElse() {
    assertEquals(types().toList(), List.copyOf(contract.samples().keySet()));
  }

  @Test
  void describesEveryEventAndNothingElse() {
    assertEquals(types().toList(), List.copyOf(contract.messages()));
  }

  @Test
  void saysWhichTopicCarriesWhat() {
    var topics =
        Map.of(
            CatalogEvents.TOPIC, typesOf(CatalogEvents.CatalogEvent.class),
            InventoryEvents.TOPIC, typesOf(InventoryEvents.InventoryEvent.class),
            OrderEvents.TOPIC, typesOf(OrderEvents.OrderEvent.class),
            DeliveryEvents.TOPIC, typesOf(DeliveryEvents.DeliveryEvent.class));

    assertEquals(topics, contract.topics());
    assertEquals(topics.keySet(), contract.topicsSentTo());
  }

  @ParameterizedTest
  @MethodSource("types")
  void readsASampleAndWritesTheSame(String type) {
    var sample = contract.samples().get(type);

    var event = EventTypes.decode(type, sample);

    assertEquals(type, EventTypes.nameOf(event));
    assertEquals(new JsonObject(sample), new JsonObject(Json.encode(event)));
  }

  /** As a node does whose neighbour was upgraded before it: new fields are none of its business. */
  @ParameterizedTest
  @MethodSource("types")
  void readsASampleToWhichALaterReleaseHasAdded(String type) {
    var sample = contract.samples().get(type);
    var later = (JsonObject) withMore(new JsonObject(sample));

    assertNotEquals(new JsonObject(sample), later);
    assertEquals(EventTypes.decode(type, sample), EventTypes.decode(type, later.encode()));
  }

  @ParameterizedTest
  @MethodSource("types")
  void describesASampleToTheLastField(String type) {
    var sample = new JsonObject(contract.samples().get(type));

    assertEquals(List.of(), contract.violations(type, sample));
    for (var field : Set.copyOf(sample.fieldNames())) {
      var without = sample.copy();
      without.remove(field);
      assertFalse(contract.violations(type, without).isEmpty(), field + " is not required");
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void describesTheHeadersOfAnEvent(String type) {
    var event = EventTypes.decode(type, contract.samples().get(type));
    var traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    var stored =
        new StoredEvent(
            event.aggregateId(),
            1,
            type,
            Json.encode(event),
            Json.encode(Origin.of("order", traceparent)),
            Instant.parse("2026-11-21T09:30:00.120Z"));

    var headers = new JsonObject();
    CloudEvents.record("tidegate.order.events", stored)
        .headers()
        .forEach(
            header ->
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));

    assertEquals(List.of(), contract.headerViolations(headers));
    assertEquals(type, headers.getString("ce_type"));
    headers.remove("ce_id");
    assertFalse(contract.headerViolations(headers).isEmpty());
  }

  /** Every object has a field more, but for those in which every field is a customer's own. */
  private static Object withMore(Object value) {
    return switch (value) {
      case JsonObject object -> {
        var more = new JsonObject().put("addedLater", new JsonObject().put("by", "v9"));
        object.forEach(
            field ->
                more.put(
                    field.getKey(),
                    FREE.contains(field.getKey()) ? field.getValue() : withMore(field.getValue())));
        yield more;
      }
      case JsonArray array ->
          new JsonArray(array.stream().map(EventContractTest::withMore).toList());
      case null, default -> value;
    };
  }

  private static Set<String> typesOf(Class<?> events) {
    return Arrays.stream(events.getPermittedSubclasses())
        .map(type -> type.getAnnotation(EventType.class).value())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
