package io.tidegate.platform.postgres;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.CommonRefusal.KeyReused;
import io.tidegate.contracts.CommonRefusal.RequestInProgress;
import io.tidegate.contracts.KeyedCommand;
import io.tidegate.contracts.Reply;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.bus.WireTypes;
import io.tidegate.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.function.Function;

/**
 * Runs a keyed command once: its effect, its key and its first answer (a refusal too) are committed
 * together, and whoever comes again with the key gets that answer. Scoped to the caller and the
 * kind of command. Any thread.
 *
 * <p>While the first one runs, another with its key is told so rather than kept waiting: both take
 * a transaction-level advisory lock on the key (PostgreSQL, 13.3.5), which only one gets.
 */
public final class IdempotentCommands {

  private static final String LOCK =
      "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS locked";

  private static final String FIND =
      """
      SELECT fingerprint, reply_type, reply::text AS reply
        FROM %1$s.idempotency
       WHERE caller = $1 AND command = $2 AND key = $3
      """;

  private static final String KEEP =
      """
      INSERT INTO %1$s.idempotency (caller, command, key, fingerprint, reply_type, reply)
      VALUES ($1, $2, $3, $4, $5, $6::text::json)
      """;

  private final Postgres postgres;
  private final String schema;
  private final String find;
  private final String keep;

  /** What a key was kept with, for a domain that keeps its keys in a statement of its own. */
  public record Kept(String fingerprint, Reply reply) {

    /** From the columns {@code fingerprint}, {@code reply_type} and {@code reply}, a text. */
    public static Kept of(Row row) {
      return new Kept(
          row.getString("fingerprint"),
          (Reply) WireTypes.decode(row.getString("reply_type"), row.getString("reply")));
    }

    /** How a command is answered that comes again with the key. */
    public Answer again(KeyedCommand command) {
      return fingerprint.equals(command.key().fingerprint())
          ? Answer.replayed(reply)
          : Answer.of(new KeyReused());
    }
  }

  public IdempotentCommands(Postgres postgres, String schema) {
    this.postgres = postgres;
    this.schema = schema;
    this.find = FIND.formatted(Identifier.quote(schema));
    this.keep = KEEP.formatted(Identifier.quote(schema));
  }

  /** Runs the effect in a transaction of its own, or answers as it was answered before. */
  public Future<Answer> run(
      Caller caller,
      KeyedCommand command,
      Function<SqlConnection, Future<? extends Reply>> effect) {
    return step(caller, command, transaction -> effect.apply(transaction).map(Optional::of))
        .map(Optional::orElseThrow);
  }

  /**
   * Runs one step of a command that is too large for one transaction. The step that answers ends
   * the command and keeps the key, as in {@link #run}; one that answers nothing is committed
   * without it, and whoever comes next with the key, usually its own caller, goes on. What a step
   * must know of those before it, it keeps itself; where that shows another request's fingerprint,
   * it answers {@link KeyReused}, which is not kept, as the key is not this request's.
   */
  public Future<Optional<Answer>> step(
      Caller caller,
      KeyedCommand command,
      Function<SqlConnection, Future<Optional<Reply>>> effect) {
    return postgres.inTransaction(transaction -> step(transaction, caller, command, effect));
  }

  /**
   * How the command was answered before, a reused key included; empty for a key that is new. For a
   * command with a step outside the database, before that step.
   */
  public Future<Optional<Answer>> known(Caller caller, KeyedCommand command) {
    return postgres
        .write(find, scope(caller, command))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(Kept.of(rows.iterator().next()).again(command)));
  }

  private static Tuple scope(Caller caller, KeyedCommand command) {
    return Tuple.of(caller.subject(), command.getClass().getSimpleName(), command.key().key());
  }

  private Future<Optional<Answer>> step(
      SqlConnection transaction,
      Caller caller,
      KeyedCommand command,
      Function<SqlConnection, Future<Optional<Reply>>> effect) {
    var scope = scope(caller, command);
    return transaction
        .preparedQuery(LOCK)
        .execute(Tuple.of(schema + ' ' + scope.deepToString()))
        .compose(
            rows ->
                rows.iterator().next().getBoolean("locked")
                    ? once(transaction, scope, command, effect)
                    : Future.succeededFuture(Optional.of(Answer.of(new RequestInProgress()))));
  }

  private Future<Optional<Answer>> once(
      SqlConnection transaction,
      Tuple scope,
      KeyedCommand command,
      Function<SqlConnection, Future<Optional<Reply>>> effect) {
    return transaction
        .preparedQuery(find)
        .execute(scope)
        .compose(
            rows ->
                rows.size() == 0
                    ? first(transaction, scope, command, effect)
                    : Future.succeededFuture(
                        Optional.of(Kept.of(rows.iterator().next()).again(command))));
  }

  private Future<Optional<Answer>> first(
      SqlConnection transaction,
      Tuple scope,
      KeyedCommand command,
      Function<SqlConnection, Future<Optional<Reply>>> effect) {
    return effect
        .apply(transaction)
        .compose(
            reply ->
                switch (reply.orElse(null)) {
                  case null -> Future.succeededFuture(Optional.empty());
                  case KeyReused reused -> Future.succeededFuture(Optional.of(Answer.of(reused)));
                  case Reply last -> keep(transaction, scope, command, last).map(Optional::of);
                });
  }

  private Future<Answer> keep(
      SqlConnection transaction, Tuple scope, KeyedCommand command, Reply reply) {
    return transaction
        .preparedQuery(keep)
        .execute(
            Tuple.of(scope.getString(0), scope.getString(1), scope.getString(2))
                .addString(command.key().fingerprint())
                .addString(WireTypes.nameOf(reply))
                .addString(Json.encode(reply)))
        .map(Answer.of(reply));
  }
}
