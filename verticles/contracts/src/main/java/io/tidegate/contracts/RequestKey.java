package io.tidegate.contracts;

/**
 * What makes a repeated command recognisable: the caller's {@code Idempotency-Key} and a
 * fingerprint of what was asked. The owning domain stores both in the transaction of the effect,
 * scoped to the caller and the kind of command.
 */
public record RequestKey(String key, String fingerprint) {
  public RequestKey {
    if (key.isEmpty() || key.length() > 128) {
      throw new IllegalArgumentException("an idempotency key has 1 to 128 characters");
    }
  }
}
