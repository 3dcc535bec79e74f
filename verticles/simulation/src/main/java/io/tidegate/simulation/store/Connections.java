package io.tidegate.simulation.store;

import io.tidegate.simulation.Faults;
import io.tidegate.simulation.world.Machine;
import io.tidegate.simulation.world.World;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.spi.DatabaseMetadata;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collector;

/** A pool of links of one machine to the server, as the client library gives one out. */
public final class Connections implements Pool {

  private final World world;
  private final Vertx vertx;
  private final Faults faults;
  private final Server server;
  private final Machine machine;
  private final Deque<Link> idle = new ArrayDeque<>();

  public Connections(World world, Vertx vertx, Faults faults, Server server, Machine machine) {
    this.world = world;
    this.vertx = vertx;
    this.faults = faults;
    this.server = server;
    this.machine = machine;
  }

  @Override
  public Future<SqlConnection> getConnection() {
    ContextInternal context = ((VertxInternal) vertx).getOrCreateContext();
    Promise<SqlConnection> promise = context.promise();
    while (!idle.isEmpty()) {
      var link = idle.poll();
      if (!link.isBroken()) {
        promise.complete(new Lent(link));
        return promise.future();
      }
    }
    world.after(
        world.between(Duration.ofNanos(300_000), Duration.ofMillis(5)),
        () -> {
          if (server.isDown()) {
            promise.fail(new ConnectException("connection refused"));
          } else {
            promise.complete(new Lent(new Link(world, vertx, faults, server, machine)));
          }
        });
    return promise.future();
  }

  @Override
  public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
    return new Prepared(
        parameters ->
            withConnection(connection -> connection.preparedQuery(sql).execute(parameters)));
  }

  @Override
  public Query<RowSet<Row>> query(String sql) {
    return preparedQuery(sql);
  }

  @Override
  public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
    return preparedQuery(sql);
  }

  @Override
  public int size() {
    return idle.size();
  }

  @Override
  public Future<Void> close() {
    idle.forEach(Link::close);
    idle.clear();
    return Future.succeededFuture();
  }

  private record Prepared(Function<Tuple, Future<RowSet<Row>>> run)
      implements PreparedQuery<RowSet<Row>> {

    @Override
    public Future<RowSet<Row>> execute() {
      return run.apply(Tuple.tuple());
    }

    @Override
    public Future<RowSet<Row>> execute(Tuple parameters) {
      return run.apply(parameters);
    }

    @Override
    public Future<RowSet<Row>> executeBatch(List<Tuple> batch) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <R> PreparedQuery<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <U> PreparedQuery<RowSet<U>> mapping(Function<Row, U> mapper) {
      throw new UnsupportedOperationException();
    }
  }

  private final class Lent implements SqlConnection {

    private final Link link;
    private Work work;
    private boolean returned;

    private Lent(Link link) {
      this.link = link;
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
      return new Prepared(
          parameters ->
              link.send(
                      server.database().name(sql),
                      (session, reply) -> session.execute(sql, parameters, reply))
                  .map(Rows::new));
    }

    @Override
    public Query<RowSet<Row>> query(String sql) {
      return preparedQuery(sql);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
      return preparedQuery(sql);
    }

    @Override
    public SqlConnection closeHandler(Handler<Void> handler) {
      ContextInternal context = ((VertxInternal) vertx).getOrCreateContext();
      Runnable tell = () -> context.runOnContext(_ -> handler.handle(null));
      // The real one is handed out on its own loop, so that nothing comes in between.
      if (link.isBroken()) {
        tell.run();
      } else {
        link.onLost(tell);
      }
      return this;
    }

    @Override
    public SqlConnection exceptionHandler(Handler<Throwable> handler) {
      return this;
    }

    @Override
    public Future<Transaction> begin() {
      work = new Work(link);
      return link.send("BEGIN", Server.Session::begin).map(work);
    }

    @Override
    public Transaction transaction() {
      return work;
    }

    @Override
    public Future<Void> close() {
      if (!returned) {
        returned = true;
        if (!link.isBroken()) {
          idle.push(link);
        }
      }
      return Future.succeededFuture();
    }

    @Override
    public Future<PreparedStatement> prepare(String sql) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<PreparedStatement> prepare(String sql, PrepareOptions options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isSSL() {
      return false;
    }

    @Override
    public DatabaseMetadata databaseMetadata() {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Work implements Transaction {

    private final Link link;
    private final Promise<Void> completion = Promise.promise();

    private Work(Link link) {
      this.link = link;
    }

    @Override
    public Future<Void> commit() {
      return link.send("COMMIT", Server.Session::commit)
          .<Void>mapEmpty()
          .onComplete(completion::tryComplete, completion::tryFail);
    }

    @Override
    public Future<Void> rollback() {
      return link.send("ROLLBACK", Server.Session::rollback)
          .<Void>mapEmpty()
          .onComplete(_ -> completion.tryFail("rolled back"));
    }

    @Override
    public Future<Void> completion() {
      return completion.future();
    }
  }
}
