package io.tidegate.delivery.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** How far unfinished dispatches have come, by caller and key. Any thread. */
public final class DispatchRunStore {

  private static final String FIND =
      """
      SELECT fingerprint, dispatched
        FROM delivery.dispatch_run
       WHERE caller = $1 AND key = $2
      """;

  private static final String KEEP =
      """
      INSERT INTO delivery.dispatch_run (caller, key, fingerprint, dispatched, at)
      VALUES ($1, $2, $3, $4, $5)
          ON CONFLICT (caller, key) DO UPDATE
         SET dispatched = excluded.dispatched, at = excluded.at
      """;

  // Runs that nobody came back for go with it: their keys are out of date as well.
  private static final String END =
      """
      DELETE FROM delivery.dispatch_run
       WHERE (caller = $1 AND key = $2) OR at < $3
      """;

  private static final Duration KEPT = Duration.ofDays(2);

  /** A run that has not ended: what was asked, and how many it has dispatched so far. */
  public record Run(String fingerprint, int dispatched) {}

  /** The unfinished run of a caller's key. */
  public Future<Optional<Run>> find(SqlConnection transaction, String caller, String key) {
    return transaction
        .preparedQuery(FIND)
        .execute(Tuple.of(caller, key))
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(
                        row ->
                            new Run(row.getString("fingerprint"), row.getInteger("dispatched"))));
  }

  /** Notes how far a run has come. */
  public Future<Void> keep(
      SqlConnection transaction, String caller, String key, Run run, Instant at) {
    return transaction
        .preparedQuery(KEEP)
        .execute(Tuple.of(caller, key, run.fingerprint(), run.dispatched(), utc(at)))
        .mapEmpty();
  }

  /** Forgets a run that has ended. */
  public Future<Void> end(SqlConnection transaction, String caller, String key, Instant at) {
    return transaction
        .preparedQuery(END)
        .execute(Tuple.of(caller, key, utc(at.minus(KEPT))))
        .mapEmpty();
  }

  private static OffsetDateTime utc(Instant at) {
    return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
  }
}
