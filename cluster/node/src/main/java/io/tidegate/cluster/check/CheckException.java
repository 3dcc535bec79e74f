package io.tidegate.cluster.check;

/** The shop cannot be checked, for the reason that the message says in a sentence. */
public final class CheckException extends RuntimeException {

  CheckException(String message) {
    super(message);
  }

  CheckException(String message, Throwable cause) {
    super(message, cause);
  }
}
