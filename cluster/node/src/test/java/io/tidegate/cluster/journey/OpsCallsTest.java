package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.contracts.delivery.DeliveryApi;
import io.tidegate.contracts.order.OrderEvents;
import io.tidegate.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a shop in which something is wrong, and does about it. */
@Timeout(240)
final class OpsCallsTest {

  private static final String LETTERS = "/ops/api/dead-letters";
  private static final String PARCELS = "/api/admin/deliveries";
  private static final String GONE = "a-node-that-is-gone";
  private static final int OUTBOX_MAX = 20;
  private static final String BREAKERS = "/ops/api/breakers";

  @TempDir private static Path folder;
  private static InProcessShop running;
  private static Shop shop;
  private static Member operator;

  @BeforeAll
  static void open() {
    running =
        new InProcessShop(
            folder, (plan, _) -> plan.besides(GONE).set("order", "outboxEventsMax", OUTBOX_MAX));
    shop = running.shop;
    operator = shop.operator();
  }

  @AfterAll
  static void close() {
    running.close();
  }

  @Test
  void schedulesAParcelAfterAllOnceWhatWasWrongIsMended() {
    var table = "delivery.delivery_of_order";
    var customer = shop.newMember();
    running.database.execute("ALTER TABLE %s RENAME TO mislaid".formatted(table));
    var order = order(customer);
    Await.until("its event is a dead letter", () -> letterOf(order) != null);
    var letter = letterOf(order);
    assertTrue(letter.path("topic").asText().endsWith(OrderEvents.TOPIC), letter::toString);
    assertEquals("order.confirmed.v1", letter.path("type").asText());
    assertEquals(2, letter.path("version").asInt());
    assertEquals(0, letter.path("behind").asInt());
    assertTrue(letter.path("reason").asText().contains("delivery_of_order"), letter::toString);
    running.database.execute("ALTER TABLE delivery.mislaid RENAME TO delivery_of_order");

    operator.post(LETTERS + '/' + letter.path("id").asText() + "/retry", null).is(202);

    Deliveries.awaitScheduled(customer, order);
    assertEquals(null, letterOf(order));
    Deliveries.awaitScheduled(customer, order(customer));
  }

  @Test
  void listsTheDeadLettersOfAllDomainsPageByPage() {
    var keys = Set.of("nonsense-1", "nonsense-2", "nonsense-3");
    // The sales history follows the one, parcels follow the other.
    publish("order.placed.v1", keys);
    publish("order.confirmed.v1", keys);
    Await.until("two domains have parked them", () -> lettersOf(keys).size() == 6);

    var ids = new ArrayList<String>();
    var next = "";
    do {
      var page = operator.get(LETTERS + "?limit=2" + next).is(200);
      assertTrue(page.body().path("items").size() <= 2);
      ids.addAll(page.body().path("items").findValuesAsText("id"));
      next = page.body().path("next").isNull() ? null : "&cursor=" + page.text("/next");
    } while (next != null);

    assertEquals(ids.size(), new HashSet<>(ids).size(), ids::toString);
    var expected = lettersOf(keys).stream().map(one -> one.path("id").asText()).toList();
    assertTrue(ids.containsAll(expected), ids::toString);
    assertTrue(ids.stream().anyMatch(id -> id.startsWith("order-")), ids::toString);
    assertTrue(ids.stream().anyMatch(id -> id.startsWith("delivery-")), ids::toString);
  }

  @Test
  void countsHowOftenARetryFailed() {
    publish("order.confirmed.v1", Set.of("hopeless"));
    Await.until("it is parked", () -> letterOf("hopeless") != null);

    var id = letterOf("hopeless").path("id").asText();
    operator.post(LETTERS + '/' + id + "/retry", null).is(202);

    Await.until("it was tried again", () -> letterOf("hopeless").path("attempts").asInt() == 2);
  }

  @Test
  void knowsNoDeadLetterThatIsNotThere() {
    for (var id : List.of("order-4711", "nobody-1", "order-", "1", "order-99999999999999999999")) {
      operator.post(LETTERS + '/' + id + "/retry", null).isProblem(404, "not-found");
    }
    operator.get(LETTERS + "?cursor=nonsense").isProblem(400, "validation-failed");
    operator.get(BREAKERS + "?cursor=nonsense").isProblem(400, "validation-failed");
  }

  @Test
  void listsTheBreakersPageByPage() {
    var all = operator.get(BREAKERS).is(200).body();
    var names = all.path("items").findValuesAsText("name");
    assertTrue(names.containsAll(List.of("kafka", "postgres-order", "bus-order")), names::toString);
    assertEquals(names.stream().sorted().toList(), names);
    assertTrue(all.path("next").isNull());
    assertEquals(1, all.path("unanswered").size());
    assertEquals(GONE, all.path("unanswered").path(0).asText());

    var first = operator.get(BREAKERS + "?limit=3").is(200);
    var second = operator.get(BREAKERS + "?limit=200&cursor=" + first.text("/next")).is(200).body();
    var paged = new ArrayList<>(first.body().path("items").findValuesAsText("name"));
    paged.addAll(second.path("items").findValuesAsText("name"));
    assertEquals(names, paged);
  }

