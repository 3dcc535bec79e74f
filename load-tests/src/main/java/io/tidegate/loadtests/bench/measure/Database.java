package io.tidegate.loadtests.bench.measure;

import io.tidegate.cluster.launch.LaunchException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * How the owner of a database reaches it.
 *
 * @param name of the database
 */
public record Database(String host, int port, String user, String password, String name) {

  /** Reads {@code postgresql://user:password@host:port/name}. */
  public static Database of(String uri) {
    var parts = URI.create(uri);
    var user = parts.getRawUserInfo().split(":", 2);
    return new Database(
        parts.getHost(),
        parts.getPort() < 0 ? 5432 : parts.getPort(),
        decoded(user[0]),
        decoded(user[1]),
        parts.getPath().substring(1));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Another database of the same server. */
  public Database named(String other) {
    return new Database(host, port, user, password, other);
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://%s:%d/%s".formatted(host, port, name);
  }

  /** As clients of Vert.x want it. */
  public String uri() {
    return "postgresql://%s:%s@%s:%d/%s".formatted(user, encoded(password), host, port, name);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  public Connection connect() {
    try {
      return DriverManager.getConnection(jdbcUrl(), user, password);
    } catch (SQLException cause) {
      throw new LaunchException("The database cannot be reached: " + cause.getMessage(), cause);
    }
  }

  @Override
  public String toString() {
    return "Database[%s as %s]".formatted(jdbcUrl(), user);
  }
}
