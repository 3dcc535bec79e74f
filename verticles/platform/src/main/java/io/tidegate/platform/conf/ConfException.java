package io.tidegate.platform.conf;

/** A setting is missing, unknown or wrong. The message names its key and says what it may be. */
public final class ConfException extends RuntimeException {

  public ConfException(String message) {
    super(message);
  }
}
