package io.tidegate.loadtests.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LoadGeneratorTest {

  private static final Requests REQUESTS =
      buffer ->
          buffer.writeBytes(
              "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));

  private static final Duration LEAD_IN = Duration.ofMillis(300);
  private static final Duration WINDOW = Duration.ofSeconds(1);
  private static final int STALL_MILLIS = 400;

  private static final LoadGenerator.AtWindow NOTHING =
      new LoadGenerator.AtWindow() {
        @Override
        public void begins() {}

        @Override
        public void ends() {}
      };

  private final AtomicInteger served = new AtomicInteger();
  private Vertx vertx;
  private HttpServer server;

  @BeforeEach
  void serve() throws Exception {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void keepsTheIdOfEveryOrderThatWasAnswered() throws Exception {
    start(this::place);
    try (var generator = generator(8)) {
      var answers = generator.closed(REQUESTS, LEAD_IN, WINDOW, NOTHING);

      assertEquals(served.get(), answers.confirmed().count());
      assertEquals(0, answers.unconfirmed().count());
      assertTrue(answers.placed().getTotalCount() > 0);
      assertTrue(answers.placed().getTotalCount() <= served.get());
      assertEquals(0, answers.unanswered());
    }
  }

  @Test
  void countsTheTimeFromTheMomentThatWasMeant() throws Exception {
    start(
        request -> {
          if (served.get() == 100) {
            // Once, in the middle of the window, nobody is served for a while.
            vertx.setTimer(STALL_MILLIS, _ -> place(request));
            served.incrementAndGet();
          } else {
            place(request);
          }
        });
    try (var generator = generator(1)) {
      var answers = generator.open(REQUESTS, 200, LEAD_IN, WINDOW, NOTHING);

      // A loop that waits with the server would see one slow answer only.
      var slow = above(answers.placed(), STALL_MILLIS / 4);
      assertTrue(slow > 20, () -> "only " + slow + " were slow");
      assertEquals(0, answers.unanswered());
    }
  }

  @Test
  void countsWhatIsNeverAnswered() throws Exception {
    start(request -> request.connection().close());
    try (var generator = generator(2)) {
      var answers = generator.open(REQUESTS, 50, Duration.ZERO, Duration.ofMillis(500), NOTHING);

      assertTrue(answers.unanswered() > 0);
      assertEquals(0, answers.placed().getTotalCount());
    }
  }

  @Test
  void sendsAwayWhoFindsNoConnectionInASurge() throws Exception {
    start(this::place);
    try (var generator = generator(1)) {
      // More than one connection can carry, however fast the machine is.
      var surge =
          new Surge(50_000, 20, LEAD_IN, WINDOW, Duration.ofSeconds(1), Duration.ofMillis(500));
      var outcome = generator.surge(REQUESTS, surge, NOTHING);
      var answers = outcome.answers();

      assertTrue(answers.placed().getTotalCount() > 0);
      assertTrue(answers.turnedAway() > 0);
      assertEquals(0, answers.unanswered());
      // The lag is that of everybody who was due.
      assertEquals(
          answers.lag().getTotalCount(), answers.placed().getTotalCount() + answers.turnedAway());
      assertTrue(outcome.recovery().seconds() <= 1);
    }
  }

  private static long above(Histogram histogram, int millis) {
    return histogram.getCountBetweenValues(
        TimeUnit.MILLISECONDS.toNanos(millis), histogram.getMaxValue());
  }

  private void place(HttpServerRequest request) {
    served.incrementAndGet();
    request
        .response()
        .setStatusCode(201)
        .end("{\"orderId\":\"%s\"}".formatted(UUID.randomUUID()))
        .onFailure(_ -> request.connection().close());
  }

  private void start(io.vertx.core.Handler<HttpServerRequest> handler) throws Exception {
    server =
        vertx
            .createHttpServer()
            .requestHandler(handler)
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
  }

  private LoadGenerator generator(int connections) {
    return new LoadGenerator(
        java.util.List.of("http://127.0.0.1:" + server.actualPort()), connections);
  }
}
