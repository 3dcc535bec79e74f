package io.tidegate.platform.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

/**
 * Forgets the first answers to keyed commands after two days, twice what the HTTP contract
 * promises, in batches, so that no statement is long. Every domain runs it.
 */
public final class IdempotencyRetention implements LeasedLoop.Work {

  private static final int BATCH_ROWS_MAX = 1_000;

  /** By row address, which stands still: a kept answer is never updated. */
  private static final String FORGET =
      """
      DELETE FROM %1$s.idempotency
       WHERE ctid = ANY (ARRAY(
             SELECT ctid
               FROM %1$s.idempotency
              WHERE at < now() - interval '48 hours'
              LIMIT $1))
      """;

  private final Postgres postgres;
  private final String forget;

  public IdempotencyRetention(Postgres postgres, String schema) {
    this.postgres = postgres;
    this.forget = FORGET.formatted(Identifier.quote(schema));
  }

  @Override
  public Future<Void> begin(long epoch) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Boolean> turn() {
    return postgres
        .write(forget, Tuple.of(BATCH_ROWS_MAX))
        .map(rows -> rows.rowCount() == BATCH_ROWS_MAX);
  }

  @Override
  public Future<Void> end() {
    return Future.succeededFuture();
  }
}
