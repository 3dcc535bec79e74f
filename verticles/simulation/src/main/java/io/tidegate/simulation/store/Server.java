package io.tidegate.simulation.store;

import io.tidegate.simulation.Mutant;
import io.tidegate.simulation.world.World;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** The primary: sessions whose statements run one after the other, each session's by itself. */
public final class Server {

  private static final Duration LOCK_TIMEOUT = Duration.ofMillis(1_500);
  private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(10);

  private final World world;
  private final Database database;
  private final Set<Mutant> mutants;
  private final List<Session> sessions = new ArrayList<>();
  private Listener listener = (_, _, _, _, _) -> {};
  private boolean serial;
  private Transaction alone;
  private boolean down;

  public Server(World world, Set<Mutant> mutants) {
    this.world = world;
    this.mutants = mutants;
    this.database = new Database(world, mutants);
  }

  public Database database() {
    return database;
  }

  /** Hears of everything that is executed. */
  @FunctionalInterface
  public interface Listener {

    /**
     * A statement, or {@code BEGIN}, {@code COMMIT} or {@code ROLLBACK}.
     *
     * @param outcome the {@link Answer}, or the {@link PgException}
     */
    void executed(Session session, Instant at, String sql, Tuple parameters, Object outcome);
  }

  /** From now on one transaction at a time, each of them heard of. */
  public void recordSerially(Listener hears) {
    serial = true;
    listener = hears;
  }

  public boolean isDown() {
    return down;
  }

  /** Loses every connection and what was not committed, and is back after a while. */
  public void crash(long forNanos) {
    world.note("postgres crashes", forNanos / 1_000_000 + " ms");
    down = true;
    for (var session : List.copyOf(sessions)) {
      session.crash();
    }
    world.after(
        forNanos,
        () -> {
          down = false;
          world.note("postgres is back", "");
        });
  }

  Session session(Runnable lost) {
    var session = new Session(lost);
    sessions.add(session);
    return session;
  }

  /** The server's side of a connection. */
  public final class Session {

    private final Runnable lost;
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private Transaction transaction;
    private boolean aborted;
    private Runnable crashed = () -> {};
    private boolean busy;
    private boolean gone;
    private long lastHeard;

    private Session(Runnable lost) {
      this.lost = lost;
    }

    void begin(BiConsumer<Answer, Throwable> reply) {
      enqueue(
          () -> {
            if (!isFree()) {
              waitFor(alone, () -> begun(reply));
            } else {
              begun(reply);
            }
          });
    }

    private void begun(BiConsumer<Answer, Throwable> reply) {
      if (!isFree()) {
        waitFor(alone, () -> begun(reply));
        return;
      }
      if (gone) {
        done();
        return;
      }
      transaction = started();
      aborted = false;
      heard("BEGIN", null, null);
      idle();
      reply.accept(Answer.changed(0), null);
      done();
    }

    void commit(BiConsumer<Answer, Throwable> reply) {
      enqueue(
          () -> {
            var ending = transaction;
            if (aborted || ending == null) {
              end(false);
              reply.accept(
                  null, new io.vertx.core.VertxException("rolled back instead of committed", true));
              done();
            } else {
              world.after(
                  commitTime(),
                  () -> {
                    if (!ending.isOver()) {
                      end(true);
                      reply.accept(Answer.changed(0), null);
                    }
                    done();
                  });
            }
          });
    }

    void rollback(BiConsumer<Answer, Throwable> reply) {
      enqueue(
          () -> {
            end(false);
            reply.accept(Answer.changed(0), null);
            done();
          });
    }

    void execute(String sql, Tuple parameters, BiConsumer<Answer, Throwable> reply) {
      enqueue(
          () -> {
            if (transaction == null) {
              alone(sql, parameters, reply);
            } else if (aborted) {
              reply.accept(null, failure("25P02", "the transaction is aborted"));
              done();
            } else {
              idle();
              attempt(
                  transaction,
                  sql,
                  parameters,
                  (answer, failure) -> {
                    aborted |= failure != null;
                    reply.accept(answer, failure);
                    done();
                    if (gone) {
                      end(false);
                    }
                  });
            }
          });
    }

