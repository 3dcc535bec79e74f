package io.tidegate.loadtests.bench.load;

import java.util.concurrent.CompletableFuture;

/** Each connection sends its next request when the last is answered, until the window ends. */
final class ClosedLoop implements Pace {

  private final Requests requests;
  private final Schedule schedule;
  private final Answers answers;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private int underWay;

  ClosedLoop(Requests requests, Schedule schedule, Answers answers) {
    this.requests = requests;
    this.schedule = schedule;
    this.answers = answers;
  }

  @Override
  public void free(Connection connection) {
    var now = System.nanoTime();
    if (now < schedule.end()) {
      underWay++;
      connection.send(requests, now);
    } else if (underWay == 0) {
      ended.complete(null);
    }
  }

  @Override
  public void answered(Connection connection, AnswerReader answer) {
    underWay--;
    var now = System.nanoTime();
    answers.record(answer, now - connection.since(), schedule.contains(now));
  }

  @Override
  public void broken(Connection connection, boolean wasUnderWay, Throwable cause) {
    if (wasUnderWay) {
      underWay--;
      answers.unanswered(cause.toString());
    }
  }

  @Override
  public CompletableFuture<Void> ended() {
    return ended;
  }
}
