package io.tidegate.loadtests.bench.load;

import java.util.concurrent.TimeUnit;

/** Waits for a planned moment, as a measurement must. */
public final class Moments {

  private Moments() {}

  /** Returns at that {@link System#nanoTime}. */
  public static void await(long moment) throws InterruptedException {
    for (var left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
      TimeUnit.NANOSECONDS.sleep(left);
    }
  }
}
