package io.tidegate.cluster.launch;

/**
 * The shop cannot be started. The message is one plain sentence that says what to do; people see
 * nothing else.
 */
public final class LaunchException extends RuntimeException {

  public LaunchException(String message) {
    super(message);
  }

  public LaunchException(String message, Throwable cause) {
    super(message, cause);
  }
}
