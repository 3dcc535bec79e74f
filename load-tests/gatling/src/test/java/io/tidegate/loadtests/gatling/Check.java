package io.tidegate.loadtests.gatling;

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

  @Override
  public String toString() {
    return passed() ? "  ok    " + what : "  WRONG " + what + ": not so " + wrong + " times";
  }
}
