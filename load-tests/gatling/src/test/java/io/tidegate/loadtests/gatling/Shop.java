package io.tidegate.loadtests.gatling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Speaks to the shop before and after the load, never as part of it: waits, and asks again with the
 * same key while the answer is open. Any thread that may wait.
 */
final class Shop implements AutoCloseable {

  private static final Duration CONNECT_TIME = Duration.ofSeconds(5);
  private static final Duration REPLY_TIME = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(5);
  private static final int SENDS_MAX = 40;
  private static final Set<Integer> ASK_AGAIN = Set.of(429, 502, 503, 504);
  private static final JsonMapper JSON = new JsonMapper();

  private final List<URI> nodes;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIME)
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();
  private final AtomicInteger turn = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * One call. Whoever repeats it sends the very same.
   *
   * @param bearer the access token, or null
   * @param key the idempotency key, or null
   * @param body what becomes the JSON body, or null
   */
  record Call(String method, String path, String bearer, String key, Object body) {

    static Call get(String path, String bearer) {
      return new Call("GET", path, bearer, null, null);
    }

    static Call post(String path, String bearer, String key, Object body) {
      return new Call("POST", path, bearer, key, body);
    }

    @Override
    public String toString() {
      return method + ' ' + path;
    }
  }

  /** What the shop said; a missing node where there was no body. */
  record Reply(int status, JsonNode body) {

    /** The slug of the problem, or nothing. */
    String problem() {
      return body.path("type").asText("").replace(Orders.PROBLEM, "");
    }
  }

  Shop(List<URI> nodes) {
    this.nodes = List.copyOf(nodes);
  }

  /** The answer, whatever it is; fails where there is none in so many tries. */
  Reply ask(Call call) throws InterruptedException {
    var reason = "";
    for (var sends = 0; sends < SENDS_MAX; sends++) {
      var pause = PAUSE;
      try {
        var response = http.send(request(call), BodyHandlers.ofString());
        if (!ASK_AGAIN.contains(response.statusCode())) {
          return new Reply(response.statusCode(), json(response.body()));
        }
        reason = response.statusCode() + " " + response.body();
        pause = retryAfter(response);
      } catch (IOException cause) {
        reason = cause.toString();
      }
      if (closesWithin(pause)) {
        break;
      }
    }
    throw new LoadException("%s had no answer in %d tries: %s".formatted(call, SENDS_MAX, reason));
  }

  /** The body of an answer that has one good status. */
  JsonNode expect(int status, Call call) throws InterruptedException {
    var reply = ask(call);
    if (reply.status() != status) {
      throw new LoadException(
          "%s answered %d instead of %d: %s".formatted(call, reply.status(), status, reply.body()));
    }
    return reply.body();
  }

  /** Waits that long, unless this is closed meanwhile. */
  boolean closesWithin(Duration pause) throws InterruptedException {
    return closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  static String encoded(Object body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException cause) {
      throw new IllegalStateException("a body of maps and lists is JSON", cause);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    http.shutdownNow();
  }

  private HttpRequest request(Call call) {
    var node = nodes.get(Math.floorMod(turn.getAndIncrement(), nodes.size()));
    var request = HttpRequest.newBuilder(node.resolve(call.path())).timeout(REPLY_TIME);
    if (call.bearer() != null) {
      request.header("Authorization", "Bearer " + call.bearer());
    }
    if (call.key() != null) {
      request.header("Idempotency-Key", call.key());
    }
    if (call.body() == null) {
      return request.method(call.method(), BodyPublishers.noBody()).build();
    }
    return request
        .header("Content-Type", "application/json")
        .method(call.method(), BodyPublishers.ofString(encoded(call.body())))
        .build();
  }

  private static Duration retryAfter(HttpResponse<String> response) {
    var asked =
        response.headers().firstValue("Retry-After").map(Long::parseLong).map(Duration::ofSeconds);
    return asked.filter(pause -> pause.compareTo(PAUSE_MAX) < 0).orElse(PAUSE);
  }

  private static JsonNode json(String body) {
    try {
      return body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body);
    } catch (JsonProcessingException cause) {
      throw new LoadException("The shop answered something that is not JSON: " + body, cause);
    }
  }
}
