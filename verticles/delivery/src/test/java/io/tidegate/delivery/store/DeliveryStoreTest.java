package io.tidegate.delivery.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.testkit.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That what is read often does not pass by the many deliveries that arrived long ago. */
class DeliveryStoreTest {

  private static TestDatabase database;

  @BeforeAll
  static void haveManyDelivered() {
    database = TestDatabase.of("delivery", "uuid");
    database.execute(
        """
        INSERT INTO delivery.head (aggregate_id, version, status, state)
        SELECT ('00000000-0000-7000-8000-' || lpad(number::text, 12, '0'))::uuid, 3,
               CASE WHEN number > 19990 THEN 'SCHEDULED' ELSE 'DELIVERED' END, '{"lines": []}'
          FROM generate_series(1, 20000) AS number
        """);
    database.execute("ANALYZE delivery.head");
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @Test
  void findsTheOldestScheduledByTheIndex() throws Exception {
    assertReads("head_by_status", DeliveryStore.LOCK_OLDEST_SCHEDULED.replace("$1", "500"));
  }

  @Test
  void listsOneStatusByTheIndex() throws Exception {
    var page = page(DeliveryStore.LIST_OF_STATUS);

    assertReads("head_by_status", page.replace("$3", "'SCHEDULED'"));
    assertReads("head_by_status", page.replace("$3", "'CANCELLED'"));
  }

  @Test
  void listsAllByTheirIds() throws Exception {
    assertReads("head_pkey", page(DeliveryStore.LIST));
  }

  private static String page(String statement) {
    return statement.replace("$1", "'00000000-0000-0000-0000-000000000000'").replace("$2", "51");
  }

  private static void assertReads(String index, String statement) throws SQLException {
    var plan = new StringBuilder();
    try (var connection = database.connect();
        var call = connection.createStatement();
        var rows = call.executeQuery("EXPLAIN " + statement)) {
      while (rows.next()) {
        plan.append(rows.getString(1)).append('\n');
      }
    }
    assertTrue(plan.indexOf("Index Scan using " + index) > 0, plan::toString);
    assertTrue(plan.indexOf("Sort") < 0, plan::toString);
  }
}
