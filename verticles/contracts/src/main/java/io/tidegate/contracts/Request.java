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
}
