package io.tidegate.platform.guard;

/** A token that is not to be trusted. Says nothing of what was in it. */
public final class TokenException extends RuntimeException {

  private final Kind kind;

  public TokenException(Kind kind) {
    super("the token is " + kind, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** Why. */
  public enum Kind {
    /** Its time is over; everything else about it was as it should be, or could not be checked. */
    EXPIRED,
    /** It is not a token of ours. */
    INVALID
  }
}
