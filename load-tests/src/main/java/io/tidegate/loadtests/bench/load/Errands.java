package io.tidegate.loadtests.bench.load;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/** A list of requests, each of which is to be answered well once. */
final class Errands implements Pace {

  private static final int FAILURES_IN_A_ROW_MAX = 500;

  private final List<byte[]> requests;
  private final Set<Integer> good;
  private final IntConsumer progress;
  private final ArrayDeque<Integer> left = new ArrayDeque<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private int done;
  private int failuresInARow;

  Errands(List<byte[]> requests, Set<Integer> good, IntConsumer progress) {
    this.requests = requests;
    this.good = good;
    this.progress = progress;
    for (var i = 0; i < requests.size(); i++) {
      left.add(i);
    }
  }

  @Override
  public void free(Connection connection) {
    var errand = left.poll();
    if (errand != null) {
      connection.errand(errand);
      connection.send(buffer -> buffer.writeBytes(requests.get(errand)), System.nanoTime());
    }
  }

  @Override
  public void answered(Connection connection, AnswerReader answer) {
    if (good.contains(answer.status())) {
      failuresInARow = 0;
      progress.accept(++done);
      if (done == requests.size()) {
        ended.complete(null);
      }
    } else {
      failed(connection, answer.beginning());
    }
  }

  @Override
  public void broken(Connection connection, boolean underWay, Throwable cause) {
    if (underWay) {
      failed(connection, cause.toString());
    }
  }

  /** A shop that just started may say "later" now and then; one that says it always is broken. */
  private void failed(Connection connection, String how) {
    left.add(connection.errand());
    if (++failuresInARow > FAILURES_IN_A_ROW_MAX) {
      ended.completeExceptionally(new IllegalStateException(how));
    }
  }

  @Override
  public CompletableFuture<Void> ended() {
    return ended;
  }
}
