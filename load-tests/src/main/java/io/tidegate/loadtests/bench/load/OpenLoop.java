package io.tidegate.loadtests.bench.load;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends at moments that are drawn beforehand (a Poisson process), whatever the system does: whoever
 * finds no free connection waits in line, and every time counts from the moment that was meant, so
 * that nothing is omitted (wrk2's principle). The line has an end; who does not fit counts as
 * unanswered.
 */
final class OpenLoop implements Pace {

  private static final int WAITING_MAX = 1 << 17;
  private static final long TICK_NANOS_MIN = 100_000;

  private final Requests requests;
  private final Schedule schedule;
  private final double nanosBetween;
  private final EventLoop loop;
  private final Answers answers;
  private final SplittableRandom random = new SplittableRandom();
  private final ArrayDeque<Connection> free = new ArrayDeque<>();
  private final ArrayDeque<Long> waiting = new ArrayDeque<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private double next;
  private int underWay;

  OpenLoop(
      Requests requests, Schedule schedule, double perSecond, EventLoop loop, Answers answers) {
    this.requests = requests;
    this.schedule = schedule;
    this.nanosBetween = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.loop = loop;
    this.answers = answers;
    this.next = schedule.start();
  }

  /** Sends all that is due, and comes back when more is. */
  @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for a tick; the run has an end.
  void tick() {
    var now = System.nanoTime();
    while (next <= now && next < schedule.end()) {
      due((long) next, now);
      next += -Math.log(1 - random.nextDouble()) * nanosBetween;
    }
    if (next < schedule.end()) {
      loop.schedule(this::tick, Math.max((long) next - now, TICK_NANOS_MIN), TimeUnit.NANOSECONDS);
    } else {
      endIfDone();
    }
  }

  private void due(long meant, long now) {
    if (schedule.contains(meant)) {
      answers.lag(now - meant);
    }
    var connection = free.poll();
    if (connection != null) {
      underWay++;
      connection.send(requests, meant);
    } else if (waiting.size() < WAITING_MAX) {
      waiting.add(meant);
    } else {
      answers.unanswered("more than " + WAITING_MAX + " requests waited for a connection");
    }
  }

  @Override
  public void free(Connection connection) {
    var meant = waiting.poll();
    if (meant == null) {
      free.push(connection);
      endIfDone();
    } else {
      underWay++;
      connection.send(requests, meant);
    }
  }

  @Override
  public void answered(Connection connection, AnswerReader answer) {
    underWay--;
    answers.record(
        answer, System.nanoTime() - connection.since(), schedule.contains(connection.since()));
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
    if (underWay == 0 && waiting.isEmpty() && next >= schedule.end()) {
      ended.complete(null);
    }
  }
}
