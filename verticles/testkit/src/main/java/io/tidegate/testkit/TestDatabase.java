package io.tidegate.testkit;

import io.tidegate.engine.RunningPostgres;
import io.tidegate.platform.postgres.SchemaBootstrap;
import io.tidegate.platform.postgres.SchemaBootstrap.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A database of its own on the shared server, with the schemas of the domains under test as
 * production makes them. Dropped when closed, whoever is still connected. Blocking.
 */
public final class TestDatabase implements AutoCloseable {

  // The roles are the server's, not the database's: several databases share them, and so this.
  private static final String PASSWORD = UUID.randomUUID() + "'\"\\:/@ %";

  private final RunningPostgres server;
  private final String name;
  private final Database database;
  private final List<String> domains = new ArrayList<>();

  private TestDatabase(RunningPostgres server, String name) {
    this.server = server;
    this.name = name;
    this.database =
        new Database(
            server.jdbcUrl().replaceFirst("/[^/]*$", "/" + name), server.user(), server.password());
  }

  /** An empty database. */
  public static TestDatabase create() {
    var server = Engines.postgres();
    var name = "test_" + UUID.randomUUID().toString().replace("-", "");
    onServer(server, "CREATE DATABASE " + name);
    return new TestDatabase(server, name);
  }

  /** With the schema of a domain; {@code aggregateIdType} is {@code uuid} or {@code text}. */
  public static TestDatabase of(String domain, String aggregateIdType) {
    return create().with(domain, aggregateIdType);
  }

  /** And one more domain's. */
  public TestDatabase with(String domain, String aggregateIdType) {
    return with(domain, aggregateIdType, null);
  }

  /** And one more as it was at a version of its migrations; migrated further where it is older. */
  public TestDatabase with(String domain, String aggregateIdType, String version) {
    // Roles are the whole server's, which other tests' databases are on, too.
    synchronized (TestDatabase.class) {
      SchemaBootstrap.prepare(database, domain, PASSWORD, aggregateIdType, version);
    }
    if (!domains.contains(domain)) {
      domains.add(domain);
    }
    return this;
  }

  /** The domains that have a schema here. */
  public List<String> domains() {
    return List.copyOf(domains);
  }

  /** How a domain reaches it. */
  public String uri(String domain) {
    return database.uri(domain, PASSWORD);
  }

  /** How the superuser reaches it. */
  public Database database() {
    return database;
  }

  /** A connection of the superuser's, to be closed by the caller. */
  public Connection connect() {
    return connect(database);
  }

  /** A connection of a domain's role, to be closed by the caller. */
  public Connection connect(String domain) {
    return connect(new Database(database.jdbcUrl(), SchemaBootstrap.roleOf(domain), PASSWORD));
  }

  /** Executes a statement as the superuser. */
  public void execute(String statement) {
    try (var connection = connect();
        var call = connection.createStatement()) {
      call.execute(statement);
    } catch (SQLException cause) {
      throw new IllegalStateException(statement, cause);
    }
  }

  /** The one number that a query gives. */
  public long number(String query) {
    return Long.parseLong(text(query));
  }

  /** The one value that a query gives, as text, or null. */
  public String text(String query) {
    try (var connection = connect();
        var call = connection.createStatement();
        var rows = call.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException cause) {
      throw new IllegalStateException(query, cause);
    }
  }

  @Override
  public void close() {
    onServer(server, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  private static Connection connect(Database as) {
    try {
      return DriverManager.getConnection(as.jdbcUrl(), as.user(), as.password());
    } catch (SQLException cause) {
      throw new IllegalStateException(cause);
    }
  }

  private static void onServer(RunningPostgres server, String statement) {
    var whole = new Database(server.jdbcUrl(), server.user(), server.password());
    try (var connection = connect(whole);
        var call = connection.createStatement()) {
      call.execute(statement);
    } catch (SQLException cause) {
      throw new IllegalStateException(statement, cause);
    }
  }
}
