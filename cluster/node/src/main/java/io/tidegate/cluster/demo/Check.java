package io.tidegate.cluster.demo;

/**
 * Something that was looked at.
 *
 * @param what what holds if it is well
 * @param wrong how many times it does not hold
 */
record Check(String what, long wrong) {

  boolean passed() {
    return wrong == 0;
  }
}