  @Test
  void showsABreakerThatIsOpenAndWhatCannotBeAskedThen() {
    var before = breaker("bus-delivery");
    assertEquals("CLOSED", before.path("state").asText());
    running.stop(DeliveryApi.ROLE);
    try {
      Await.until(
          "the breaker is open",
          () -> {
            shop.admin().get(PARCELS).isProblem(503, "unavailable");
            return breaker("bus-delivery").path("state").asText().equals("OPEN");
          });
      var since = breaker("bus-delivery").path("since").asText();
      assertTrue(since.compareTo(before.path("since").asText()) > 0, since);
      var letters = operator.get(LETTERS).is(200).body();
      assertEquals("delivery", letters.path("unanswered").path(0).asText());
    } finally {
      running.start(DeliveryApi.ROLE);
    }
    Await.until("it is closed again", () -> shop.admin().get(PARCELS).status() == 200);
    assertEquals("CLOSED", breaker("bus-delivery").path("state").asText());
    assertEquals(running.node.platform().directory().self(), before.path("nodeId").asText());
  }

  @Test
  void refusesOrdersWhileTooManyEventsWaitForKafka() {
    var customer = shop.newMember();
    var cart = Cart.of(shop.product(100), 1);
    var known = customer.post("/api/orders", cart, "known").is(201);
    relayIsHeldBy("somebody who does nothing", "infinity");
    Answer refused;
    try {
      // Each is placed and confirmed.
      for (var number = 0; number < OUTBOX_MAX / 2; number++) {
        customer.post("/api/orders", cart).is(201);
      }
      Await.until("the mark is seen", () -> meter("tidegate.outbox.full") == 1);
      refused = customer.post("/api/orders", cart, "new").isProblem(503, "overloaded");
      assertTrue(meter("tidegate.outbox.events") >= OUTBOX_MAX);

      var again = customer.post("/api/orders", cart, "known").is(201);
      assertTrue(again.isReplayed());
      assertEquals(known.text("/orderId"), again.text("/orderId"));
      customer.get("/api/orders/" + known.text("/orderId")).is(200);
    } finally {
      relayIsHeldBy("nobody", "-infinity");
    }
    assertEquals("1", refused.header("Retry-After"));
    assertEquals("false", refused.text("/executed"));
    Await.until(
        "orders are taken again",
        () -> {
          var answer = customer.post("/api/orders", cart, "new");
          return answer.status() == 201 && !answer.isReplayed();
        });
    assertEquals(0, meter("tidegate.outbox.full"));
  }

  private static void relayIsHeldBy(String holder, String until) {
    running.database.execute(
        """
        UPDATE "order".lease
           SET holder = '%s', epoch = epoch + 1, expires_at = '%s'
         WHERE name = 'relay'
        """
            .formatted(holder, until));
  }

  private static double meter(String name) {
    return running.node.platform().meters().get(name).tag("domain", "order").gauge().value();
  }

  private static String order(Member customer) {
    return customer.post("/api/orders", Cart.of(shop.product(3), 1)).is(201).text("/orderId");
  }

  private static JsonNode breaker(String name) {
    return stream(operator.get(BREAKERS).is(200).body().path("items"))
        .filter(one -> one.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode letterOf(String aggregate) {
    var found = lettersOf(Set.of(aggregate));
    return found.isEmpty() ? null : found.getFirst();
  }

  private static List<JsonNode> lettersOf(Set<String> aggregates) {
    return stream(operator.get(LETTERS + "?limit=200").is(200).body().path("items"))
        .filter(one -> aggregates.contains(one.path("aggregateId").asText()))
        .toList();
  }

  private static java.util.stream.Stream<JsonNode> stream(JsonNode items) {
    return StreamSupport.stream(items.spliterator(), false);
  }

  /** What calls itself an event and is none. */
  private static void publish(String type, Set<String> keys) {
    var kafka = running.node.platform().kafka();
    var octets = new ByteArraySerializer();
    var settings = Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers());
    try (var producer = new KafkaProducer<>(settings, octets, octets)) {
      for (var key : keys) {
        var one =
            new ProducerRecord<>(
                kafka.topic(OrderEvents.TOPIC),
                key.getBytes(StandardCharsets.UTF_8),
                "not JSON".getBytes(StandardCharsets.UTF_8));
        one.headers().add("ce_type", type.getBytes(StandardCharsets.UTF_8));
        one.headers().add("ce_aggregateversion", "1".getBytes(StandardCharsets.UTF_8));
        var _ = producer.send(one);
      }
      producer.flush();
    }
  }
}
