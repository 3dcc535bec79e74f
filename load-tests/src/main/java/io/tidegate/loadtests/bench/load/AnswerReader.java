package io.tidegate.loadtests.bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads one HTTP/1.1 answer at a time, of which it needs the status, the length, and sometimes the
 * order id. An answer must say its length; one in chunks is an error.
 */
final class AnswerReader {

  private static final int BYTES_MAX = 1 << 20;
  private static final byte[] LENGTH = "\r\ncontent-length:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CHUNKED =
      "\r\ntransfer-encoding:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ORDER_ID = "\"orderId\":\"".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[4096];
  private int end;
  private int body;
  private int whole;

  /** Takes what has arrived; true once the answer is complete. */
  boolean complete(ByteBuf arrived) {
    var more = arrived.readableBytes();
    if (end + more > BYTES_MAX) {
      throw new IllegalStateException("an answer of more than " + BYTES_MAX + " bytes");
    }
    if (end + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end + more, bytes.length * 2));
    }
    arrived.readBytes(bytes, end, more);
    end += more;
    if (body == 0) {
      readHead();
    }
    return body > 0 && end >= whole;
  }

  /** Makes room for the next answer. */
  void clear() {
    if (end > whole) {
      throw new IllegalStateException("more arrived than was asked for");
    }
    end = 0;
    body = 0;
    whole = 0;
  }

  int status() {
    return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
  }

  /** The beginning of the whole answer, for an error message. */
  String beginning() {
    return new String(bytes, 0, Math.min(end, 1000), StandardCharsets.UTF_8);
  }

  /** Adds the order id that the body names; false where it names none. */
  boolean addOrderId(OrderIds ids) {
    var at = find(ORDER_ID, body, whole);
    return at >= 0 && ids.add(bytes, at + ORDER_ID.length);
  }

  private void readHead() {
    for (var i = 3; i < end; i++) {
      if (bytes[i] == '\n'
          && bytes[i - 1] == '\r'
          && bytes[i - 2] == '\n'
          && bytes[i - 3] == '\r') {
        body = i + 1;
        whole = body + length();
        return;
      }
    }
  }

  private int length() {
    var at = find(LENGTH, 0, body);
    if (at < 0) {
      if (find(CHUNKED, 0, body) >= 0) {
        throw new IllegalStateException("an answer in chunks: " + beginning());
      }
      return 0;
    }
    var length = 0;
    for (var i = at + LENGTH.length; bytes[i] != '\r'; i++) {
      if (bytes[i] != ' ') {
        length = length * 10 + bytes[i] - '0';
      }
    }
    return length;
  }

  /** Where the text begins, in any case of letters; -1 where it does not stand. */
  private int find(byte[] text, int from, int until) {
    outer:
    for (var start = from; start <= until - text.length; start++) {
      for (var i = 0; i < text.length; i++) {
        var here = bytes[start + i];
        if (here != text[i] && !(here >= 'A' && here <= 'Z' && here + 32 == text[i])) {
          continue outer;
        }
      }
      return start;
    }
    return -1;
  }
}
