package io.tidegate.cluster.launch;

/** A sale to look at, against a shop that is ready. */
@FunctionalInterface
public interface Demo {

  /**
   * Runs on a thread that may wait; it is interrupted when somebody stops the shop meanwhile.
   *
   * @return the exit code of the command: 0, or 1 where a check failed
   */
  int run(LocalJson shop, Options options) throws InterruptedException;

  /**
   * What is sold.
   *
   * @param mixed many articles and customers, until stopped, instead of one scarce article
   */
  record Options(boolean mixed) {}
}
