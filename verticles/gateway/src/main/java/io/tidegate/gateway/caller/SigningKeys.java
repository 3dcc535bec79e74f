package io.tidegate.gateway.caller;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.identity.IdentityApi;
import io.tidegate.contracts.identity.IdentityApi.GetKeys;
import io.tidegate.contracts.identity.IdentityApi.KeySet;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.bus.Bus;
import io.tidegate.platform.guard.AccessTokens;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.guard.JwkSet;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Identity's public keys, as this node knows them. They are asked for until they are there, and
 * again when a token names a key that is not among them: one question at a time, and not more often
 * than the given interval, so that made-up key ids cannot flood identity. Any thread.
 */
public final class SigningKeys {

  private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
  private static final Caller SELF = Caller.service("gateway");
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
  private static final long ASK_AGAIN_MILLIS = 250;

  private final Vertx vertx;
  private final Bus bus;
  private final String issuer;
  private final String audience;
  private final long intervalNanos;
  private final AtomicReference<Future<Void>> asking = new AtomicReference<>();

  private volatile Known known;
  private volatile long askedNanos;
  private volatile boolean closed;

  /** The keys as they are published, and what verifies with them. */
  private record Known(AccessTokens verifier, String jwks) {}

  public SigningKeys(Vertx vertx, Bus bus, String issuer, String audience, Duration interval) {
    this.vertx = vertx;
    this.bus = bus;
    this.issuer = issuer;
    this.audience = audience;
    this.intervalNanos = interval.toNanos();
  }

  /** Asks until it has them. */
  public void start() {
    ask().onSuccess(_ -> LOG.info("identity's keys are known")).onFailure(this::startAgain);
  }

  /** Asks no more. */
  public void stop() {
    closed = true;
  }

  /** What verifies tokens, or null before the keys are known. */
  AccessTokens verifier() {
    var now = known;
    return now == null ? null : now.verifier();
  }

  /** The keys as a JWK set, or null before they are known. */
  public String jwks() {
    var now = known;
    return now == null ? null : now.jwks();
  }

  /** Completes with the verifier after a look for newer keys, where it is time for one. */
  Future<AccessTokens> renewed() {
    var isTime = known == null || System.nanoTime() - askedNanos >= intervalNanos;
    var current = asking.get();
    if (current == null && !isTime) {
      return Future.succeededFuture(verifier());
    }
    return ask().map(_ -> verifier());
  }

  private void startAgain(Throwable cause) {
    LOG.debug("identity has not told its keys yet", cause);
    if (!closed) {
      vertx.setTimer(ASK_AGAIN_MILLIS, _ -> start());
    }
  }

  private Future<Void> ask() {
    Promise<Void> mine = Promise.promise();
    var current = asking.compareAndExchange(null, mine.future());
    if (current != null) {
      return here(current);
    }
    askedNanos = System.nanoTime();
    return bus.ask(IdentityApi.ROLE, new GetKeys(), SELF, Deadline.in(ANSWER_WITHIN), null)
        .map(this::learnt)
        .onComplete(
            (_, cause) -> {
              asking.set(null);
              mine.complete(null, cause);
            });
  }

  /** The outcome of somebody else's question, on the context of who waits for it here. */
  private Future<Void> here(Future<Void> asked) {
    var context = vertx.getOrCreateContext();
    return Future.future(
        promise ->
            asked.onComplete(
                (_, cause) -> context.runOnContext(_ -> promise.complete(null, cause))));
  }

  private Void learnt(Answer answer) {
    if (!(answer.reply() instanceof KeySet(var jwks))) {
      throw new IllegalStateException("identity answered " + answer.reply().getClass());
    }
    if (known == null || !known.jwks().equals(jwks)) {
      known = new Known(AccessTokens.verifying(vertx, JwkSet.parse(jwks), issuer, audience), jwks);
    }
    return null;
  }
}
