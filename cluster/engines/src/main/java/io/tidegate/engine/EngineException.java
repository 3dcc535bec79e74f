package io.tidegate.engine;

/**
 * An engine could not be set up, started or stopped. The message says in plain words what to do.
 */
public final class EngineException extends RuntimeException {

  public EngineException(String message) {
    super(message);
  }

  public EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
