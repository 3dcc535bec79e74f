package io.tidegate.cluster.check;

import io.tidegate.platform.json.Json;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Holds a shop against what a client was told. */
public final class LedgerChecker implements Checker {

  private static final int ROWS_AT_ONCE = 1_000;

  private static final String INSERT_WHOLE = "INSERT INTO ledger (is_whole) VALUES (?)";

  private static final String INSERT_KEY =
      "INSERT INTO ledger_key (customer_id, key, lines, is_open) VALUES (?::uuid, ?, ?::jsonb, ?)";

  private static final String INSERT_ANSWER =
      "INSERT INTO ledger_answer (customer_id, key, order_id, status)"
          + " VALUES (?::uuid, ?, ?::uuid, ?)";

  private final OrderLedger ledger;
  private final SqlChecker asAnswered = new SqlChecker("ledger", "keys", "ledger_key");

  /** A checker of what this ledger says when it is asked. */
  public LedgerChecker(OrderLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return asAnswered.name();
  }

  @Override
  public String promise() {
    return asAnswered.promise();
  }

  @Override
  public Verdict check(ShopUnderCheck shop) throws SQLException {
    var connection = shop.snapshot();
    try (var whole = connection.prepareStatement(INSERT_WHOLE);
        var keys = connection.prepareStatement(INSERT_KEY);
        var answers = connection.prepareStatement(INSERT_ANSWER)) {
      whole.setBoolean(1, ledger.isWhole());
      whole.execute();
      var pending = 0;
      for (var entry : ledger.entries().entrySet()) {
        add(keys, answers, entry.getKey(), entry.getValue());
        if (++pending % ROWS_AT_ONCE == 0) {
          keys.executeBatch();
          answers.executeBatch();
        }
      }
      keys.executeBatch();
      answers.executeBatch();
    }
    return asAnswered.check(shop);
  }

  private static void add(
      PreparedStatement keys,
      PreparedStatement answers,
      OrderLedger.Key key,
      OrderLedger.Entry entry)
      throws SQLException {
    keys.setString(1, key.customerId());
    keys.setString(2, key.key());
    keys.setString(3, Json.encode(entry.lines()));
    keys.setBoolean(4, entry.isOpen());
    keys.addBatch();
    for (var answer : entry.answers()) {
      answers.setString(1, key.customerId());
      answers.setString(2, key.key());
      answers.setString(3, answer.orderId());
      answers.setString(4, answer.status());
      answers.addBatch();
    }
  }
}
