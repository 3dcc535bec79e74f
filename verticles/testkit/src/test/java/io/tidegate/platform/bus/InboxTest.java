package io.tidegate.platform.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tidegate.contracts.CommonRefusal.NotFound;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.guard.Fault;
import io.tidegate.testkit.Await;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What an inbox takes, refuses and answers. */
class InboxTest extends TwoNodes {

  @Test
  void answersWhileOthersWait() {
    var wait = Promise.<Answer>promise();
    var calls = new AtomicInteger();
    open(
        "near",
        _ ->
            calls.incrementAndGet() == 1
                ? wait.future()
                : Future.succeededFuture(Answer.of(LEVEL)));

    var first = ask(QUESTION);
    Await.result(ask(QUESTION));
    assertFalse(first.isComplete());
    wait.complete(Answer.of(LEVEL));
    Await.result(first);
  }

  @Test
  void refusesAtOnceWhatIsBeyondTheLimit() {
    var wait = Promise.<Answer>promise();
    var inbox = open("near", _ -> wait.future());
    var accepted = new ArrayList<Future<Answer>>();
    for (var i = 0; i < IN_FLIGHT_MAX; i++) {
      accepted.add(ask(QUESTION));
    }

    assertEquals(Fault.BUSY, fault(ask(QUESTION)));
    wait.complete(Answer.of(LEVEL));
    accepted.forEach(Await::result);
    assertEquals(0, inbox.inFlight());
    Await.result(ask(QUESTION));
  }

  @Test
  void keepsNoPlaceForWhatItRefused() {
    var inbox = open("near", _ -> Future.succeededFuture(Answer.of(LEVEL)));

    for (var i = 0; i < 2 * IN_FLIGHT_MAX; i++) {
      raw("near", QUESTION, "forged", "1000");
      raw("near", QUESTION, null, "1000");
      raw("near", QUESTION, tokens.mint(CALLER), "0");
      raw("near", QUESTION, tokens.mint(CALLER), "soon");
      raw("near", new NotFound("no request"), tokens.mint(CALLER), "1000");
      raw("near", null, tokens.mint(CALLER), "1000");
    }

    assertEquals(0, inbox.inFlight());
    Await.result(ask(QUESTION));
  }

  @Test
  void refusesWhatNobodyVouchesFor() {
    open("near", _ -> Future.succeededFuture(Answer.of(LEVEL)));

    assertEquals(Fault.UNAUTHENTICATED, raw("near", QUESTION, null, "1000"));
    assertEquals(Fault.UNAUTHENTICATED, raw("near", QUESTION, "forged", "1000"));
  }

  @Test
  void doesNothingForWhatComesTooLate() {
    var calls = new AtomicInteger();
    open(
        "near",
        _ -> {
          calls.incrementAndGet();
          return Future.succeededFuture(Answer.of(LEVEL));
        });

    assertEquals(Fault.EXPIRED, raw("near", QUESTION, tokens.mint(CALLER), "0"));
    assertEquals(Fault.EXPIRED, raw("near", QUESTION, tokens.mint(CALLER), "soon"));
    assertEquals(Fault.EXPIRED, raw("near", QUESTION, tokens.mint(CALLER), null));
    assertEquals(0, calls.get());
  }

  @Test
  void doesNothingForWhatWaitedTooLongBehindOthers() throws Exception {
    var calls = new AtomicInteger();
    var blocked = new CountDownLatch(1);
    var inbox = inbox("near");
    var slot = new AtomicReference<Context>();
    Service service =
        _ -> {
          calls.incrementAndGet();
          return Future.succeededFuture(Answer.of(LEVEL));
        };
    Await.result(
        vertx.deployVerticle(
            slotContext -> {
              slot.set(slotContext);
              inbox.attach(slotContext, service);
              return Future.succeededFuture();
            },
            // On an event loop it could keep the sender waiting too.
            new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER)));
    Await.result(inbox.open());
    slot.get()
        .runOnContext(
            _ -> {
              try {
                blocked.await(10, TimeUnit.SECONDS);
              } catch (InterruptedException cause) {
                throw new IllegalStateException(cause);
              }
            });

    var late = bus.ask(ROLE, QUESTION, CALLER, Deadline.in(Duration.ofSeconds(1)), null);
    assertEquals(Fault.TIMEOUT, fault(late));
    blocked.countDown();

    Await.until("the inbox is empty", () -> inbox.inFlight() == 0);
    assertEquals(0, calls.get());
  }

  @Test
  void answersABugAsAFault() {
    open(
        "near",
        _ -> {
          throw new IllegalStateException("on purpose");
        });

    assertEquals(Fault.BUG, fault(ask(QUESTION)));
  }

  @Test
  void answersAFailureOfTheWorldAsAFault() {
    open("near", _ -> Future.failedFuture(new java.io.IOException("on purpose")));

    assertEquals(Fault.DEPENDENCY, fault(ask(QUESTION)));
  }

  @Test
  void goesToOneSlotByItsKey() {
    var inbox = inbox("near");
    var seen = new ConcurrentLinkedQueue<String>();
    for (var slot = 0; slot < 3; slot++) {
      var name = "slot " + slot;
      inbox.attach(
          vertx.getOrCreateContext(),
          inquiry -> {
            seen.add(name + inquiry.request().routingKey());
            return Future.succeededFuture(Answer.of(LEVEL));
          });
    }
    Await.result(inbox.open());

    for (var i = 0; i < 30; i++) {
      Await.result(ask(receive("SKU-1")));
    }
    assertEquals(1, Set.copyOf(seen).size());
    seen.clear();

    for (var i = 0; i < 3; i++) {
      Await.result(ask(QUESTION));
    }
    assertEquals(3, Set.copyOf(seen).size(), "without a key they take turns");
  }

  @Test
  void drainsAtOnceWhenItHoldsNothing() {
    var inbox = open("near", _ -> Future.succeededFuture(Answer.of(LEVEL)));

    Await.result(inbox.drain(Duration.ofSeconds(30)));
  }

  /** A virtual thread that goes on to close its Vert.x would wait for itself. */
  @Test
  void stopsDrainingWhenTheTimeIsUp() {
    var inbox = open("near", _ -> Promise.<Answer>promise().future());
    ask(QUESTION);
    Await.until("it holds something", () -> inbox.inFlight() == 1);

    Await.result(inbox.drain(Duration.ofMillis(50)));
  }

  @Test
  void isDrainedForWhoAskedAndNotOnTheSlotThatAnsweredLast() {
    var answer = Promise.<Answer>promise();
    var inbox = inbox("near");
    Await.result(
        vertx.deployVerticle(
            context -> {
              inbox.attach(context, _ -> Future.succeededFuture(answer.future().await()));
              return Future.succeededFuture();
            },
            new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
    Await.result(inbox.open());
    ask(QUESTION);
    Await.until("it holds something", () -> inbox.inFlight() == 1);

    var drained = new AtomicReference<Thread>();
    inbox.drain(Duration.ofSeconds(30)).onComplete(_ -> drained.set(Thread.currentThread()));
    answer.complete(Answer.of(LEVEL));

    Await.until("it is drained", () -> drained.get() != null);
    assertFalse(drained.get().isVirtual(), "it goes on, on " + drained.get());
  }
}