    /** A statement that is a transaction of its own. */
    private void alone(String sql, Tuple parameters, BiConsumer<Answer, Throwable> reply) {
      if (!isFree()) {
        waitFor(alone, () -> alone(sql, parameters, reply));
        return;
      }
      var own = started();
      crashed = own::rollback;
      attempt(
          own,
          sql,
          parameters,
          (answer, failure) -> {
            if (failure != null) {
              own.rollback();
              heard(sql, parameters, failure);
              reply.accept(null, failure);
              done();
              return;
            }
            if (mutants.contains(Mutant.ANSWER_BEFORE_COMMIT)) {
              reply.accept(answer, null);
            }
            var at = world.instant();
            crashed =
                () -> {
                  own.rollback();
                  heard("BEGIN", null, null);
                  listener.executed(this, at, sql, parameters, answer);
                  heard("ROLLBACK", null, null);
                };
            world.after(
                commitTime(),
                () -> {
                  if (!own.isOver()) {
                    own.commit();
                    listener.executed(this, at, sql, parameters, answer);
                    if (!mutants.contains(Mutant.ANSWER_BEFORE_COMMIT)) {
                      reply.accept(answer, null);
                    }
                  }
                  done();
                });
          });
    }

    private void attempt(
        Transaction in, String sql, Tuple parameters, BiConsumer<Answer, Throwable> done) {
      if (in.isOver()) {
        // The server went down while it waited.
        return;
      }
      try {
        var answer = database.execute(in, sql, parameters);
        in.keepStatement();
        if (in == transaction) {
          heard(sql, parameters, answer);
        }
        done.accept(answer, null);
      } catch (Transaction.Blocked blocked) {
        in.undoStatement();
        if (in.wouldDeadlock(blocked.holder)) {
          world.note("deadlock", database.name(sql));
          done.accept(null, failure("40P01", "deadlock detected"));
        } else {
          waitForLock(in, blocked.holder, () -> attempt(in, sql, parameters, done), done);
        }
      } catch (PgException failure) {
        in.undoStatement();
        if (in == transaction) {
          heard(sql, parameters, failure);
        }
        done.accept(null, failure);
      }
    }

    private void waitForLock(
        Transaction in, Transaction holder, Runnable again, BiConsumer<Answer, Throwable> done) {
      in.waitsFor = holder;
      var waiting = new boolean[] {true};
      holder.onEnd(
          () ->
              world.after(
                  1 + world.random().nextLong(50_000),
                  () -> {
                    if (waiting[0]) {
                      waiting[0] = false;
                      in.waitsFor = null;
                      again.run();
                    }
                  }));
      world.after(
          LOCK_TIMEOUT.toNanos(),
          () -> {
            if (waiting[0]) {
              waiting[0] = false;
              in.waitsFor = null;
              if (!in.isOver()) {
                world.note("lock timeout", "");
                done.accept(null, failure("55P03", "canceling statement due to lock timeout"));
              }
            }
          });
    }

    private Transaction started() {
      var begun = new Transaction();
      if (serial) {
        alone = begun;
      }
      return begun;
    }

    private boolean isFree() {
      return !serial || alone == null || alone.isOver();
    }

    private void waitFor(Transaction other, Runnable then) {
      other.onEnd(() -> world.after(1 + world.random().nextLong(50_000), then));
    }

    private void end(boolean commits) {
      if (transaction != null && !transaction.isOver()) {
        if (commits) {
          transaction.commit();
        } else {
          transaction.rollback();
        }
        heard(commits ? "COMMIT" : "ROLLBACK", null, null);
      }
      transaction = null;
      aborted = false;
    }

    private void idle() {
      lastHeard = world.nanos();
      var since = lastHeard;
      var idle = transaction;
      world.after(
          IDLE_IN_TRANSACTION.toNanos(),
          () -> {
            if (transaction == idle && lastHeard == since && !idle.isOver()) {
              leave();
              lost.run();
            }
          });
    }

    private void heard(String sql, Tuple parameters, Object outcome) {
      listener.executed(this, world.instant(), sql, parameters, outcome);
    }

    private void enqueue(Runnable operation) {
      if (!gone) {
        queue.add(operation);
        next();
      }
    }

    private void next() {
      if (!busy && !queue.isEmpty()) {
        busy = true;
        queue.poll().run();
      }
    }

    private void done() {
      busy = false;
      crashed = () -> {};
      next();
    }

    /**
     * The client is gone, and the server notices: what runs is finished, and nothing else begun.
     */
    void leave() {
      gone = true;
      queue.clear();
      sessions.remove(this);
      if (!busy) {
        end(false);
      }
    }

    private void crash() {
      gone = true;
      queue.clear();
      sessions.remove(this);
      crashed.run();
      end(false);
      lost.run();
    }
  }

  private long commitTime() {
    return world.between(
        Duration.ofNanos(20_000),
        mutants.contains(Mutant.ANSWER_BEFORE_COMMIT)
            ? Duration.ofMillis(200)
            : Duration.ofMillis(2));
  }

  static PgException failure(String state, String message) {
    return new PgException(message, "ERROR", state, null);
  }
}
