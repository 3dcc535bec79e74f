package io.tidegate.platform.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

/** The primary, one statement at a time. */
@FunctionalInterface
public interface Statements {

  /** Runs one statement, prepared, in a transaction of its own. */
  Future<RowSet<Row>> write(String sql, Tuple parameters);
}
