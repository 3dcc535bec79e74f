package io.tidegate.gateway;

import static io.tidegate.gateway.Answers.header;
import static io.tidegate.gateway.Answers.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Channel;
import io.tidegate.contracts.CommonRefusal;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.identity.IdentityApi.GetRevocations;
import io.tidegate.contracts.identity.IdentityApi.Revocation;
import io.tidegate.contracts.identity.IdentityApi.Revocations;
import io.tidegate.contracts.order.OrderApi.GetOrder;
import io.tidegate.contracts.order.OrderApi.ListOrderEvents;
import io.tidegate.contracts.order.OrderApi.OrderEventPage;
import io.tidegate.contracts.order.OrderApi.OrderEventView;
import io.tidegate.contracts.order.OrderApi.OrderStatus;
import io.tidegate.contracts.order.OrderApi.OrderView;
import io.tidegate.contracts.order.OrderEvents;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestNode;
import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An order, live. Each test has a shop of its own, as they differ in how often it looks. */
@Timeout(60)
class OrderStreamTest {

  private static final String PLACED = "OrderPlaced";
  private static final String CONFIRMED = "OrderConfirmed";
  private static final String DELIVERED = "OrderDelivered";

  private final OrderId order = new OrderId(UUID.randomUUID());
  private final List<OrderEventView> history = new CopyOnWriteArrayList<>();
  private ScriptedShop shop;
  private Caller caller;

  @AfterEach
  void close() {
    shop.close();
  }

  private void open(UnaryOperator<TestNode.Plan> settings) {
    shop = ScriptedShop.open(plan -> settings.apply(plan.set("gateway", "streamRereadMs", 20)));
    caller = ScriptedShop.caller(Role.ROLE_USER);
    shop.on(GetOrder.class, asked -> view(asked.orderId()));
    shop.on(ListOrderEvents.class, this::page);
    happens(PLACED);
  }

  private void happens(String type) {
    var version = history.size() + 1;
    history.add(
        new OrderEventView(version, type, "{\n\"n\": %d}".formatted(version), Instant.now()));
  }

  private OrderEventPage page(ListOrderEvents asked) {
    var above = history.stream().filter(event -> event.version() > asked.afterVersion()).toList();
    var page = above.subList(0, Math.min(above.size(), asked.limit()));
    return new OrderEventPage(page, above.size() > page.size() ? page.getLast().version() : null);
  }

  private OrderView view(OrderId orderId) {
    var isEnd = history.getLast().type().equals(DELIVERED);
    return new OrderView(
        orderId,
        isEnd ? OrderStatus.DELIVERED : OrderStatus.PENDING,
        Channel.of("WEB"),
        List.of(),
        new Money(0, "KRW"),
        new Money(0, "KRW"),
        "CARD",
        LocalDate.EPOCH,
        Instant.EPOCH,
        Instant.EPOCH,
        null);
  }

  /** A client that reads its stream, line by line. */
  private record Reader(HttpResponse<?> head, BufferedReader lines) {

