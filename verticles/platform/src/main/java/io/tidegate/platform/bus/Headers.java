package io.tidegate.platform.bus;

/** The headers of a request on the bus. */
final class Headers {

  /** Milliseconds left, by the sender's clock alone. */
  static final String DEADLINE = "deadline-ms";

  /** The internal token. */
  static final String TOKEN = "token";

  /** W3C trace context. */
  static final String TRACE = "traceparent";

  /** On a reply: this is the first answer of an earlier request. */
  static final String REPLAYED = "replayed";

  private Headers() {}

  /** The one address of a role on a node. */
  static String address(String role, String node) {
    return role + '@' + node;
  }
}
