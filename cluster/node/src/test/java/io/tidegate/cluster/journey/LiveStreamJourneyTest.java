package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Follow an order live, and lose nothing when the line breaks. */
@Journey
final class LiveStreamJourneyTest {

  private final Shop shop;

  LiveStreamJourneyTest(Shop shop) {
    this.shop = shop;
  }

  @Test
  void beginsWithTheHistory() throws Exception {
    var member = shop.newMember();
    var id = member.post("/api/orders", Cart.of(shop.product(1), 1)).is(201).text("/orderId");
    try (var stream = EventStream.open(member, id, Map.of())) {
      assertEquals(List.of("1", "2"), ids(stream.take(2)));
    }
  }

  @Test
  void tellsWhatTheHistoryTells() throws Exception {
    var member = shop.newMember();
    var id = member.post("/api/orders", Cart.of(shop.product(1), 1)).is(201).text("/orderId");
    var history = member.get("/api/orders/" + id + "/events").is(200).body().path("items");
    try (var stream = EventStream.open(member, id, Map.of())) {
      for (var event : stream.take(2)) {
        var written = history.get(Integer.parseInt(event.id()) - 1);
        assertEquals(written.path("type").asText(), event.type());
        assertEquals(written.path("data"), data(event));
      }
    }
  }

  @Test
  void goesOnWithWhatHappensNext() throws Exception {
    var member = shop.newMember();
    var id = member.post("/api/orders", Cart.of(shop.product(1), 1)).is(201).text("/orderId");
    try (var stream = EventStream.open(member, id, Map.of())) {
      stream.take(2);
      member.post("/api/orders/" + id + "/cancel", null).is(200);
      var cancelled = stream.take(1).getFirst();
      assertEquals("3", cancelled.id());
      assertEquals("OrderCancelled", cancelled.type());
    }
  }

  @Test
  void resumesAfterTheLastEventWithoutAGap() throws Exception {
    var member = shop.newMember();
    var id = member.post("/api/orders", Cart.of(shop.product(1), 1)).is(201).text("/orderId");
    try (var broken = EventStream.open(member, id, Map.of())) {
      assertEquals("1", broken.take(1).getFirst().id());
    }
    // Meanwhile, nobody listens.
    member.post("/api/orders/" + id + "/cancel", null).is(200);
    try (var resumed = EventStream.open(member, id, Map.of("Last-Event-ID", "1"))) {
      assertEquals(List.of("2", "3"), ids(resumed.take(2)));
    }
  }

  @Test
  void waitsForTheFirstEventAfterTheLastOne() throws Exception {
    var member = shop.newMember();
    var id = member.post("/api/orders", Cart.of(shop.product(1), 1)).is(201).text("/orderId");
    try (var stream = EventStream.open(member, id, Map.of("Last-Event-ID", "2"))) {
      member.post("/api/orders/" + id + "/cancel", null).is(200);
      assertEquals("3", stream.take(1).getFirst().id());
    }
  }

  @Test
  void keepsTheLineAliveWhileNothingHappens() throws Exception {
    var member = shop.newMember();
    var id = member.post("/api/orders", Cart.of(shop.product(1), 1)).is(201).text("/orderId");
    try (var stream = EventStream.open(member, id, Map.of())) {
      stream.take(2);
      assertTrue(stream.nextComment().startsWith(":"));
    }
  }

  @Test
  void refusesAVersionThatIsNone() {
    var member = shop.newMember();
    var id = member.post("/api/orders", Cart.of(shop.product(1), 1)).is(201).text("/orderId");
    member
        .visitor()
        .get("/api/orders/" + id + "/stream", "Last-Event-ID", "yesterday")
        .isProblem(400, "validation-failed");
  }

  private static List<String> ids(List<EventStream.Event> events) {
    return events.stream().map(EventStream.Event::id).toList();
  }

  /** The data is the event as the history shows it, or its data alone: both are JSON objects. */
  private static com.fasterxml.jackson.databind.JsonNode data(EventStream.Event event) {
    var data = Json.tree(event.data());
    return data.has("data") && data.has("version") ? data.path("data") : data;
  }
}
