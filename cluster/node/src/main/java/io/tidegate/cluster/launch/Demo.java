package io.tidegate.cluster.launch;

import io.tidegate.platform.conf.Conf;

/** A sale to look at, against a shop that is ready. */
@FunctionalInterface
public interface Demo {

  /**
   * Runs on a thread that may wait; it is interrupted when somebody stops the shop meanwhile.
   *
   * @param settings of its first node
   * @return the exit code of the command: 0, or 1 where a check failed
   */
  int run(LocalJson shop, Conf settings, Options options) throws InterruptedException;

  /**
   * What is sold.
   *
   * @param mixed many articles and customers, until stopped, instead of one scarce article
   */
  record Options(boolean mixed) {}
}
