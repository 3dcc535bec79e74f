package io.tidegate.platform.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.testkit.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatcherTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  /** What was sent, and the way to answer it. */
  private final List<List<String>> sent = new CopyOnWriteArrayList<>();

  private final Deque<Runnable> open = new ArrayDeque<>();

  @AfterEach
  void close() {
    Await.result(vertx.close());
  }

  @Test
  void letsNobodyWaitWhereNothingIsOnItsWay() {
    var batcher = batcher(10, 1, 100, this::done);

    assertEquals("TEA", Await.result(submit(batcher, "tea").getFirst()));
    assertEquals(List.of(List.of("tea")), sent);
  }

  @Test
  void gathersWhileABatchIsOnItsWay() {
    var batcher = batcher(10, 1, 100, this::held);

    var first = submit(batcher, "a");
    var others = submit(batcher, "b", "c", "d");
    assertEquals(List.of(List.of("a")), sent);
    answerNext();

    assertEquals("A", Await.result(first.getFirst()));
    assertEquals(List.of("b", "c", "d"), sent.getLast());
    answerNext();
    assertEquals(List.of("B", "C", "D"), others.stream().map(Await::result).toList());
  }

  @Test
  void keepsAsManyBatchesOnTheirWayAsItMay() {
    var batcher = batcher(10, 2, 100, this::held);

    submit(batcher, "a");
    submit(batcher, "b");
    submit(batcher, "c", "d");

    assertEquals(List.of(List.of("a"), List.of("b")), sent);
    answerNext();
    assertEquals(List.of("c", "d"), sent.getLast());
  }

  @Test
  void sendsNoMoreAtOnceThanABatchMayHave() {
    var batcher = batcher(2, 1, 100, this::held);

    submit(batcher, "a");
    submit(batcher, "b", "c", "d");
    answerNext();
    answerNext();

    assertEquals(List.of(List.of("a"), List.of("b", "c"), List.of("d")), sent);
  }

  @Test
  void restsAsLongAsABatchTookSoThatTheNextIsLarger() {
    var batcher = batcher(4, Duration.ofMillis(300), this::held);
    submit(batcher, "a");
    var slow = Deadline.in(Duration.ofMillis(300));
    Await.until("the first batch took long", slow::hasPassed);
    answerNext();

    submit(batcher, "b");
    assertEquals(List.of(List.of("a")), sent);
    Await.until("it has rested", () -> sent.size() == 2);
    assertEquals(List.of("b"), sent.getLast());
    answerNext();

    submit(batcher, "c");
    submit(batcher, "half of one", "does not wait");
    assertEquals(List.of("c", "half of one"), sent.get(2));
    answerNext();
    Await.until("the rest follows", () -> sent.size() == 4);
    assertEquals(List.of("does not wait"), sent.getLast());
  }

  @Test
  void doesNotRestLongerThanItMay() {
    var batcher = batcher(10, Duration.ofMillis(1), this::held);
    submit(batcher, "a");
    var slow = Deadline.in(Duration.ofMillis(200));
    Await.until("the first batch took long", slow::hasPassed);
    answerNext();

    var answered = Deadline.in(Duration.ofMillis(150));
    submit(batcher, "b");
    Await.until("the next is sent", () -> sent.size() == 2);
    assertFalse(answered.hasPassed());
  }

  @Test
  void refusesWhatItHasNoRoomFor() {
    var batcher = batcher(2, 1, 1, this::held);

    var results = submit(batcher, "a", "b", "c");

    assertEquals(Fault.BUSY, fault(results.getLast()));
    assertEquals(1, meters.counter("tidegate.batch.refused", "batch", "test").count());
  }

  @Test
  void tellsWhoWaitsInVainEvenWhereNoBatchComesBack() {
    var batcher = batcher(2, 1, 10, this::held);
    submit(batcher, "a");
    var patient = submit(batcher, "patient").getFirst();
    var late = submit(batcher, Duration.ofMillis(50), "late").getFirst();
    var later = submit(batcher, Duration.ofMillis(100), "later").getFirst();

    assertEquals(Fault.EXPIRED, fault(late));
    assertEquals(Fault.EXPIRED, fault(later));
    answerNext();
    answerNext();

    assertEquals("PATIENT", Await.result(patient));
    assertEquals(List.of(List.of("a"), List.of("patient")), sent);
    assertEquals(2, meters.counter("tidegate.batch.refused", "batch", "test").count());
    assertEquals(0, meters.get("tidegate.batch.depth").gauge().value());
  }

  @Test
  void sendsNothingWhoseDeadlineHasPassed() {
    var batcher = batcher(2, 1, 10, this::held);
    submit(batcher, "a");
    var late = submit(batcher, Duration.ofMillis(20), "late").getFirst();
    var inTime = submit(batcher, "b").getFirst();

    var passed = Deadline.in(Duration.ofMillis(20));
    Await.until("the deadline has passed", passed::hasPassed);
    answerNext();
    answerNext();

    assertEquals(Fault.EXPIRED, fault(late));
    assertEquals("B", Await.result(inTime));
    assertEquals(List.of(List.of("a"), List.of("b")), sent);
  }

  @Test
  void refusesAtOnceWhatWouldWaitLongerThanItsDeadline() {
    var batcher = batcher(1, 1, 100, this::held);
    submit(batcher, "slow");
    var slow = Deadline.in(Duration.ofMillis(200));
    Await.until("the first batch took long", slow::hasPassed);
    answerNext();

    submit(batcher, "a");
    submit(batcher, Duration.ofMillis(100), "next");
    var hopeless = submit(batcher, Duration.ofMillis(100), "one batch too late").getFirst();

    assertEquals(Fault.BUSY, fault(hopeless));
    assertEquals(List.of("a"), sent.getLast());
  }

  @Test
  void sendsABatchAgainAfterAnOutage() {
    var attempts = new AtomicInteger();
    var batcher =
        batcher(
            10,
            1,
            100,
            batch ->
                attempts.incrementAndGet() < 3
                    ? Future.failedFuture(new IOException("lost"))
                    : done(batch));

    var results = submit(batcher, "a", "b");

    assertEquals(List.of("A", "B"), results.stream().map(Await::result).toList());
    assertEquals(2, meters.counter("tidegate.batch.resent", "batch", "test").count());
  }

  @Test
  void givesUpWhenAnOutageLasts() {
    var lost = new IOException("lost");
    var batcher = batcher(10, 1, 100, _ -> Future.failedFuture(lost));

    assertSame(lost, Await.failure(submit(batcher, "a").getFirst()));
    assertEquals(3, sent.size());
    assertSame(lost, Await.failure(submit(batcher, "the next").getFirst()));
  }

  @Test
  void doesNotSayThatNothingWasDoneWhereAnOutageMayHaveHiddenIt() {
    var lost = new IOException("lost");
    var attempts = new AtomicInteger();
    var batcher =
        batcher(
            10,
            1,
            100,
            _ ->
                Future.failedFuture(
                    attempts.incrementAndGet() == 1
                        ? lost
                        : new FaultException(Fault.BREAKER_OPEN, "open by now")));

    assertSame(lost, Await.failure(submit(batcher, "a").getFirst()));
    assertEquals(2, sent.size());
  }

  @Test
  void findsTheOneWhoFails() {
    var batcher =
        batcher(10, 1, 100, batch -> batch.contains("first") ? held(batch) : withoutPoison(batch));
    submit(batcher, "first");
    var results = submit(batcher, "a", "b", "poison", "c", "d");
    answerNext();

    assertEquals("poison", Await.failure(results.get(2)).getMessage());
    assertEquals(
        List.of("A", "B", "C", "D"),
        results.stream().filter(one -> one != results.get(2)).map(Await::result).toList());
    assertEquals(
        List.of(
            List.of("first"),
            List.of("a", "b", "poison", "c", "d"),
            List.of("a", "b"),
            List.of("poison", "c", "d"),
            List.of("poison"),
            List.of("c", "d")),
        sent);
  }

  @Test
  void answersEverybodyOfAStepThatAnswersTooFew() {
    var batcher = batcher(10, 1, 100, _ -> Future.succeededFuture(List.of()));

    assertInstanceOf(IllegalStateException.class, Await.failure(submit(batcher, "a").getFirst()));
  }

  private Batcher<String, String> batcher(
      int size, Duration rest, Function<List<String>, Future<List<String>>> step) {
    return batcher(new Batcher.Limits(size, 1, 100, rest), step);
  }

  private Batcher<String, String> batcher(
      int size, int inFlight, int queued, Function<List<String>, Future<List<String>>> step) {
    return batcher(new Batcher.Limits(size, inFlight, queued, Duration.ZERO), step);
  }

  private Batcher<String, String> batcher(
      Batcher.Limits limits, Function<List<String>, Future<List<String>>> step) {
    return new Batcher<>(
        vertx,
        limits,
        new BatchMeters(meters, "test"),
        batch -> {
          sent.add(batch);
          return step.apply(batch);
        });
  }

  private Future<List<String>> done(List<String> batch) {
    return Future.succeededFuture(upper(batch));
  }

  private Future<List<String>> held(List<String> batch) {
    Promise<List<String>> answer = Promise.promise();
    open.add(() -> answer.complete(upper(batch)));
    return answer.future();
  }

  private Future<List<String>> withoutPoison(List<String> batch) {
    if (batch.contains("poison")) {
      throw new IllegalArgumentException("poison");
    }
    return done(batch);
  }

  private static List<String> upper(List<String> batch) {
    return batch.stream().map(text -> text.toUpperCase(Locale.ROOT)).toList();
  }

  private void answerNext() {
    onContext(
        () -> {
          open.remove().run();
          return null;
        });
  }

  private List<Future<String>> submit(Batcher<String, String> batcher, String... commands) {
    return submit(batcher, LONG, commands);
  }

  private List<Future<String>> submit(
      Batcher<String, String> batcher, Duration within, String... commands) {
    return onContext(
        () -> {
          var results = new ArrayList<Future<String>>();
          for (var command : commands) {
            results.add(batcher.submit(command, Deadline.in(within)));
          }
          return results;
        });
  }

  private <T> T onContext(Supplier<T> work) {
    Promise<T> done = Promise.promise();
    context.runOnContext(_ -> done.complete(work.get()));
    return Await.result(done.future());
  }

  private static Fault fault(Future<?> refused) {
    return assertInstanceOf(FaultException.class, Await.failure(refused)).fault();
  }
}
