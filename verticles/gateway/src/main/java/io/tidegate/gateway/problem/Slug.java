package io.tidegate.gateway.problem;

import java.util.Locale;

/**
 * The kinds of problems: the end of {@code urn:tidegate:problem:<slug>}, with the status and the
 * title that are the same for every problem of the kind. Explained in {@code docs/problems/}.
 */
public enum Slug {
  VALIDATION_FAILED(400, "Request not valid"),
  UNAUTHENTICATED(401, "Not authenticated"),
  INVALID_CREDENTIALS(401, "Wrong email address or password"),
  TOKEN_EXPIRED(401, "Token expired"),
  TOKEN_REVOKED(401, "Token revoked"),
  REFRESH_TOKEN_REUSED(401, "Refresh token used before"),
  FORBIDDEN(403, "Not allowed"),
  NOT_FOUND(404, "Not found"),
  METHOD_NOT_ALLOWED(405, "Method not allowed"),
  EMAIL_TAKEN(409, "Email address taken"),
  SKU_TAKEN(409, "SKU taken"),
  CHANNEL_TAKEN(409, "Channel taken"),
  INSUFFICIENT_STOCK(409, "Not enough stock"),
  ORDER_NOT_CANCELLABLE(409, "Order cannot be cancelled any more"),
  DELIVERY_NOT_DISPATCHED(409, "Delivery not dispatched"),
  REQUEST_IN_PROGRESS(409, "Request in progress"),
  PRECONDITION_FAILED(412, "Precondition failed"),
  PAYLOAD_TOO_LARGE(413, "Body too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "Media type not supported"),
  IDEMPOTENCY_KEY_REUSED(422, "Idempotency key used for another request"),
  RATE_LIMITED(429, "Too many requests"),
  INTERNAL(500, "Internal error"),
  OVERLOADED(503, "Overloaded"),
  UNAVAILABLE(503, "Temporarily unavailable"),
  DEADLINE_EXCEEDED(504, "Deadline exceeded");

  private final int status;
  private final String title;

  Slug(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The kind that a domain names by its slug. */
  public static Slug of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  /** Its text: {@code VALIDATION_FAILED} is {@code validation-failed}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
