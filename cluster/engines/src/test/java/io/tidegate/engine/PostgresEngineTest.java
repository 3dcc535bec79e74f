package io.tidegate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PostgresEngineTest {

  @TempDir Path folder;

  @Test
  void keepsItsRowsBetweenStarts() throws Exception {
    try (var first = PostgresEngine.start(Folder.postgres(folder, "secret"))) {
      execute(first, "CREATE TABLE kept (what text)");
      execute(first, "INSERT INTO kept VALUES ('this')");
    }
    try (var second = PostgresEngine.start(Folder.postgres(folder, "secret"))) {
      assertEquals("this", query(second, "SELECT what FROM kept"));
    }
  }

  @Nested
  class ThatRuns {

    @TempDir private static Path folder;
    private static RunningPostgres postgres;

    @BeforeAll
    static void start() {
      postgres = PostgresEngine.start(Folder.postgres(folder, "secret"));
    }

    @AfterAll
    static void stop() {
      postgres.stop();
    }

    @Test
    void commitsToDisk() throws Exception {
      assertEquals("on", query(postgres, "SHOW fsync"));
      assertEquals("on", query(postgres, "SHOW synchronous_commit"));
      assertEquals("on", query(postgres, "SHOW full_page_writes"));
    }

    @Test
    void sortsAndFoldsByUnicode() throws Exception {
      assertEquals("ÄÖ 한국어", query(postgres, "SELECT upper('äö 한국어')"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void runsWithoutPrivilegesInAFolderThatIsClosedToOthers() throws Exception {
      assertEquals("0000000000000000", Folder.capabilities(postgres.process()));
    }

    @Test
    void refusesASecondServerInTheSameFolder() {
      var second = Folder.postgres(folder, "secret");

      var refused = assertThrows(EngineException.class, () -> PostgresEngine.start(second));

      assertTrue(refused.getMessage().contains("in use"), refused.getMessage());
    }
  }

  @Test
  void refusesToRunWithoutFsync() {
    var careless = Folder.postgres(folder, "secret").with("fsync", "off");

    var refused = assertThrows(EngineException.class, () -> PostgresEngine.start(careless));

    assertTrue(refused.getMessage().contains("fsync = off"), refused.getMessage());
    assertFalse(Files.exists(folder.resolve("postgres/data/postmaster.pid")), "still running");
  }

  @Test
  void refusesAnotherPassword() {
    PostgresEngine.start(Folder.postgres(folder, "secret")).stop();
    var other = Folder.postgres(folder, "another");

    var refused = assertThrows(EngineException.class, () -> PostgresEngine.start(other));

    assertTrue(refused.getMessage().contains("password"), refused.getMessage());
  }

  @Test
  void replacesAServerThatAKilledProcessLeftRunning() throws Exception {
    var leftOver = LeaveRunning.in(folder, "postgres");
    assertTrue(LocalProcess.isRunning(leftOver), "nothing was left over");

    try (var postgres = PostgresEngine.start(Folder.postgres(folder, "secret"))) {
      assertFalse(LocalProcess.isRunning(leftOver), "two servers on one folder");
      assertEquals("1", query(postgres, "SELECT 1"));
    }
  }

  @Test
  void takesNoUnrelatedProcessForALeftOver() throws Exception {
    PostgresEngine.start(Folder.postgres(folder, "secret")).stop();
    // The id of a server that was killed has gone to somebody else: to this test.
    var pidFile = folder.resolve("postgres/data/postmaster.pid");
    Files.writeString(pidFile, ProcessHandle.current().pid() + "\nwhatever\n");

    try (var postgres = PostgresEngine.start(Folder.postgres(folder, "secret"))) {
      assertEquals("1", query(postgres, "SELECT 1"));
    }
  }

  @Test
  void saysWhyItDoesNotStart() {
    var wrong = Folder.postgres(folder, "secret").with("max_connections", "many");

    var failed = assertThrows(EngineException.class, () -> PostgresEngine.start(wrong));

    assertTrue(failed.getMessage().contains("max_connections"), failed.getMessage());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void runsWithoutPrivilegesInAFolderThatIsOpenToOthers() throws Exception {
    var open = Folder.postgres(Folder.openToOthers(folder), "secret");
    try (var postgres = PostgresEngine.start(open)) {
      assertEquals("0000000000000000", Folder.capabilities(postgres.process()));
    }
  }

  private static void execute(RunningPostgres postgres, String statement) throws SQLException {
    try (var connection =
            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        var call = connection.createStatement()) {
      call.execute(statement);
    }
  }

  private static String query(RunningPostgres postgres, String statement) throws SQLException {
    try (var connection =
            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        var call = connection.createStatement();
        var rows = call.executeQuery(statement)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
