package io.tidegate.gateway.route;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** An answer of the catalogue as it goes out, and the strong tag that names just this one. */
record CatalogPage(Buffer body, String etag) {

  static CatalogPage of(String json) {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    return new CatalogPage(Buffer.buffer(bytes), etag(bytes));
  }

  /** Whether {@code If-None-Match} names it (RFC 9110, section 13.1.2: weak tags do, too). */
  boolean isNamedBy(String ifNoneMatch) {
    return ifNoneMatch != null
        && Stream.of(ifNoneMatch.split(","))
            .map(String::strip)
            .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
            .anyMatch(tag -> tag.equals(etag) || tag.equals("*"));
  }

  private static String etag(byte[] bytes) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
