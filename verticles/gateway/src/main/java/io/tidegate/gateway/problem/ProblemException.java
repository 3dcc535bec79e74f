package io.tidegate.gateway.problem;

/**
 * A call that ends with a problem. It says nothing of our own health, so it has no stack trace and
 * is not logged.
 */
public final class ProblemException extends RuntimeException {

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.slug().text(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
