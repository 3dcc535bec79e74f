package io.tidegate.loadtests.bench.load;

import java.util.concurrent.CompletableFuture;

/** When requests are sent. Called on the event loop, but for {@link #ended}. */
interface Pace {

  /** A connection has nothing under way: after it was opened, and after each answer. */
  void free(Connection connection);

  /** An answer has arrived whole; {@link #free} follows. */
  void answered(Connection connection, AnswerReader answer);

  /** A connection broke; another one takes its place. */
  void broken(Connection connection, boolean underWay, Throwable cause);

  /** What was to be sent and waits still is not sent any more. */
  default void giveUp() {}

  /** Completes when everything was sent and answered. */
  CompletableFuture<Void> ended();
}
