package io.tidegate.loadtests.bench.load;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends at moments that are drawn beforehand, whatever the system does; every time counts from the
 * moment that was meant, so that nothing is omitted (wrk2's principle). Who finds no free
 * connection waits in line, or goes away where there is none to be.
 */
final class OpenLoop implements Pace {

  private final Requests requests;
  private final Schedule schedule;
  private final Arrivals arrivals;
  private final Line line;
  private final EventLoop loop;
  private final Answers answers;
  private final Recovery recovery;
  private final ArrayDeque<Connection> free = new ArrayDeque<>();
  private final ArrayDeque<Long> waiting = new ArrayDeque<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private long next;
  private int underWay;

  /**
   * What becomes of who finds no free connection, and how often it is looked who is due.
   *
   * @param waitingMax who does not fit counts as unanswered; with none, as turned away
   */
  record Line(int waitingMax, long tickNanosMin) {
    static final Line LONG = new Line(1 << 17, TimeUnit.MICROSECONDS.toNanos(100));

    /** Cheap: it sends what a whole millisecond has brought. */
    static final Line NONE = new Line(0, TimeUnit.MILLISECONDS.toNanos(1));
  }

  OpenLoop(
      Requests requests,
      Schedule schedule,
      Arrivals arrivals,
      Line line,
      EventLoop loop,
      Answers answers,
      Recovery recovery) {
    this.requests = requests;
    this.schedule = schedule;
    this.arrivals = arrivals;
    this.line = line;
    this.loop = loop;
    this.answers = answers;
    this.recovery = recovery;
    this.next = arrivals.next();
  }

  /** Sends all that is due, and comes back when more is. */
  @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for a tick; the run has an end.
  void tick() {
    var now = System.nanoTime();
    while (next <= now) {
      due(next, now);
      next = arrivals.next();
    }
    if (next == Arrivals.NEVER) {
      endIfDone();
    } else {
      loop.schedule(this::tick, Math.max(next - now, line.tickNanosMin()), TimeUnit.NANOSECONDS);
    }
  }

  private void due(long meant, long now) {
    var inside = schedule.contains(meant);
    if (inside) {
      answers.lag(now - meant);
    }
    recovery.due(meant);
    var connection = free.poll();
    if (connection != null) {
      underWay++;
      connection.send(requests, meant);
    } else if (line.waitingMax() == 0) {
      answers.turnedAway(inside);
    } else if (waiting.size() < line.waitingMax()) {
      waiting.add(meant);
    } else {
      answers.unanswered("more than " + line.waitingMax() + " requests waited for a connection");
    }
  }

  @Override
  public void free(Connection connection) {
    var meant = waiting.poll();
    if (meant == null) {
      // In turn: one that nobody takes for a minute would be closed, just when it is taken.
      free.add(connection);
      endIfDone();
    } else {
      underWay++;
      connection.send(requests, meant);
    }
  }

  @Override
  public void answered(Connection connection, AnswerReader answer) {
    underWay--;
    var meant = connection.since();
    var nanos = System.nanoTime() - meant;
    recovery.answered(answer.status(), meant, nanos);
    answers.record(answer, nanos, schedule.contains(meant));
  }

  @Override
  public void broken(Connection connection, boolean wasUnderWay, Throwable cause) {
    if (wasUnderWay) {
      underWay--;
      answers.unanswered(cause.toString());
    } else {
      free.remove(connection);
    }
  }

  @Override
  public CompletableFuture<Void> ended() {
    return ended;
  }

  @Override
  public void giveUp() {
    waiting.forEach(_ -> answers.unanswered("no connection was free in time"));
    waiting.clear();
  }

  private void endIfDone() {
    if (underWay == 0 && waiting.isEmpty() && next == Arrivals.NEVER) {
      ended.complete(null);
    }
  }
}
