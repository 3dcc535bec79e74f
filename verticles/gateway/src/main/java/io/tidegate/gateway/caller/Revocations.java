package io.tidegate.gateway.caller;

import io.micrometer.core.instrument.Gauge;
import io.tidegate.contracts.Caller;
import io.tidegate.contracts.SessionId;
import io.tidegate.contracts.WireMessage;
import io.tidegate.contracts.identity.IdentityApi;
import io.tidegate.contracts.identity.IdentityApi.GetRevocations;
import io.tidegate.contracts.identity.IdentityApi.Revocation;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.run.Platform;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logins that have ended while tokens of theirs may still be going round.
 *
 * <p>The truth is in identity's database, and is read every so often: all that ended since a little
 * before the last read, as late commits would slip past a cursor. What identity tells on the bus
 * makes it immediate, and may get lost. Where nothing could be read for too long this node no
 * longer knows, and says so. One for a node; any thread.
 */
public final class Revocations {

  private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);
  private static final Caller SELF = Caller.service("gateway");

  /** How far back each read begins before the last one: longer than any commit takes. */
  private static final Duration OVERLAP = Duration.ofSeconds(5);

  /** How far identity's clock and ours may be apart, and a token may outlive its time. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(1);

  private final Platform platform;
  private final Duration kept;
  private final Duration pause;
  private final long staleNanos;
  private final Map<SessionId, Instant> endedAt = new ConcurrentHashMap<>();

  /** Where the next read begins; null before the first. Reads follow each other. */
  private volatile Instant next;

  private volatile long readNanos;
  private volatile boolean wereRead;
  private volatile boolean closed;

  /**
   * Knows of none yet.
   *
   * @param tokenLifetime how long a token can be good at most
   * @param pause between two reads
   * @param staleAfter how long the last read stands for what is
   */
  public Revocations(
      Platform platform, Duration tokenLifetime, Duration pause, Duration staleAfter) {
    this.platform = platform;
    this.kept = tokenLifetime.plus(MARGIN);
    this.pause = pause;
    this.staleNanos = staleAfter.toNanos();
    Gauge.builder("tidegate.gateway.revocations", endedAt, Map::size)
        .description("Ended logins whose tokens may still be going round")
        .register(platform.meters());
  }

  /** Begins to read and to listen; completes when it hears what is told. */
  public Future<Void> start() {
    read();
    return platform.bus().hear(IdentityApi.REVOKED_ADDRESS, WireMessage.class, this::told);
  }

  /** Reads no more. */
  public void stop() {
    closed = true;
  }

  /** Whether this node knows which logins have ended. */
  public boolean areKnown() {
    return wereRead && System.nanoTime() - readNanos <= staleNanos;
  }

  /** Whether a login has ended, as far as this node knows. */
  public boolean hasEnded(SessionId login) {
    return endedAt.containsKey(login);
  }

  private void told(WireMessage hint) {
    switch (hint) {
      case Revocation one -> add(one);
      case IdentityApi.Revocations some -> some.items().forEach(this::add);
      default -> LOG.debug("identity told {}, which says nothing here", hint.getClass());
    }
  }

  private void read() {
    var askedNanos = System.nanoTime();
    platform
        .bus()
        .ask(IdentityApi.ROLE, new GetRevocations(since()), SELF, Deadline.in(ANSWER_WITHIN), null)
        .map(answer -> learnt(answer, askedNanos))
        .onSuccess(this::readAgain)
        .onFailure(cause -> LOG.debug("the revocations could not be read", cause))
        .onFailure(_ -> readLater());
  }

  private Instant since() {
    return next == null ? platform.clock().instant().minus(kept) : next;
  }

  private boolean learnt(Answer answer, long askedNanos) {
    if (!(answer.reply() instanceof IdentityApi.Revocations(var items, var readAt))) {
      throw new IllegalStateException("identity answered " + answer.reply().getClass());
    }
    items.forEach(this::add);
    var until = readAt.minus(kept);
    endedAt.values().removeIf(at -> at.isBefore(until));
    // A full page tells up to its last end: the rest is read at once, and only then is all known.
    var isAll = items.isEmpty() || items.getLast().at().isBefore(readAt);
    next = isAll ? readAt.minus(OVERLAP) : readAt;
    if (isAll) {
      readNanos = askedNanos;
      wereRead = true;
    }
    return isAll;
  }

  private void readAgain(boolean isAll) {
    if (isAll) {
      readLater();
    } else {
      read();
    }
  }

  private void readLater() {
    if (!closed) {
      platform.vertx().setTimer(pause.toMillis(), _ -> read());
    }
  }

  private void add(Revocation ended) {
    endedAt.put(ended.sid(), ended.at());
  }
}
