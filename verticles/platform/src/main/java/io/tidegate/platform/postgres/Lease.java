package io.tidegate.platform.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/**
 * A row that says who does what only one may do at a time. It is a matter of order and thrift: an
 * old holder that wakes up must still do no harm, which is what the epoch is for. Any thread.
 */
public final class Lease {

  private static final String ACQUIRE =
      """
      INSERT INTO %1$s.lease AS held (name, holder, epoch, expires_at)
      VALUES ($1, $2, 1, clock_timestamp() + $3::int * interval '1 millisecond')
          ON CONFLICT (name) DO UPDATE
         SET holder = excluded.holder,
             epoch = CASE WHEN held.holder = excluded.holder THEN held.epoch ELSE held.epoch + 1 END,
             expires_at = excluded.expires_at
       WHERE held.holder = excluded.holder OR held.expires_at < clock_timestamp()
      RETURNING epoch
      """;

  private static final String RELEASE =
      """
      UPDATE %1$s.lease
         SET expires_at = '-infinity'
       WHERE name = $1 AND holder = $2
      """;

  private final Postgres postgres;
  private final String acquire;
  private final String release;
  private final String name;
  private final String holder;
  private final Duration term;

  /**
   * A lease by its name.
   *
   * @param holder who we are: an id that no other process and no earlier start of ours has
   */
  public Lease(Postgres postgres, String schema, String name, String holder, Duration term) {
    this.postgres = postgres;
    this.acquire = ACQUIRE.formatted(Identifier.quote(schema));
    this.release = RELEASE.formatted(Identifier.quote(schema));
    this.name = name;
    this.holder = holder;
    this.term = term;
  }

  public String name() {
    return name;
  }

  public String holder() {
    return holder;
  }

  public Duration term() {
    return term;
  }

  /** Takes or renews it; the epoch, or 0 while somebody else holds it. */
  public Future<Long> acquire() {
    return postgres
        .write(acquire, Tuple.of(name, holder, (int) term.toMillis()))
        .map(rows -> rows.size() == 0 ? 0L : rows.iterator().next().getLong("epoch"));
  }

  /** Gives it up, if it is ours, so that the next one need not wait for its end. */
  public Future<Void> release() {
    return postgres.write(release, Tuple.of(name, holder)).mapEmpty();
  }
}
