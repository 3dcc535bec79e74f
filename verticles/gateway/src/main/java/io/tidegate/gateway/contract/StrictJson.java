package io.tidegate.gateway.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/**
 * Whether a body is JSON to the letter (RFC 8259): UTF-8 without a mark in front, no comments, no
 * name twice in one object. The decoder behind the validator lets these pass, and whoever else reads
 * the same bytes may then understand something else. Any thread.
 */
final class StrictJson {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private StrictJson() {}

  /** Bytes that are no UTF-8 and what follows the value are for the decoder to find. */
  static boolean is(Buffer body) {
    // From text, as a parser of bytes would guess their encoding.
    try (var parser = JSON.createParser(body.toString())) {
      while (parser.nextToken() != null) {
        // Each token is checked as it is read.
      }
      return true;
    } catch (IOException _) {
      // What is wrong does not matter, only that it is; the caller says so.
      return false;
    }
  }
}
