package io.tidegate.platform.guard;

import java.util.ServiceLoader;
import java.util.function.LongSupplier;

/**
 * The clock that deadlines, leases and waits are measured with: the JVM's, unless the class path
 * brings a {@link Source}, as the simulation's does, whose time passes by its own rules. Any
 * thread.
 */
public final class MonotonicClock {

  private static final LongSupplier SOURCE =
      ServiceLoader.load(Source.class)
          .findFirst()
          .<LongSupplier>map(one -> one)
          .orElse(System::nanoTime);

  private MonotonicClock() {}

  /** Another clock: nanoseconds from any origin, as {@link System#nanoTime}. */
  public interface Source extends LongSupplier {}

  /** Nanoseconds that mean something only beside others of this JVM. */
  public static long nanoTime() {
    return SOURCE.getAsLong();
  }
}
