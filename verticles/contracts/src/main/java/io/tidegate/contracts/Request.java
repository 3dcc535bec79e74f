package io.tidegate.contracts;

/** A command or a query: what one domain may ask of another, answered by one {@link Reply}. */
public interface Request extends WireMessage {

  /**
   * What decides which node and slot handle it, so that requests about one thing meet in one place;
   * empty where anybody may answer.
   */
  default String routingKey() {
    return "";
  }

  /**
   * Whether asking again, where no answer came, has no more effect and gets no other answer than
   * asking once: so it is with a question, a {@link KeyedCommand}, and a command that its subject
   * makes harmless. Where this is false, only what surely did not arrive is sent again.
   */
  default boolean repeatable() {
    return true;
  }
}
