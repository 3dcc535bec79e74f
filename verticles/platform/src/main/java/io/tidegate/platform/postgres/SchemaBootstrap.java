package io.tidegate.platform.postgres;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Makes what a domain needs in a database before any verticle starts: its role {@code
 * tidegate_<domain>}, its schema, which the role owns, and the tables. Blocking; what is there
 * already is left as it is, except that the role gets the password. Nodes that start together do it
 * one after the other.
 */
public final class SchemaBootstrap {

  private static final String TAKE_TURNS =
      "SELECT pg_advisory_lock(hashtextextended('tidegate', 0))";

  private static final String HAS_ROLE = "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = ?)";

  // The server does the quoting: names as identifiers, the password as a literal.
  private static final String CREATE_ROLE =
      "SELECT format('CREATE ROLE %I LOGIN PASSWORD %L', ?, ?)";

  private static final String ALTER_ROLE = "SELECT format('ALTER ROLE %I LOGIN PASSWORD %L', ?, ?)";

  private static final String CREATE_SCHEMA =
      "SELECT format('CREATE SCHEMA IF NOT EXISTS %I AUTHORIZATION %I', ?, ?)";

  // Who is no superuser may make schemas only for roles that it may become.
  private static final String MAY_BECOME = "SELECT pg_has_role(?, 'SET')";

  private static final String BECOME = "SELECT format('GRANT %I TO %I', ?, current_user)";

  private SchemaBootstrap() {}

  /**
   * A database, as whoever may make roles and schemas in it sees it.
   *
   * @param jdbcUrl {@code jdbc:postgresql://host:port/database}, without user and password
   */
  public record Database(String jdbcUrl, String user, String password) {

    private static final String PREFIX = "jdbc:postgresql://";

    public Database {
      if (!jdbcUrl.startsWith(PREFIX)) {
        throw new IllegalArgumentException("not a PostgreSQL JDBC URL");
      }
    }

    /** The URI by which a domain reaches it: {@code postgresql://user:password@host:port/name}. */
    public String uri(String domain, String domainPassword) {
      return "postgresql://%s:%s@%s"
          .formatted(
              roleOf(domain),
              URLEncoder.encode(domainPassword, StandardCharsets.UTF_8).replace("+", "%20"),
              jdbcUrl.substring(PREFIX.length()));
    }

    @Override
    public String toString() {
      return "Database[" + jdbcUrl + ", •••]";
    }
  }

  /** The database role of a domain. */
  public static String roleOf(String domain) {
    return "tidegate_" + domain;
  }

  /**
   * Makes role, schema and tables of a domain.
   *
   * @param password the role's from now on
   * @param aggregateIdType the SQL type of its aggregate ids: {@code uuid} or {@code text}
   */
  public static void prepare(
      Database database, String domain, String password, String aggregateIdType) {
    prepare(database, domain, password, aggregateIdType, null);
  }

  /**
   * The same with tables as they were at a version.
   *
   * @param version as in {@code V011__…}; null for the newest there is
   */
  public static void prepare(
      Database database, String domain, String password, String aggregateIdType, String version) {
    var role = roleOf(domain);
    try (var connection =
        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password())) {
      // Held until the connection closes.
      execute(connection, TAKE_TURNS);
      var change = is(connection, HAS_ROLE, role) ? ALTER_ROLE : CREATE_ROLE;
      execute(connection, value(connection, change, role, password));
      if (!is(connection, MAY_BECOME, role)) {
        execute(connection, value(connection, BECOME, role));
      }
      execute(connection, value(connection, CREATE_SCHEMA, domain, role));
      Migrations.run(database.jdbcUrl(), role, password, domain, aggregateIdType, version);
    } catch (SQLException cause) {
      throw new IllegalStateException(
          "the schema of %s cannot be prepared in %s: %s"
              .formatted(domain, database.jdbcUrl(), cause.getMessage()),
          cause);
    }
  }

  private static boolean is(Connection connection, String question, String name)
      throws SQLException {
    return value(connection, question, name).equals("t");
  }

  private static String value(Connection connection, String query, String... parameters)
      throws SQLException {
    try (var prepared = connection.prepareStatement(query)) {
      for (var i = 0; i < parameters.length; i++) {
        prepared.setString(i + 1, parameters[i]);
      }
      try (var rows = prepared.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }

  private static void execute(Connection connection, String statement) throws SQLException {
    try (var call = connection.createStatement()) {
      call.execute(statement);
    }
  }
}
