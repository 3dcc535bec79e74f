package io.tidegate.identity.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.testkit.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PasswordsTest {

  private static final int THREADS = 1;
  private static final int QUEUE_MAX = 3;

  private Vertx vertx;
  private Passwords passwords;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    var cost = new ArgonCost(8_192, 2);
    passwords = new Passwords(vertx, cost, THREADS, QUEUE_MAX, new SimpleMeterRegistry());
  }

  @AfterEach
  void stop() {
    Await.result(passwords.close());
    Await.result(vertx.close());
  }

  @Test
  void knowsThePasswordAgain() {
    var hash = Optional.of(Await.result(passwords.hash("correct horse", soon())));

    assertTrue(Await.result(passwords.matches("correct horse", hash, soon())));
    assertFalse(Await.result(passwords.matches("wrong horse", hash, soon())));
  }

  @Test
  void saysNoWhereThereIsNoHash() {
    assertFalse(Await.result(passwords.matches("correct horse", Optional.empty(), soon())));
  }

  @Test
  void refusesAtOnceWhatIsBeyondItsLimit() {
    List<Future<String>> accepted = new ArrayList<>();
    for (var i = 0; i < THREADS + QUEUE_MAX; i++) {
      accepted.add(passwords.hash("correct horse", soon()));
    }

    assertEquals(Fault.BUSY, fault(passwords.hash("correct horse", soon())));
    accepted.forEach(Await::result);
  }

  @Test
  void takesMoreOnceThereIsRoom() {
    for (var i = 0; i < 3 * (THREADS + QUEUE_MAX); i++) {
      Await.result(passwords.hash("correct horse", soon()));
    }
    assertEquals(Fault.EXPIRED, fault(passwords.hash("correct horse", Deadline.in(Duration.ZERO))));
    Await.result(passwords.hash("correct horse", soon()));
  }

  private static Deadline soon() {
    return Deadline.in(Await.PATIENCE);
  }

  private static Fault fault(Future<?> future) {
    return assertInstanceOf(FaultException.class, Await.failure(future)).fault();
  }
}
