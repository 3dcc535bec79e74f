package io.tidegate.platform.postgres;

import java.util.regex.Pattern;

/** Names in SQL text. One of our schemas is called {@code order}, which is a reserved word. */
public final class Identifier {

  private static final Pattern SHAPE = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  private Identifier() {}

  /** The quoted form of one of our own names (PostgreSQL, 4.1.1). */
  public static String quote(String name) {
    if (!SHAPE.matcher(name).matches()) {
      throw new IllegalArgumentException(name + " is no name of ours");
    }
    return '"' + name + '"';
  }
}
