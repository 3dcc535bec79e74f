package io.tidegate.cluster.check;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * Holds a shop against the ids of orders that somebody was told of: less than an {@link
 * OrderLedger} knows, in sixteen bytes for an order.
 */
public final class AnsweredChecker implements Checker {

  private static final int IDS_AT_ONCE = 50_000;

  private static final String INSERT =
      "INSERT INTO answered (order_id, is_confirmed) SELECT id, ? FROM unnest(?::uuid[]) AS id";

  private final List<UUID> confirmed;
  private final List<UUID> others;
  private final SqlChecker answered = new SqlChecker("answered", "answers", "answered");

  /**
   * A checker.
   *
   * @param confirmed orders that somebody was told are confirmed
   * @param others those that somebody was told of otherwise
   */
  public AnsweredChecker(List<UUID> confirmed, List<UUID> others) {
    this.confirmed = confirmed;
    this.others = others;
  }

  @Override
  public String name() {
    return answered.name();
  }

  @Override
  public String promise() {
    return answered.promise();
  }

  /** The shop must have been opened for orders and stock. */
  @Override
  public Verdict check(ShopUnderCheck shop) throws SQLException {
    var connection = shop.snapshot();
    try (var insert = connection.prepareStatement(INSERT)) {
      insert(connection, insert, true, confirmed);
      insert(connection, insert, false, others);
    }
    return answered.check(shop);
  }

  private static void insert(
      Connection connection, PreparedStatement insert, boolean isConfirmed, List<UUID> ids)
      throws SQLException {
    for (var from = 0; from < ids.size(); from += IDS_AT_ONCE) {
      var some = ids.subList(from, Math.min(from + IDS_AT_ONCE, ids.size()));
      insert.setBoolean(1, isConfirmed);
      insert.setArray(2, connection.createArrayOf("uuid", some.toArray()));
      insert.executeUpdate();
    }
  }
}
