package io.tidegate.platform.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LeasedLoopTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private static TestDatabase database;
  private static TestNode node;
  private static Postgres postgres;

  private final String name = UUID.randomUUID().toString();
  private final List<Runner> runners = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() {
    database = TestDatabase.of("inventory", "text");
    node = TestNode.on(database).start();
    postgres = node.platform().postgres("inventory");
  }

  @AfterAll
  static void stop() {
    Await.result(postgres.close());
    node.close();
    database.close();
  }

  @AfterEach
  void stopLoops() {
    runners.forEach(runner -> Await.result(runner.stop()));
  }

  /** A loop on an event loop of its own, and what it did. */
  private final class Runner implements LeasedLoop.Work {

    final List<String> log = new CopyOnWriteArrayList<>();
    final AtomicInteger turns = new AtomicInteger();
    volatile Supplier<Future<Boolean>> turn = () -> Future.succeededFuture(false);
    volatile Supplier<Future<Void>> beginning = Future::succeededFuture;
    private LeasedLoop loop;
    private Context context;

    Runner(String holder, Duration term, Duration pause) {
      this(holder, term, pause, pause);
    }

    Runner(String holder, Duration term, Duration pauseLeast, Duration pauseMost) {
      var lease = new Lease(postgres, "inventory", name, holder, term);
      Await.result(
          node.vertx()
              .deployVerticle(
                  new VerticleBase() {
                    @Override
                    public Future<?> start() {
                      Runner.this.context = context;
                      loop = new LeasedLoop(vertx, lease, Runner.this, pauseLeast, pauseMost);
                      return Future.succeededFuture();
                    }
                  }));
      runners.add(this);
    }

    Runner started() {
      context.runOnContext(_ -> loop.start());
      return this;
    }

    Future<Void> stop() {
      return on(loop::stop);
    }

    void kick() {
      context.runOnContext(_ -> loop.kick());
    }

    private Future<Void> on(Callable<Future<Void>> call) {
      var done = Promise.<Void>promise();
      context.runOnContext(
          _ -> {
            try {
              call.call().onComplete(done);
            } catch (Exception cause) {
              done.fail(cause);
            }
          });
      return done.future();
    }

    @Override
    public Future<Void> begin(long epoch) {
      log.add("begin " + epoch);
      return beginning.get();
    }

    @Override
    public Future<Boolean> turn() {
      turns.incrementAndGet();
      return turn.get();
    }

    @Override
    public Future<Void> end() {
      log.add("end");
      return Future.succeededFuture();
    }
  }

  @Test
  void worksAgainAtOnceWhileThereIsMore() {
    var runner = new Runner("a", LONG, LONG);
    runner.turn = () -> Future.succeededFuture(runner.turns.get() < 50);
    runner.started();

    Await.until("all is done", () -> runner.turns.get() == 50);
    assertEquals(List.of("begin 1"), runner.log);
  }

  @Test
  void pausesWhenThereIsNoMore() {
    var runner = new Runner("a", LONG, Duration.ofMillis(20)).started();

    Await.until("it has looked again", () -> runner.turns.get() > 3);
  }

  @Test
  void waitsOnlyForTheShortestPauseWhenItIsKicked() {
    var runner = new Runner("a", LONG, Duration.ofMillis(1), LONG).started();
    // Each pause is twice as long as the one before it: now one of two seconds begins.
    Await.until("it pauses long", () -> runner.turns.get() == 12);

    // A kick may come while the turn is still ending, which it then makes no difference to.
    Await.until(
        "it has looked again",
        Duration.ofMillis(1_500),
        () -> {
          runner.kick();
          return runner.turns.get() > 12;
        });
  }

  @Test
  void worksOnOneHolderOnly() {
    var first = new Runner("a", LONG, Duration.ofMillis(5)).started();
    Await.until("the first works", () -> first.turns.get() > 0);
    var second = new Runner("b", Duration.ofMillis(30), Duration.ofMillis(5)).started();

    Await.until("the first goes on", () -> first.turns.get() > 30);
    assertEquals(0, second.turns.get());
  }

  @Test
  void takesOverWithTheNextEpochWhenTheHolderStops() {
    var first = new Runner("a", LONG, Duration.ofMillis(5)).started();
    Await.until("the first works", () -> first.turns.get() > 0);
    var second = new Runner("b", Duration.ofMillis(300), Duration.ofMillis(5)).started();

    Await.result(first.stop());

    Await.until("the second works", () -> second.turns.get() > 0);
    assertEquals(List.of("begin 1", "end"), first.log);
    assertEquals(List.of("begin 2"), second.log);
  }

  @Test
  void takesOverFromAHolderThatHangs() {
    var hang = Promise.<Boolean>promise();
    var first = new Runner("a", Duration.ofMillis(200), Duration.ofMillis(5));
    first.turn = hang::future;
    first.started();
    Await.until("the first hangs", () -> first.turns.get() == 1);
    var second = new Runner("b", Duration.ofMillis(200), Duration.ofMillis(5)).started();

    Await.until("the second works", () -> second.turns.get() > 0);
    hang.complete(true);
    Await.until("the first gives up", () -> first.log.contains("end"));
    assertEquals(List.of("begin 2"), second.log);
  }

  /** Two that wait for the same third would take the lease from each other for ever. */
  @Test
  void keepsItsLeaseWhileATurnWaitsLongerThanATerm() {
    var term = Duration.ofMillis(400);
    var slow = Promise.<Boolean>promise();
    var first = new Runner("a", term, Duration.ofMillis(5));
    first.turn = slow::future;
    first.started();
    Await.until("the first waits", () -> first.turns.get() == 1);
    var second = new Runner("b", Duration.ofMillis(60), Duration.ofMillis(5)).started();
    var began = System.nanoTime();

    Await.until("two terms have passed", () -> System.nanoTime() - began > 2 * term.toNanos());

    assertEquals(0, second.turns.get());
    slow.complete(true);
    Await.until("the first goes on", () -> first.turns.get() > 1);
    assertEquals(List.of("begin 1"), first.log);
  }

  @Test
  void keepsItsLeaseWhileItWorks() {
    var first = new Runner("a", Duration.ofMillis(150), Duration.ofMillis(5)).started();
    Await.until("the first works", () -> first.turns.get() > 0);
    var second = new Runner("b", Duration.ofMillis(150), Duration.ofMillis(5)).started();

    Await.until("many terms have passed", () -> first.turns.get() > 150);

    assertEquals(0, second.turns.get());
    assertEquals(List.of("begin 1"), first.log);
  }

  @Test
  void beginsAnewAfterATurnThatFailed() {
    var runner = new Runner("a", LONG, Duration.ofMillis(5));
    runner.turn =
        () ->
            runner.turns.get() == 1
                ? Future.failedFuture("on purpose")
                : Future.succeededFuture(false);
    runner.started();

    Await.until("it works again", () -> runner.turns.get() > 1);
    assertEquals(List.of("begin 1", "end", "begin 1"), runner.log);
  }

  @Test
  void beginsAnewAfterATurnThatThrew() {
    var runner = new Runner("a", LONG, Duration.ofMillis(5));
    runner.turn =
        () -> {
          if (runner.turns.get() == 1) {
            throw new IllegalStateException("on purpose");
          }
          return Future.succeededFuture(false);
        };
    runner.started();

    Await.until("it works again", () -> runner.turns.get() > 1);
  }

  @Test
  void endsWhatItCouldNotBegin() {
    var runner = new Runner("a", LONG, Duration.ofMillis(5));
    var begun = new AtomicInteger();
    runner.beginning =
        () ->
            begun.incrementAndGet() == 1
                ? Future.failedFuture("on purpose")
                : Future.succeededFuture();
    runner.started();

    Await.until("it works", () -> runner.turns.get() > 0);
    assertEquals(List.of("begin 1", "end", "begin 1"), runner.log);
  }

  @Test
  void waitsLongerTheMoreOftenItFails() {
    var runner = new Runner("a", LONG, Duration.ofMillis(1));
    runner.turn = () -> Future.failedFuture("on purpose");
    var start = System.nanoTime();
    runner.started();

    Await.until("it has failed four times", () -> runner.turns.get() == 4);

    // 100 + 200 + 400 ms between them.
    assertTrue(System.nanoTime() - start > Duration.ofMillis(650).toNanos(), "too eager");
  }

  @Test
  void stopsAfterTheTurnUnderWay() {
    var turn = Promise.<Boolean>promise();
    var runner = new Runner("a", LONG, Duration.ofMillis(5));
    runner.turn = turn::future;
    runner.started();
    Await.until("a turn is under way", () -> runner.turns.get() == 1);

    var stopped = runner.stop();
    // Its context does things in their order: after this it has been told.
    Await.result(runner.on(Future::succeededFuture));
    assertFalse(stopped.isComplete());
    assertEquals(List.of("begin 1"), runner.log);
    turn.complete(true);

    Await.result(stopped);
    assertEquals(1, runner.turns.get());
    assertEquals(List.of("begin 1", "end"), runner.log);
  }

  @Test
  void stopsAtOnceWhileItPauses() {
    var runner = new Runner("a", LONG, LONG).started();
    Await.until("it pauses", () -> runner.turns.get() == 1);

    Await.result(runner.stop());
  }

  @Test
  void stopsAtOnceWhileAnotherHoldsTheLease() {
    var first = new Runner("a", LONG, LONG).started();
    Await.until("the first works", () -> first.turns.get() == 1);
    var second = new Runner("b", LONG, LONG).started();

    Await.result(second.stop());

    assertEquals(List.of(), second.log);
  }

  @Test
  void stopsWhileItAsksForTheLease() {
    var runner = new Runner("a", LONG, LONG).started();

    Await.result(runner.stop());
    Await.result(runner.stop());

    assertTrue(runner.turns.get() <= 1);
  }

  @Test
  void stopsThoughItNeverStarted() {
    Await.result(new Runner("a", LONG, LONG).stop());
  }
}
