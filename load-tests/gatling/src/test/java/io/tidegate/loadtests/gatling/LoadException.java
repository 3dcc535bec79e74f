package io.tidegate.loadtests.gatling;

/** The shop cannot be prepared for the load, or not be checked after it. */
final class LoadException extends RuntimeException {

  LoadException(String message) {
    super(message);
  }

  LoadException(String message, Throwable cause) {
    super(message, cause);
  }
}
