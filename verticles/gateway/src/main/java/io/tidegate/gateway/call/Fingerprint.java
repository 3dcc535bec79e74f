package io.tidegate.gateway.call;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeSet;

/**
 * What tells two requests with one {@code Idempotency-Key} apart: a hash of method, path and what
 * the body says, however it is written. Any thread.
 */
final class Fingerprint {

  private Fingerprint() {}

  /** Of a request; {@code body} is decoded JSON or null. */
  static String of(String method, String path, Object body) {
    var text = new StringBuilder(method).append(' ').append(path).append('\n');
    write(text, body);
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Fields by name, no blanks; the contract has whole numbers only, which have one form. */
  private static void write(StringBuilder text, Object value) {
    switch (value) {
      case JsonObject object -> {
        text.append('{');
        for (var name : new TreeSet<>(object.fieldNames())) {
          write(text, name);
          text.append(':');
          write(text, object.getValue(name));
          text.append(',');
        }
        text.append('}');
      }
      case JsonArray array -> {
        text.append('[');
        for (var item : array) {
          write(text, item);
          text.append(',');
        }
        text.append(']');
      }
      case String string -> text.append(string.length()).append('"').append(string);
      case null -> text.append("null");
      default -> text.append(value);
    }
  }
}
