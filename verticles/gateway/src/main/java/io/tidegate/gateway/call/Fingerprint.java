package io.tidegate.gateway.call;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeSet;

/**
 * What tells two requests with one {@code Idempotency-Key} apart: a hash of what was asked for and
 * of what it was asked with, however that was written. Each part is added so that no two sequences
 * of parts give the same text. One thread.
 */
public final class Fingerprint {

  private static final int USUAL_LENGTH = 256;

  private final StringBuilder parts = new StringBuilder(USUAL_LENGTH);

  /** Of a request for this; nothing is said about it yet. */
  public Fingerprint(String operation) {
    parts.append(operation).append('\n');
  }

  /** Of a request; {@code body} is decoded JSON or null. */
  static String of(String method, String path, Object body) {
    var fingerprint = new Fingerprint(method + ' ' + path);
    fingerprint.addJson(body);
    return fingerprint.text();
  }

  /** Adds a text, or that there is none. */
  public Fingerprint add(String text) {
    if (text == null) {
      parts.append("null");
    } else {
      parts.append(text.length()).append('"').append(text);
    }
    parts.append(',');
    return this;
  }

  /** Adds a number. */
  public Fingerprint add(int number) {
    parts.append(number).append(',');
    return this;
  }

  /** Fields by name, no blanks; the contract has whole numbers only, which have one form. */
  private void addJson(Object value) {
    switch (value) {
      case JsonObject object -> {
        parts.append('{');
        for (var name : new TreeSet<>(object.fieldNames())) {
          add(name);
          addJson(object.getValue(name));
        }
        parts.append('}');
      }
      case JsonArray array -> {
        parts.append('[');
        array.forEach(this::addJson);
        parts.append(']');
      }
      case String text -> add(text);
      case null -> add((String) null);
      default -> parts.append(value).append(',');
    }
  }

  /** The fingerprint. */
  public String text() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(parts.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
