package io.tidegate.gateway.admission;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Where a request stands in a trace (W3C Trace Context, level 1, section 3.2): the client's trace
 * with a span of our own, or a trace of our own where the client sent none that makes sense.
 */
record TraceParent(String traceId, String spanId, String flags) {

  /** Later versions may append fields, which we may ignore; {@code ff} is never valid. */
  private static final Pattern SHAPE =
      Pattern.compile("(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  private static final String NO_TRACE = "0".repeat(32);
  private static final String NO_SPAN = "0".repeat(16);
  private static final String NOT_SAMPLED = "00";
  private static final int LENGTH_MAX = 256;

  /** A span of our own under what the header says. */
  static TraceParent under(String header) {
    if (header != null && header.length() <= LENGTH_MAX) {
      var parts = SHAPE.matcher(header);
      if (parts.matches()
          && !parts.group(2).equals(NO_TRACE)
          && !parts.group(3).equals(NO_SPAN)
          && (parts.group(5) == null || !parts.group(1).equals("00"))) {
        return new TraceParent(parts.group(2), hex(), parts.group(4));
      }
    }
    return new TraceParent(hex() + hex(), hex(), NOT_SAMPLED);
  }

  /** The header. */
  String text() {
    return "00-" + traceId + '-' + spanId + '-' + flags;
  }

  private static String hex() {
    long bits;
    do {
      bits = ThreadLocalRandom.current().nextLong();
    } while (bits == 0);
    return HexFormat.of().toHexDigits(bits);
  }
}
