package io.tidegate.platform.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.contracts.CommonRefusal.RequestInProgress;
import io.tidegate.contracts.PageRequest;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi;
import io.tidegate.contracts.catalog.CatalogApi.ChangeProduct;
import io.tidegate.contracts.catalog.CatalogApi.Product;
import io.tidegate.contracts.order.OrderApi;
import io.tidegate.contracts.order.OrderApi.ListOrders;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.testkit.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a sender does about silence. */
class RetriesTest extends TwoNodes {

  private static final Service SILENT = _ -> Promise.<Answer>promise().future();

  @Test
  void asksTheNextNodeTooWhereTheFirstIsSilent() {
    var heard = new ConcurrentLinkedQueue<Request>();
    open("near", SILENT);
    open(
        "far",
        inquiry -> {
          heard.add(inquiry.request());
          return Future.succeededFuture(Answer.of(LEVEL));
        });

    assertEquals(Answer.of(LEVEL), Await.result(ask(QUESTION)));
    assertEquals(List.of(QUESTION), List.copyOf(heard));
    assertEquals(1, count("tidegate.bus.retries"));
  }

  @Test
  void goesOnWaitingForTheFirst() {
    var first = Promise.<Answer>promise();
    open("near", _ -> first.future());
    var far = open("far", SILENT);

    var asked = ask(QUESTION);
    Await.until("the next one has it too", () -> far.inFlight() == 1);
    first.complete(Answer.of(LEVEL));

    assertEquals(Answer.of(LEVEL), Await.result(asked));
  }

  @Test
  void doesNotCallUndoneWhatTheFirstMayBeDoing() {
    open("near", SILENT);
    open("far", _ -> Future.failedFuture(new FaultException(Fault.BUSY, "full")));

    assertEquals(Fault.TIMEOUT, fault(within(Duration.ofMillis(500), QUESTION)));
  }

  @Test
  void waitsForTheFirstWhereTheNextIsToldThatItIsAtWork() {
    var first = Promise.<Answer>promise();
    var told = new AtomicInteger();
    open("near", _ -> first.future());
    open(
        "far",
        _ -> {
          told.incrementAndGet();
          return Future.succeededFuture(Answer.of(new RequestInProgress()));
        });

    var asked = ask(QUESTION);
    Await.until("the next one was told so", () -> told.get() == 1);
    first.complete(Answer.of(LEVEL));

    assertEquals(Answer.of(LEVEL), Await.result(asked));
  }

  @Test
  void sendsNothingAgainThatDoesHarmWhenRepeated() {
    var product = new Product(Sku.of("MUG-1"), "mug", "piece", Map.of(), List.of());

    assertEquals(
        1,
        timesHeard(CatalogApi.ROLE, CatalogApi.Request.class, new ChangeProduct(product, 1)),
        "the other node carries the role too");
  }

  @Test
  void sendsNothingToItselfAgain() {
    var question = new ListOrders(new PageRequest(10, null));

    assertEquals(1, timesHeard(OrderApi.ROLE, OrderApi.Request.class, question));
  }

  @Test
  void sendsNoMoreAgainThanItsBudgetAllows() {
    var near = open("near", SILENT);
    var far = open("far", SILENT);

    var asked =
        IntStream.rangeClosed(0, RETRIES_AT_ONCE)
            .mapToObj(_ -> within(Duration.ofSeconds(1), QUESTION))
            .toList();

    Await.until("one is not", () -> count("tidegate.bus.retries.refused") == 1);
    assertEquals(RETRIES_AT_ONCE, count("tidegate.bus.retries"));
    Await.until("the others are", () -> far.inFlight() == RETRIES_AT_ONCE);
    assertEquals(asked.size(), near.inFlight());
    asked.forEach(one -> assertEquals(Fault.TIMEOUT, fault(one)));
    assertEquals(RETRIES_AT_ONCE, far.inFlight(), "nothing is sent a third time");
  }

  @Test
  void handsOverWhatItDidNotSendAgainWhenTheFirstLeaves() {
    var leaving = Promise.<Answer>promise();
    open("near", firstThen(SILENT, _ -> leaving.future()));
    open("far", firstThen(SILENT, _ -> Future.succeededFuture(Answer.of(LEVEL))));
    IntStream.range(0, RETRIES_AT_ONCE).forEach(_ -> within(Duration.ofSeconds(2), QUESTION));
    Await.until("the budget is spent", () -> count("tidegate.bus.retries") == RETRIES_AT_ONCE);

    var asked = within(Duration.ofSeconds(4), QUESTION);
    Await.until("it is not sent again", () -> count("tidegate.bus.retries.refused") == 1);
    leaving.fail(new FaultException(Fault.DRAINING, "leaving"));

    assertEquals(Answer.of(LEVEL), Await.result(asked));
  }

  /** One service for as many requests as spend the budget, and another for those after them. */
  private static Service firstThen(Service first, Service then) {
    var heard = new AtomicInteger();
    return inquiry -> (heard.incrementAndGet() <= RETRIES_AT_ONCE ? first : then).answer(inquiry);
  }

  /** How often it arrives in half a second at whoever carries the role, where nobody answers. */
  private int timesHeard(String role, Class<? extends Request> requests, Request request) {
    var heard = new AtomicInteger();
    for (var node : directory.ranking(role, "")) {
      var carrier = Directory.fixed(node, nodes);
      var inbox = new Inbox(vertx, role, carrier, requests, tokens, IN_FLIGHT_MAX);
      inbox.attach(
          vertx.getOrCreateContext(),
          _ -> {
            heard.incrementAndGet();
            return Promise.<Answer>promise().future();
          });
      Await.result(inbox.open());
    }

    var deadline = Deadline.in(Duration.ofMillis(500));
    assertEquals(Fault.TIMEOUT, fault(bus.ask(role, request, CALLER, deadline, null)));
    return heard.get();
  }

  private Future<Answer> within(Duration duration, Request request) {
    return bus.ask(ROLE, request, CALLER, Deadline.in(duration), null);
  }

  private double count(String counter) {
    return meters.counter(counter, "role", ROLE).count();
  }
}
