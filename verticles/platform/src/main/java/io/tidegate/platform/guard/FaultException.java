package io.tidegate.platform.guard;

/** A failed call, with the kind of its fault. Has no stack trace unless it wraps a cause. */
public final class FaultException extends RuntimeException {

  private final Fault fault;

  public FaultException(Fault fault, String message) {
    this(fault, message, null);
  }

  public FaultException(Fault fault, String message, Throwable cause) {
    super(message, cause, false, cause != null);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
