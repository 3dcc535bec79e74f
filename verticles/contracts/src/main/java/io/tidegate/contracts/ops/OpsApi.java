package io.tidegate.contracts.ops;

import io.tidegate.contracts.CommonRefusal;
import java.time.Instant;
import java.util.List;

/**
 * What operators may ask: of a node about itself, and of any domain about the events that it could
 * not apply. Everybody else is refused with {@link CommonRefusal.Forbidden}.
 */
public final class OpsApi {

  /** The role that every node carries, to be asked about itself. */
  public static final String ROLE = "node";

  private OpsApi() {}

  /** A question or a command. */
  public sealed interface Request extends io.tidegate.contracts.Request {}

  /** To be asked of a certain node, under {@link #ROLE}. */
  public sealed interface OfNode extends Request {}

  /** The node's circuit breakers; answered by {@link BreakerList}. */
  public record ListBreakers() implements OfNode {}

  /** To be asked of a domain, under its own role. */
  public sealed interface OfDomain extends Request {}

  /**
   * What each aggregate waits for of which a reaction could not apply an event: that event, oldest
   * first, those whose number is above {@code after}, at most {@code limit}. Answered by {@link
   * DeadLetterList}.
   */
  public record ListDeadLetters(long after, int limit) implements OfDomain {}

  /**
   * Has the reaction apply a dead letter again, and then what waits behind it, in order; done soon
   * after it is answered, by {@link DeadLetterRetry} or {@link CommonRefusal.NotFound}. Asking
   * again adds nothing while the first is not done.
   */
  public record RetryDeadLetter(long number) implements OfDomain {}

  /** An answer. */
  public sealed interface Reply extends io.tidegate.contracts.Reply {}

  /** The breakers of a node, by name. */
  public record BreakerList(List<Breaker> items) implements Reply {
    public BreakerList {
      items = List.copyOf(items);
    }
  }

  /**
   * A circuit breaker.
   *
   * @param name the dependency's
   * @param failures how many faults it counts at the moment
   * @param since when it came into this state
   */
  public record Breaker(String name, BreakerState state, int failures, Instant since) {}

  /** What a breaker does with a call. */
  public enum BreakerState {
    /** It lets every call pass. */
    CLOSED,
    /** It lets none pass. */
    OPEN,
    /** It waits for the end of the one call that it has let pass. */
    HALF_OPEN
  }

  /** Some of a domain's dead letters; there are more where it holds as many as were asked for. */
  public record DeadLetterList(List<DeadLetter> items) implements Reply {
    public DeadLetterList {
      items = List.copyOf(items);
    }
  }

  /**
   * An event that could not be applied.
   *
   * @param number the domain's own
   * @param consumer the reaction that could not
   * @param version the aggregate's, or null where the event does not say
   * @param type likewise
   * @param reason what it failed with, the last time
   * @param at when it failed first
   * @param attempts how often it was tried
   * @param behind how many later events of its aggregate wait for it
   */
  public record DeadLetter(
      long number,
      String consumer,
      String topic,
      String aggregateId,
      Integer version,
      String type,
      String reason,
      Instant at,
      int attempts,
      int behind) {}

  /** It will be tried again soon. */
  public record DeadLetterRetry(long number) implements Reply {}
}
