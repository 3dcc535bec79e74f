package io.tidegate.cluster.backup;

import io.tidegate.cluster.PostgresLogin;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Connections that may take as long as there are rows. */
final class ShopConnection {

  private ShopConnection() {}

  /** One in a transaction. */
  static Connection open(PostgresLogin login) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password());
    properties.setProperty("ApplicationName", "tidegate-backup");
    properties.setProperty("connectTimeout", "5");
    // Of silence; rows that come keep it alive.
    properties.setProperty("socketTimeout", "600");
    var connection = DriverManager.getConnection(login.jdbcUrl(), properties);
    connection.setAutoCommit(false);
    return connection;
  }
}