    /** The next event or comment: its lines up to the blank one; null where the stream is over. */
    List<String> next() {
      var event = new ArrayList<String>();
      try {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.isEmpty()) {
            return event;
          }
          event.add(line);
        }
        return null;
      } catch (IOException cause) {
        throw new UncheckedIOException(cause);
      }
    }

    List<String> nextEvent() {
      var next = next();
      while (next != null && next.getFirst().startsWith(":")) {
        next = next();
      }
      return next;
    }

    void leave() {
      try {
        lines.close();
      } catch (IOException cause) {
        throw new UncheckedIOException(cause);
      }
    }
  }

  private Reader follow(String lastEventId) {
    var request =
        shop.request("/api/orders/" + order + "/stream", shop.token(caller))
            .header("Accept", "text/event-stream");
    var answer =
        shop.open(
            (lastEventId == null ? request : request.header("Last-Event-ID", lastEventId)).GET());
    assertEquals(200, answer.statusCode());
    assertEquals("text/event-stream", header(answer, "Content-Type"));
    return new Reader(
        answer, new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8)));
  }

  private static List<String> event(int version, String type) {
    return List.of("id: " + version, "event: " + type, "data: {\"n\":" + version + "}");
  }

  @Test
  void showsTheHistoryFirstAndThenWhatComes() {
    open(UnaryOperator.identity());
    var reader = follow(null);
    assertEquals(event(1, PLACED), reader.nextEvent());

    happens(CONFIRMED);
    assertEquals(event(2, CONFIRMED), reader.nextEvent());
    reader.leave();
  }

  @Test
  void goesOnAfterTheEventThatWasSeenLast() {
    open(UnaryOperator.identity());
    happens(CONFIRMED);
    var reader = follow("1");
    assertEquals(event(2, CONFIRMED), reader.nextEvent());
    reader.leave();
  }

  @Test
  void showsALongHistoryWithoutAGap() {
    open(UnaryOperator.identity());
    for (var i = 0; i < 250; i++) {
      happens("OrderTouched");
    }
    var reader = follow(null);
    for (var version = 1; version <= 251; version++) {
      assertEquals("id: " + version, reader.nextEvent().getFirst());
    }
    reader.leave();
  }

  @Test
  void endsAfterTheLastEventOfAnOrder() {
    open(UnaryOperator.identity());
    var reader = follow(null);
    assertEquals(event(1, PLACED), reader.nextEvent());
    happens(DELIVERED);
    assertEquals(event(2, DELIVERED), reader.nextEvent());
    assertNull(reader.nextEvent());
  }

  @Test
  void tellsWhoHasSeenTheEndNotToComeBack() {
    open(UnaryOperator.identity());
    happens(DELIVERED);
    var request =
        shop.request("/api/orders/" + order + "/stream", shop.token(caller))
            .header("Last-Event-ID", "2");
    assertEquals(204, shop.send(request.GET()).statusCode());
  }

  @Test
  void showsNobodyElsesOrder() {
    open(UnaryOperator.identity());
    shop.on(GetOrder.class, _ -> new CommonRefusal.NotFound("there is no such order"));
    var request = shop.request("/api/orders/" + order + "/stream", shop.token(caller));
    problem(shop.send(request.GET()), 404, "not-found");
    assertEquals(0, openStreams());
  }

  @Test
  void saysWhereItCannotBegin() {
    open(UnaryOperator.identity());
    shop.become(
        ListOrderEvents.class, Future.failedFuture(new FaultException(Fault.DEPENDENCY, "down")));
    var request = shop.request("/api/orders/" + order + "/stream", shop.token(caller));
    problem(shop.send(request.GET()), 503, "unavailable");
    assertEquals(0, openStreams());
  }

  @Test
  void outlastsAnOutageOfTheOrders() {
    open(UnaryOperator.identity());
    var reader = follow(null);
    assertEquals(event(1, PLACED), reader.nextEvent());
    shop.become(
        ListOrderEvents.class, Future.failedFuture(new FaultException(Fault.DEPENDENCY, "down")));
    var asked = shop.asked(ListOrderEvents.class).size();
    Await.until("it met the outage", () -> shop.asked(ListOrderEvents.class).size() > asked + 1);
    happens(CONFIRMED);
    shop.on(ListOrderEvents.class, this::page);

    assertEquals(event(2, CONFIRMED), reader.nextEvent());
    reader.leave();
  }

  @Test
  void givesSignsOfLife() {
    open(plan -> plan.set("gateway", "streamHeartbeatMs", 50));
    var reader = follow("1");
    assertEquals(List.of(":"), reader.next());
    assertEquals(List.of(":"), reader.next());
    assertEquals(List.of(":"), reader.next());
    reader.leave();
  }

  @Test
  void hasRoomForOnlySoMany() {
    open(plan -> plan.set("gateway", "streamsMax", 1));
    var reader = follow(null);
    var request = shop.request("/api/orders/" + order + "/stream", shop.token(caller));
    var refused = problem(shop.send(request.copy().GET()), 503, "overloaded");
    assertEquals(false, refused.getBoolean("executed"));

    reader.leave();

    Await.until("there is room again", () -> openStreams() == 0);
    follow(null).leave();
  }

  @Test
  void endsWithTheLoginThatOpenedIt() {
    open(UnaryOperator.identity());
    var reader = follow(null);
    assertEquals(event(1, PLACED), reader.nextEvent());
    var ended = new Revocation(caller.sessionId(), Instant.now());
    shop.on(GetRevocations.class, _ -> new Revocations(List.of(ended), Instant.now()));
    assertNull(reader.nextEvent());
  }

  @Test
  void endsWhenTheNodeLeaves() {
    open(UnaryOperator.identity());
    var reader = follow(null);
    assertEquals(event(1, PLACED), reader.nextEvent());
    var drained = shop.gateway().drain(Duration.ofSeconds(10));
    assertNull(reader.nextEvent());
    Await.result(drained);
  }

  @Test
  void isWokenByKafka() {
    open(plan -> plan.withKafka().set("gateway", "streamRereadMs", 600_000));
    shop.node().topics(List.of(OrderEvents.TOPIC));
    var reader = follow(null);
    assertEquals(event(1, PLACED), reader.nextEvent());
    happens(CONFIRMED);
    try (var broker = new Broker(shop.node().platform().kafka())) {
      // The stream listens from some moment on, so it has to be said until it was heard.
      Await.until(
          "the stream was woken",
          () -> {
            broker.say(OrderEvents.TOPIC, order.toString());
            return !shop.asked(ListOrderEvents.class).getLast().equals(firstRead());
          });
    }
    assertEquals(event(2, CONFIRMED), reader.nextEvent());
    reader.leave();
  }

  private ListOrderEvents firstRead() {
    return new ListOrderEvents(order, 0, 100);
  }

  private int openStreams() {
    var gauge = shop.node().platform().meters().find("tidegate.gateway.streams").gauge();
    assertTrue(gauge != null);
    return (int) gauge.value();
  }
}
