package io.tidegate.platform.crash;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Places at which a test has the process die as if its power were cut: after one promise was kept
 * and before the next.
 *
 * <p>They are nothing unless the JVM is started with {@code -Dtidegate.crashPoints=<folder>}. Then
 * whoever comes to a place for which that folder has a file of its name takes the file away and
 * halts: one process for each file, so that the next life passes. Any thread; where it is armed, it
 * looks at the folder each time, also on an event loop.
 */
public enum CrashPoint {
  /** An order is accepted and not on disk. */
  BEFORE_PLACE_COMMIT,
  /** An order is on disk, and nobody has heard of it. */
  AFTER_PLACE_COMMIT,
  /** Inventory is asked for an order's goods and has not written anything down. */
  BEFORE_RESERVE_COMMIT,
  /** The goods are reserved or refused, and order does not know. */
  AFTER_RESERVE_COMMIT,
  /** The outcome is known and not on disk. */
  BEFORE_DECIDE_COMMIT,
  /** The outcome is on disk, and the caller has not heard it. */
  AFTER_DECIDE_COMMIT,
  /** Kafka has events in a transaction that is not committed. */
  BEFORE_RELAY_COMMIT,
  /** Kafka has the events, and the outbox has them still. */
  AFTER_RELAY_COMMIT,
  /** A reaction's effects are written and not committed. */
  BEFORE_REACTION_COMMIT,
  /** A reaction's effects are committed, and its loop does not know. */
  AFTER_REACTION_COMMIT,
  /** A parcel is kept back for good, and its order has not heard of it. */
  AFTER_CANCEL_COMMIT,
  /** Some of the parcels that one call sends off have left. */
  BETWEEN_DISPATCH_BATCHES;

  /** As a process ends that was killed by SIGKILL. */
  private static final int EXIT_CODE = 137;

  // Constant for the compiler, which leaves nothing of the places where it is null.
  private static final String FOLDER = System.getProperty("tidegate.crashPoints");

  /** Says that the place is reached; does not return where a test wants the process to end. */
  public void reached() {
    if (FOLDER != null) {
      haltWhereWanted();
    }
  }

  /** The same with something that has to be done before the process ends there, and only then. */
  public void reachedAfter(Runnable last) {
    if (FOLDER != null && Files.exists(file())) {
      last.run();
      haltWhereWanted();
    }
  }

  /** Says that the place is reached once that has succeeded; the answer is the very same future. */
  public <T> Future<T> after(Future<T> done) {
    return FOLDER == null ? done : done.onSuccess(_ -> haltWhereWanted());
  }

  private void haltWhereWanted() {
    try {
      if (Files.deleteIfExists(file())) {
        Runtime.getRuntime().halt(EXIT_CODE);
      }
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private Path file() {
    return Path.of(FOLDER, name());
  }
}
