package io.tidegate.platform.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.CommonRefusal.NotFound;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.inventory.InventoryApi.StockLevel;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.testkit.Await;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a sender gets. */
class BusTest extends TwoNodes {

  @Test
  void bringsTheAnswer() {
    open("near", _ -> Future.succeededFuture(Answer.of(LEVEL)));

    assertEquals(Answer.of(LEVEL), Await.result(ask(QUESTION)));
  }

  @Test
  void saysThatAnAnswerIsARepetition() {
    open("near", _ -> Future.succeededFuture(Answer.replayed(LEVEL)));

    assertTrue(Await.result(ask(QUESTION)).replayed());
  }

  @Test
  void bringsARefusalAsAnAnswer() {
    open("near", _ -> Future.succeededFuture(Answer.of(new NotFound("no such SKU"))));

    assertInstanceOf(NotFound.class, Await.result(ask(QUESTION)).reply());
  }

  @Test
  void saysWhoAsksAndForHowLong() {
    var heard = new ConcurrentLinkedQueue<Inquiry<Request>>();
    open(
        "near",
        inquiry -> {
          heard.add(inquiry);
          return Future.succeededFuture(Answer.of(LEVEL));
        });

    Await.result(
        bus.ask(ROLE, QUESTION, CALLER, Deadline.in(Duration.ofSeconds(3)), "00-trace-span-01"));

    var inquiry = heard.remove();
    assertEquals(CALLER, inquiry.caller());
    assertEquals("00-trace-span-01", inquiry.traceparent());
    var millisLeft = inquiry.deadline().millisLeft();
    assertTrue(millisLeft > 1_000 && millisLeft <= 2_900, () -> millisLeft + " ms left");
  }

  @Test
  void hearsOfARefusalThatComesWithTheDeadline() {
    open(
        "near",
        inquiry ->
            vertx
                .timer(inquiry.deadline().millisLeft() + 1)
                .compose(_ -> Future.failedFuture(new FaultException(Fault.EXPIRED, "late"))));

    assertEquals(
        Fault.EXPIRED,
        fault(bus.ask(ROLE, QUESTION, CALLER, Deadline.in(Duration.ofSeconds(1)), null)));
  }

  @Test
  void asksNobodyWhenNoTimeIsLeft() {
    open("near", _ -> Future.succeededFuture(Answer.of(LEVEL)));

    assertEquals(
        Fault.EXPIRED, fault(bus.ask(ROLE, QUESTION, CALLER, Deadline.in(Duration.ZERO), null)));
  }

  @Test
  void handsAFaultOnAsItIs() {
    open("near", _ -> Future.failedFuture(new FaultException(Fault.BREAKER_OPEN, "not now")));

    assertEquals(Fault.BREAKER_OPEN, fault(ask(QUESTION)));
  }

  @Test
  void callsSilenceATimeout() {
    open("near", _ -> Promise.<Answer>promise().future());

    assertEquals(
        Fault.TIMEOUT,
        fault(bus.ask(ROLE, QUESTION, CALLER, Deadline.in(Duration.ofSeconds(1)), null)));
  }

  @Test
  void asksTheNextNodeWhereTheFirstIsMissing() {
    open("far", _ -> Future.succeededFuture(Answer.of(LEVEL)));

    Await.result(ask(QUESTION));
  }

  @Test
  void asksTheNextNodeWhereTheFirstIsLeaving() {
    var near = open("near", _ -> Promise.<Answer>promise().future());
    open("far", _ -> Future.succeededFuture(Answer.of(LEVEL)));
    ask(QUESTION);
    Await.until("the first node has it", () -> near.inFlight() == 1);
    var drained = near.drain(Duration.ofSeconds(1));

    assertEquals(Answer.of(LEVEL), Await.result(ask(QUESTION)));
    Await.result(drained);
  }

  @Test
  void takesAFullNodesWordForIt() {
    open("near", _ -> Future.failedFuture(new FaultException(Fault.BUSY, "full")));
    open("far", _ -> Future.succeededFuture(Answer.of(LEVEL)));

    assertEquals(Fault.BUSY, fault(ask(QUESTION)));
  }

  @Test
  void saysWhenNobodyIsThere() {
    assertEquals(Fault.UNREACHABLE, fault(ask(QUESTION)));
    assertEquals(
        Fault.UNREACHABLE,
        fault(bus.ask("delivery", QUESTION, CALLER, Deadline.in(Duration.ofSeconds(1)), null)));
  }

  @Test
  void goesToTheOwnerOfItsKey() {
    open("near", _ -> Future.succeededFuture(Answer.of(new NotFound("near"))));
    open("far", _ -> Future.succeededFuture(Answer.of(new NotFound("far"))));

    for (var i = 0; i < 50; i++) {
      var receive = receive("SKU-" + i);
      var owner = directory.ranking(ROLE, receive.routingKey()).getFirst();
      assertEquals(new NotFound(owner), Await.result(ask(receive)).reply());
    }
  }

  @Test
  void opensItsBreakerForFaultsOnly() {
    var faults = new AtomicInteger();
    open(
        "near",
        _ ->
            Future.failedFuture(
                new FaultException(
                    faults.incrementAndGet() <= 20 ? Fault.BUSY : Fault.DEPENDENCY, "no")));
    open("far", _ -> Future.succeededFuture(Answer.of(LEVEL)));

    for (var i = 0; i < 20; i++) {
      assertEquals(Fault.BUSY, fault(ask(QUESTION)));
    }
    assertEquals(CircuitBreakerState.CLOSED, breakers.states().get("bus-" + ROLE));
    for (var i = 0; i < 5; i++) {
      assertEquals(Fault.DEPENDENCY, fault(ask(QUESTION)));
    }
    assertEquals(Fault.BREAKER_OPEN, fault(ask(QUESTION)));
  }

  @Test
  void tellsEveryoneWhoHears() {
    var heard = new AtomicInteger();
    Await.result(bus.hear("hints", StockLevel.class, _ -> heard.incrementAndGet()));
    Await.result(bus.hear("hints", StockLevel.class, _ -> heard.incrementAndGet()));

    bus.tell("hints", LEVEL);

    Await.until("both have heard it", () -> heard.get() == 2);
  }
}
