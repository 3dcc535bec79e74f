package io.tidegate.platform.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidegate.testkit.Await;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BreakersTest {

  private static final int FAULTS_MIN = 3;

  private final Vertx vertx = Vertx.vertx();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final Breakers breakers =
      new Breakers(
          vertx,
          new BreakerConfig(FAULTS_MIN, 50, Duration.ofSeconds(10), Duration.ofMillis(200)),
          meters);
  private final Breakers.Breaker breaker = breakers.of("stock", IOException.class::isInstance);

  @AfterEach
  void close() {
    Await.result(vertx.close());
  }

  @Test
  void letsResultsThrough() {
    assertEquals("level", Await.result(breaker.guard(() -> Future.succeededFuture("level"))));
  }

  @Test
  void letsFailuresThroughAsTheyAre() {
    var lost = new IOException("lost");

    assertSame(lost, Await.failure(breaker.guard(() -> Future.failedFuture(lost))));
  }

  @Test
  void opensAfterFaultsInARow() {
    fail(FAULTS_MIN);

    assertEquals(CircuitBreakerState.OPEN, state());
    assertEquals(FAULTS_MIN, breakers.failures("stock"));
  }

  @Test
  void saysSinceWhenItIsAsItIs() {
    var created = breakers.all().get("stock").since();
    Await.until("time has passed", () -> Instant.now().isAfter(created));
    fail(FAULTS_MIN - 1);
    assertEquals(created, breakers.all().get("stock").since());

    fail(1);

    var opened = breakers.all().get("stock").since();
    assertTrue(opened.isAfter(created), () -> opened + " after " + created);
    Await.until("it lets a call try", () -> state() == CircuitBreakerState.HALF_OPEN);
    Await.until("it says so", () -> breakers.all().get("stock").since().isAfter(opened));
  }

  @Test
  void opensWhenHalfOfTheCallsAreFaultsThoughOthersSucceed() {
    for (var call = 1; call < FAULTS_MIN; call++) {
      Await.result(breaker.guard(() -> Future.succeededFuture("level")));
      fail(1);
    }
    Await.result(breaker.guard(() -> Future.succeededFuture("level")));
    assertEquals(CircuitBreakerState.CLOSED, state());

    fail(1);

    assertEquals(CircuitBreakerState.OPEN, state());
  }

  @Test
  void staysClosedForTheFewFaultsOfManyCalls() {
    for (var call = 0; call < 10 * FAULTS_MIN; call++) {
      Await.result(breaker.guard(() -> Future.succeededFuture("level")));
    }

    fail(FAULTS_MIN);

    assertEquals(CircuitBreakerState.CLOSED, state());
    assertEquals(FAULTS_MIN, breakers.failures("stock"));
  }

  @Test
  void tellsItsStateToTheMetrics() {
    assertEquals(0, level());
    fail(FAULTS_MIN - 1);
    assertEquals(
        FAULTS_MIN - 1,
        meters.get("tidegate.breaker.faults").tag("dependency", "stock").gauge().value());

    fail(1);

    assertEquals(2, level());
    Await.until("it lets a call try", () -> level() == 1);
  }

  @Test
  void makesNoCallWhileItIsOpen() {
    fail(FAULTS_MIN);
    var calls = new AtomicInteger();

    var refused =
        Await.failure(breaker.guard(() -> Future.succeededFuture(calls.incrementAndGet())));

    assertEquals(Fault.BREAKER_OPEN, assertInstanceOf(FaultException.class, refused).fault());
    assertEquals(0, calls.get());
  }

  @Test
  void neverOpensForFailuresThatSayNothingOfTheDependency() {
    for (var i = 0; i < 10 * FAULTS_MIN; i++) {
      Await.failure(breaker.guard(() -> Future.failedFuture(new IllegalStateException("ours"))));
    }
    assertEquals(CircuitBreakerState.CLOSED, state());

    // Nor do they speak for it.
    fail(FAULTS_MIN);
    assertEquals(CircuitBreakerState.OPEN, state());
  }

  @Test
  void countsAnExceptionAsTheFailureThatItIs() {
    var thrown = new IllegalStateException("thrown");

    assertSame(
        thrown,
        Await.failure(
            breaker.guard(
                () -> {
                  throw thrown;
                })));
  }

  @Test
  void recoversOnceACallSucceedsAgain() {
    fail(FAULTS_MIN);
    Await.until("it lets a call try", () -> state() == CircuitBreakerState.HALF_OPEN);

    Await.result(breaker.guard(() -> Future.succeededFuture("level")));

    assertEquals(CircuitBreakerState.CLOSED, state());
    assertEquals(0, breakers.failures("stock"));
  }

  @Test
  void opensAgainIfTheCallThatTriesFails() {
    fail(FAULTS_MIN);
    Await.until("it lets a call try", () -> state() == CircuitBreakerState.HALF_OPEN);

    fail(1);

    assertEquals(CircuitBreakerState.OPEN, state());
  }

  @Test
  void isOneForADependencyWhoeverAsksForIt() {
    fail(FAULTS_MIN - 1);
    Await.failure(
        breakers
            .of("stock", IOException.class::isInstance)
            .guard(() -> Future.failedFuture(new IOException("lost"))));

    assertEquals(CircuitBreakerState.OPEN, state());
  }

  private void fail(int times) {
    for (var i = 0; i < times; i++) {
      Await.failure(breaker.guard(() -> Future.failedFuture(new IOException("lost"))));
    }
  }

  private double level() {
    return meters.get("tidegate.breaker.state").tag("dependency", "stock").gauge().value();
  }

  private CircuitBreakerState state() {
    return breakers.states().get("stock");
  }
}
