package io.tidegate.platform.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.platform.postgres.SchemaBootstrap.Database;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it changes a role's password, which is the whole server's")
class SchemaBootstrapTest {

  private static final String DOMAIN = "inventory";

  private final TestDatabase database = TestDatabase.create();

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void makesASchemaThatItsRoleOwns() {
    database.with(DOMAIN, "text");

    assertEquals(
        "tidegate_inventory",
        database.text(
            "SELECT schema_owner FROM information_schema.schemata "
                + "WHERE schema_name = 'inventory'"));
    assertEquals(
        "text",
        database.text(
            "SELECT data_type FROM information_schema.columns WHERE table_schema = "
                + "'inventory' AND table_name = 'head' AND column_name = 'aggregate_id'"));
  }

  @Test
  void doesNothingTheSecondTime() {
    database.with(DOMAIN, "text");
    database.execute("INSERT INTO inventory.lease VALUES ('kept', 'me', 1, now())");

    database.with(DOMAIN, "text");

    assertEquals(1, database.number("SELECT count(*) FROM inventory.lease"));
  }

  @Test
  void makesNodesThatStartTogetherTakeTurns() {
    var vertx = Vertx.vertx();
    try {
      Runnable prepare =
          () -> SchemaBootstrap.prepare(database.database(), DOMAIN, "together", "text");
      Await.result(
          Future.all(
              List.of(1, 2, 3, 4).stream()
                  .map(
                      _ ->
                          vertx.executeBlocking(
                              () -> {
                                prepare.run();
                                return null;
                              },
                              false))
                  .toList()));
    } finally {
      Await.result(vertx.close());
      // Leaves the password that other tests go by.
      database.with(DOMAIN, "text");
    }
    assertEquals(
        1, database.number("SELECT count(*) FROM pg_namespace WHERE nspname = 'inventory'"));
  }

  @Test
  void takesAnyPassword() {
    for (var password : List.of("x", "it's", "a\\b", "pct%41+:/@?#&=", "a b", "비밀", "$1;--")) {
      SchemaBootstrap.prepare(database.database(), DOMAIN, password, "text");

      assertTrue(connects(database.database().uri(DOMAIN, password)), password);
      assertFalse(connects(database.database().uri(DOMAIN, password + "x")), password);
    }
    // Leaves the password that other tests go by.
    database.with(DOMAIN, "text");
  }

  @Test
  void needsNoSuperuser() {
    var owner = "owner_" + java.util.UUID.randomUUID().toString().replace("-", "");
    var domain = "inventory";
    database.execute("CREATE ROLE %s LOGIN CREATEROLE PASSWORD 'owner'".formatted(owner));
    database.execute(
        "GRANT CREATE ON DATABASE %s TO %s"
            .formatted(database.text("SELECT current_database()"), owner));
    // The role may be another test's; who is no superuser may change only what it made itself.
    database.execute(
        "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'tidegate_inventory') THEN"
            + " GRANT tidegate_inventory TO %s WITH ADMIN TRUE, SET FALSE; END IF; END $$"
                .formatted(owner));
    try {
      SchemaBootstrap.prepare(
          new Database(database.database().jdbcUrl(), owner, "owner"), domain, "x", "text");

      assertTrue(connects(database.database().uri(domain, "x")));
    } finally {
      // Leaves the password that other tests go by.
      database.with(domain, "text");
    }
  }

  @Test
  void makesTheSchemaWithTheReservedName() {
    // No db/order is on this class path, so only role and schema come to be.
    assertThrows(RuntimeException.class, () -> database.with("order", "uuid"));

    assertEquals(
        "tidegate_order",
        database.text(
            "SELECT schema_owner FROM information_schema.schemata "
                + "WHERE schema_name = 'order'"));
  }

  @Test
  void keepsDomainsOutOfEachOthersTables() throws SQLException {
    database.with(DOMAIN, "text");
    assertThrows(RuntimeException.class, () -> database.with("order", "uuid"));

    try (var connection = database.connect(DOMAIN);
        var statement = connection.createStatement()) {
      statement.execute("SELECT count(*) FROM inventory.head");
      var refused =
          assertThrows(
              SQLException.class, () -> statement.execute("CREATE TABLE \"order\".mine (a int)"));
      assertEquals("42501", refused.getSQLState());
    }
  }

  @Test
  void saysWhatItCannotDo() {
    var nowhere = new Database("jdbc:postgresql://127.0.0.1:9/none", "nobody", "secret");

    var failure =
        assertThrows(
            IllegalStateException.class,
            () -> SchemaBootstrap.prepare(nowhere, DOMAIN, "x", "text"));

    assertTrue(failure.getMessage().contains("inventory"), failure.getMessage());
    assertFalse(failure.getMessage().contains("secret"), failure.getMessage());
  }

  @Test
  void givesTheDomainsPoolsAWayIn() {
    database.with(DOMAIN, "text");
    try (var node = TestNode.on(database).start()) {
      var postgres = node.platform().postgres(DOMAIN);

      var rows =
          Await.result(
              postgres.read("SELECT current_user AS name", io.vertx.sqlclient.Tuple.tuple()));

      assertEquals("tidegate_inventory", rows.iterator().next().getString("name"));
      Await.result(postgres.close());
    }
  }

  private static boolean connects(String uri) {
    var vertx = Vertx.vertx();
    try {
      return Await.result(
          PgConnection.connect(vertx, PgConnectOptions.fromUri(uri))
              .compose(PgConnection::close)
              .map(true)
              .otherwise(false));
    } finally {
      Await.result(vertx.close());
    }
  }
}
