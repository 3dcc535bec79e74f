package io.tidegate.loadtests.bench.load;

/** The load could not be made; what was measured says nothing. */
public final class LoadException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public LoadException(String message, Throwable cause) {
    super(message, cause);
  }
}
