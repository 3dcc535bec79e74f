package io.tidegate.platform.kafka;

import io.tidegate.contracts.CommonRefusal.Forbidden;
import io.tidegate.contracts.CommonRefusal.NotFound;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.ops.OpsApi;
import io.tidegate.contracts.ops.OpsApi.DeadLetter;
import io.tidegate.contracts.ops.OpsApi.DeadLetterList;
import io.tidegate.contracts.ops.OpsApi.DeadLetterRetry;
import io.tidegate.contracts.ops.OpsApi.ListDeadLetters;
import io.tidegate.contracts.ops.OpsApi.RetryDeadLetter;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.bus.Inquiry;
import io.tidegate.platform.bus.Service;
import io.tidegate.platform.postgres.Identifier;
import io.tidegate.platform.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where operators see what a domain could not apply, and have it tried again. A retry is only asked
 * for here: it is made by the {@link ReactionLoop} that parked the event, as nobody else knows what
 * else of its aggregate is on its way. Any thread.
 */
public final class DeadLetterDesk implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterDesk.class);

  /** The first of each aggregate: the others only wait for it. */
  private static final String LIST =
      """
      SELECT id, consumer, topic, aggregate_id, version, type, left(reason, 500) AS reason, at, attempts,
             (SELECT count(*)::int - 1
                FROM %1$s.dead_letter AS other
               WHERE other.consumer = letter.consumer AND other.aggregate_id = letter.aggregate_id)
               AS behind
        FROM %1$s.dead_letter AS letter
       WHERE id > $1
         AND NOT EXISTS (SELECT
                           FROM %1$s.dead_letter AS earlier
                          WHERE earlier.consumer = letter.consumer
                            AND earlier.aggregate_id = letter.aggregate_id
                            AND earlier.id < letter.id)
       ORDER BY id
       LIMIT $2
      """;

  private static final String RETRY =
      """
      WITH letter AS (
        SELECT consumer, aggregate_id FROM %1$s.dead_letter WHERE id = $1
      ), asked AS (
        INSERT INTO %1$s.dead_letter_retry (consumer, aggregate_id)
        SELECT consumer, aggregate_id FROM letter
            ON CONFLICT DO NOTHING
      )
      SELECT consumer, aggregate_id FROM letter
      """;

  private final Postgres postgres;
  private final String list;
  private final String retry;

  /** The desk of the domain that owns the schema. */
  public DeadLetterDesk(Postgres postgres, String schema) {
    this.postgres = postgres;
    this.list = LIST.formatted(Identifier.quote(schema));
    this.retry = RETRY.formatted(Identifier.quote(schema));
  }

  @Override
  public Future<Answer> answer(Inquiry<Request> inquiry) {
    return inquiry.caller().is(Role.ROLE_OPS)
        ? reply(inquiry).map(Answer::of)
        : Future.succeededFuture(Answer.of(new Forbidden("dead letters are for operators")));
  }

  private Future<Reply> reply(Inquiry<Request> inquiry) {
    return switch ((OpsApi.OfDomain) inquiry.request()) {
      case ListDeadLetters(var after, var limit) -> list(after, limit);
      case RetryDeadLetter(var number) -> retry(number, inquiry.caller().subject());
    };
  }

  private Future<Reply> list(long after, int limit) {
    return postgres
        .write(list, Tuple.of(after, limit))
        .map(
            rows -> {
              var letters = new ArrayList<DeadLetter>();
              rows.forEach(row -> letters.add(letter(row)));
              return new DeadLetterList(letters);
            });
  }

  private Future<Reply> retry(long number, String operator) {
    return postgres
        .write(retry, Tuple.of(number))
        .map(
            rows -> {
              for (var row : rows) {
                LOG.info(
                    "{} wants {} to try again what it parked of {}",
                    operator,
                    row.getString("consumer"),
                    row.getString("aggregate_id"));
                return new DeadLetterRetry(number);
              }
              return new NotFound("no such dead letter");
            });
  }

  private static DeadLetter letter(Row row) {
    return new DeadLetter(
        row.getLong("id"),
        row.getString("consumer"),
        row.getString("topic"),
        row.getString("aggregate_id"),
        row.getInteger("version"),
        row.getString("type"),
        row.getString("reason"),
        row.getOffsetDateTime("at").toInstant(),
        row.getInteger("attempts"),
        row.getInteger("behind"));
  }
}
