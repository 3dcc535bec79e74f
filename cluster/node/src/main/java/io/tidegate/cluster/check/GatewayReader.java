package io.tidegate.cluster.check;

import io.tidegate.platform.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Reads orders over HTTP, from each node in turn, and asks again where a node has no answer yet.
 * Any thread that may wait.
 */
public final class GatewayReader implements OrderReader, AutoCloseable {

  private static final Duration CONNECT_TIME = Duration.ofSeconds(5);
  private static final Duration REPLY_TIME = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final long PAUSE_SECONDS_MAX = 5;
  private static final int SENDS_MAX = 40;
  private static final Set<Integer> ASK_AGAIN = Set.of(429, 502, 503, 504);

  private final List<URI> nodes;
  private final UnaryOperator<String> bearers;
  private final AtomicInteger turn = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIME)
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();

  /**
   * A reader.
   *
   * @param bearers an access token of a customer, by the customer's id
   */
  public GatewayReader(List<URI> nodes, UnaryOperator<String> bearers) {
    this.nodes = List.copyOf(nodes);
    this.bearers = bearers;
  }

  @Override
  public Seen read(String customerId, String orderId) throws InterruptedException {
    var reason = "";
    for (var sends = 0; sends < SENDS_MAX; sends++) {
      var pause = PAUSE;
      try {
        var response = http.send(request(customerId, orderId), BodyHandlers.ofString());
        if (!ASK_AGAIN.contains(response.statusCode())) {
          return seen(response);
        }
        reason = response.statusCode() + " " + response.body();
        pause = retryAfter(response);
      } catch (IOException cause) {
        reason = cause.toString();
      }
      if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    throw new CheckException(
        "Order %s was not answered in %d tries: %s".formatted(orderId, SENDS_MAX, reason));
  }

  @Override
  public void close() {
    closed.countDown();
    http.shutdownNow();
  }

  private HttpRequest request(String customerId, String orderId) {
    var node = nodes.get(Math.floorMod(turn.getAndIncrement(), nodes.size()));
    return HttpRequest.newBuilder(node.resolve("/api/orders/" + orderId))
        .timeout(REPLY_TIME)
        .header("Authorization", "Bearer " + bearers.apply(customerId))
        .build();
  }

  private static Seen seen(HttpResponse<String> response) {
    var isOrder = response.statusCode() == 200;
    return new Seen(
        response.statusCode(), isOrder ? Json.decode(response.body(), SeenOrder.class) : null);
  }

  private static Duration retryAfter(HttpResponse<String> response) {
    var seconds = response.headers().firstValueAsLong("Retry-After");
    return seconds.isPresent()
        ? Duration.ofSeconds(Math.min(seconds.getAsLong(), PAUSE_SECONDS_MAX))
        : PAUSE;
  }
}
