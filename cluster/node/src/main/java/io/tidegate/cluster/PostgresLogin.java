package io.tidegate.cluster;

import io.tidegate.cluster.launch.LaunchException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * The parts of {@code postgresql://user:password@host:port/database}, as JDBC wants them. The
 * password does not print.
 */
public record PostgresLogin(String jdbcUrl, String user, String password) {

  /**
   * Reads a URI.
   *
   * @param setting what names it, for whoever has to correct it
   */
  public static PostgresLogin of(String setting, String uri) {
    var parts = URI.create(uri);
    var user =
        parts.getRawUserInfo() == null ? new String[0] : parts.getRawUserInfo().split(":", 2);
    if (parts.getHost() == null || user.length < 2) {
      throw new LaunchException(
          "The setting %s must look like postgresql://user:password@host:5432/database."
              .formatted(setting));
    }
    return new PostgresLogin(
        "jdbc:postgresql://%s:%d%s"
            .formatted(
                parts.getHost(), parts.getPort() < 0 ? 5432 : parts.getPort(), parts.getRawPath()),
        decoded(user[0]),
        decoded(user[1]));
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "PostgresLogin[" + jdbcUrl + ", •••]";
  }
}
