package io.tidegate.platform.guard;

import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The circuit breakers of this node, one per dependency. They count faults alone: a refusal is an
 * answer, and a full inbox or a spent deadline says nothing about the health of what is behind it.
 *
 * <p>They have no time-out of their own: every call that they guard has one (the bus's deadline,
 * PostgreSQL's statement timeout). A call that an open breaker stops fails with {@link
 * Fault#BREAKER_OPEN}. Any thread.
 */
public final class Breakers {

  private final Vertx vertx;
  private final BreakerConfig config;
  private final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();

  public Breakers(Vertx vertx, BreakerConfig config) {
    this.vertx = vertx;
    this.config = config;
  }

  /** The guard of a dependency; {@code isFault} says which failures its health is to blame for. */
  public Breaker of(String dependency, Predicate<Throwable> isFault) {
    var breaker = breakers.computeIfAbsent(dependency, name -> create(name, isFault));
    return new Breaker(dependency, breaker);
  }

  /** The states of all breakers of this node, by dependency. */
  public Map<String, CircuitBreakerState> states() {
    var states = new java.util.TreeMap<String, CircuitBreakerState>();
    breakers.forEach((name, breaker) -> states.put(name, breaker.state()));
    return states;
  }

  /** How many faults the dependency's breaker counts at the moment. */
  public long failures(String dependency) {
    var breaker = breakers.get(dependency);
    return breaker == null ? 0 : breaker.failureCount();
  }

  private CircuitBreaker create(String name, Predicate<Throwable> isFault) {
    var options =
        new CircuitBreakerOptions()
            .setMaxFailures(config.faultsMax())
            .setFailuresRollingWindow(config.window().toMillis())
            .setResetTimeout(config.openFor().toMillis())
            .setMaxRetries(0)
            .setTimeout(-1)
            .setNotificationPeriod(0);
    return CircuitBreaker.create(name, vertx, options)
        .<Object>failurePolicy(future -> future.failed() && isFault.test(future.cause()));
  }

  /** The guard of one dependency. */
  public static final class Breaker {

    private final String dependency;
    private final CircuitBreaker breaker;

    private Breaker(String dependency, CircuitBreaker breaker) {
      this.dependency = dependency;
      this.breaker = breaker;
    }

    /** Makes the call unless the breaker is open. */
    public <T> Future<T> guard(Supplier<Future<T>> call) {
      return breaker.execute(call).recover(this::named);
    }

    private <T> Future<T> named(Throwable cause) {
      return Future.failedFuture(
          cause instanceof OpenCircuitException
              ? new FaultException(Fault.BREAKER_OPEN, dependency + " is not to be had right now")
              : cause);
    }
  }
}
