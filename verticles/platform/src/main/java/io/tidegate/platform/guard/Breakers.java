package io.tidegate.platform.guard;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The circuit breakers of this node, one per dependency. They count faults alone: a refusal is an
 * answer, and a full inbox or a spent deadline says nothing about the health of what is behind it.
 *
 * <p>A breaker opens when a share of the calls of the last seconds were faults. The library's own
 * rule would never see that: it counts faults without a success between them. What it is left with
 * is to be open, to let one call try after a while, and to close if that succeeds.
 *
 * <p>They have no time-out of their own: every call that they guard has one (the bus's deadline,
 * PostgreSQL's statement timeout). A call that an open breaker stops fails with {@link
 * Fault#BREAKER_OPEN}. Metrics: {@code tidegate_breaker_state} (0 closed, 1 half open, 2 open) and
 * {@code tidegate_breaker_faults}, by {@code dependency}. Any thread.
 */
public final class Breakers {

  private final Vertx vertx;
  private final BreakerConfig config;
  private final MeterRegistry meters;
  private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();

  public Breakers(Vertx vertx, BreakerConfig config, MeterRegistry meters) {
    this.vertx = vertx;
    this.config = config;
    this.meters = meters;
  }

  /** The guard of a dependency; {@code isFault} says which failures its health is to blame for. */
  public Breaker of(String dependency, Predicate<Throwable> isFault) {
    return breakers.computeIfAbsent(dependency, name -> create(name, isFault));
  }

  /** The states of all breakers of this node, by dependency. */
  public Map<String, CircuitBreakerState> states() {
    var states = new TreeMap<String, CircuitBreakerState>();
    breakers.forEach((name, breaker) -> states.put(name, breaker.state()));
    return states;
  }

  /** All breakers of this node, by dependency. */
  public SortedMap<String, Breaker> all() {
    return new TreeMap<>(breakers);
  }

  /** How many faults the dependency's breaker counts at the moment. */
  public long failures(String dependency) {
    var breaker = breakers.get(dependency);
    return breaker == null ? 0 : breaker.faults();
  }

  private Breaker create(String name, Predicate<Throwable> isFault) {
    var options =
        new CircuitBreakerOptions()
            .setMaxFailures(Integer.MAX_VALUE)
            .setResetTimeout(config.openFor().toMillis())
            .setMaxRetries(0)
            .setTimeout(-1)
            .setNotificationPeriod(0);
    var library =
        CircuitBreaker.create(name, vertx, options)
            .<Object>failurePolicy(future -> future.failed() && isFault.test(future.cause()));
    var rate = new FaultRate(config.faultsMin(), config.faultPercent(), config.window());
    var breaker = new Breaker(name, library, rate, isFault);
    Gauge.builder("tidegate.breaker.state", breaker, Breaker::level)
        .description("0 closed, 1 half open, 2 open")
        .tag("dependency", name)
        .register(meters);
    Gauge.builder("tidegate.breaker.faults", breaker, Breaker::faults)
        .description("Faults that it counts at the moment")
        .tag("dependency", name)
        .register(meters);
    return breaker;
  }

  /** The guard of one dependency. */
  public static final class Breaker {

    private final String dependency;
    private final CircuitBreaker breaker;
    private final FaultRate rate;
    private final Predicate<Throwable> isFault;
    private volatile Instant since = Instant.now();

    private Breaker(
        String dependency, CircuitBreaker breaker, FaultRate rate, Predicate<Throwable> isFault) {
      this.dependency = dependency;
      this.breaker = breaker;
      this.rate = rate;
      this.isFault = isFault;
      breaker.openHandler(_ -> since = Instant.now());
      breaker.halfOpenHandler(_ -> since = Instant.now());
      breaker.closeHandler(
          _ -> {
            since = Instant.now();
            // Not before: while it is open they say why.
            rate.forget();
          });
    }

    public CircuitBreakerState state() {
      return breaker.state();
    }

    /** When it came into its state. */
    public Instant since() {
      return since;
    }

    /** Makes the call unless the breaker is open. */
    public <T> Future<T> guard(Supplier<Future<T>> call) {
      return breaker.execute(() -> call.get().onComplete(this::count)).recover(this::named);
    }

    private void count(AsyncResult<?> outcome) {
      var isOne = outcome.failed() && isFault.test(outcome.cause());
      if (outcome.failed() && !isOne) {
        // It says nothing, neither bad nor good.
        return;
      }
      if (rate.count(isOne, MonotonicClock.nanoTime())
          && breaker.state() == CircuitBreakerState.CLOSED) {
        breaker.open();
      }
    }

    /** How many faults it counts at the moment. */
    public int faults() {
      return rate.faults(MonotonicClock.nanoTime());
    }

    private int level() {
      return switch (breaker.state()) {
        case CLOSED -> 0;
        case HALF_OPEN -> 1;
        case OPEN -> 2;
      };
    }

    private <T> Future<T> named(Throwable cause) {
      return Future.failedFuture(
          cause instanceof OpenCircuitException
              ? new FaultException(Fault.BREAKER_OPEN, dependency + " is not to be had right now")
              : cause);
    }
  }
}
