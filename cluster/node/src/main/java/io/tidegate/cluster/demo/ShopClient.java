package io.tidegate.cluster.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tidegate.cluster.demo.Exchange.NoReply;
import io.tidegate.cluster.demo.Exchange.Reply;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Speaks HTTP to every node of the shop over a bounded number of kept connections. Its methods wait
 * for the answer, on any thread but an event loop: give each of many callers a virtual thread.
 */
final class ShopClient implements AutoCloseable {

  private static final Duration REPLY_TIME = Duration.ofSeconds(15);
  private static final Duration CONNECT_TIME = Duration.ofSeconds(3);
  private static final JsonMapper JSON = new JsonMapper();

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpClient http;
  private final List<URI> nodes;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicLong resends = new AtomicLong();

  /**
   * @param connectionsPerNode at once; as many callers more may wait for one
   */
  ShopClient(List<URI> nodes, int connectionsPerNode) {
    this.nodes = List.copyOf(nodes);
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) CONNECT_TIME.toMillis())
                .setTcpNoDelay(true),
            new PoolOptions()
                .setHttp1MaxSize(connectionsPerNode)
                .setMaxWaitQueueSize(connectionsPerNode));
  }

  int nodes() {
    return nodes.size();
  }

  /** How often a call had to be sent again so far. */
  long resends() {
    return resends.get();
  }

  /** Sends a call once, to the node of that number (modulo the number of nodes). */
  Exchange send(int node, Call call) throws InterruptedException {
    // Declared for the caller: await throws it without saying so.
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return http.request(options(nodes.get(Math.floorMod(node, nodes.size())), call))
        .compose(request -> exchange(request, call))
        .timeout(REPLY_TIME.toMillis(), TimeUnit.MILLISECONDS)
        .recover(cause -> Future.succeededFuture(new NoReply(cause.toString())))
        .await();
  }

  /**
   * Sends a call until there is an answer, to another node each time, with the same key.
   *
   * @return the answer, or the last try where there was none within {@link Retries#SENDS_MAX}
   */
  Exchange persist(int node, Call call) throws InterruptedException {
    return persist(node, call, Witness.NOBODY);
  }

  /** The same, with somebody who is told of each try before and after. */
  Exchange persist(int node, Call call, Witness witness) throws InterruptedException {
    var exchange = send(node, call, witness);
    for (var sends = 1; sends < Retries.SENDS_MAX && Retries.isOpen(exchange); sends++) {
      var pause = Retries.pause(exchange, sends, ThreadLocalRandom.current().nextDouble());
      if (closesWithin(pause)) {
        return exchange;
      }
      resends.incrementAndGet();
      exchange = send(node + sends, call, witness);
    }
    return exchange;
  }

  /** Sees every try of a call. */
  interface Witness {

    Witness NOBODY =
        new Witness() {
          @Override
          public void sends() {}

          @Override
          public void hears(Exchange exchange) {}
        };

    /** The call is about to be sent. */
    void sends();

    /** This came of it. */
    void hears(Exchange exchange);
  }

  private Exchange send(int node, Call call, Witness witness) throws InterruptedException {
    witness.sends();
    var exchange = send(node, call);
    witness.hears(exchange);
    return exchange;
  }

  /** The answer of {@link #persist}; a {@link DemoException} where there is none. */
  Reply ask(int node, Call call) throws InterruptedException {
    var exchange = persist(node, call);
    return switch (exchange) {
      case Reply reply when !Retries.isOpen(reply) -> reply;
      case Reply _, NoReply _ ->
          throw new DemoException(
              "%s had no answer in %d tries: %s".formatted(call, Retries.SENDS_MAX, exchange));
    };
  }

  /** Waits that long, unless this client is closed meanwhile. */
  boolean closesWithin(Duration pause) throws InterruptedException {
    return closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    closed.countDown();
    http.close().eventually(vertx::close).await();
  }

  private static RequestOptions options(URI node, Call call) {
    var headers = MultiMap.caseInsensitiveMultiMap();
    if (call.bearer() != null) {
      headers.set("Authorization", "Bearer " + call.bearer());
    }
    if (call.key() != null) {
      headers.set("Idempotency-Key", call.key());
    }
    if (call.body() != null) {
      headers.set("Content-Type", "application/json");
    }
    return new RequestOptions()
        .setMethod(HttpMethod.valueOf(call.method()))
        .setHost(node.getHost())
        .setPort(node.getPort())
        .setURI(call.path())
        .setConnectTimeout(CONNECT_TIME.toMillis())
        .setTimeout(REPLY_TIME.toMillis())
        .setHeaders(headers);
  }

  private static Future<Exchange> exchange(HttpClientRequest request, Call call) {
    var response = call.body() == null ? request.send() : request.send(call.body());
    return response.compose(head -> head.body().map(body -> reply(head, body)));
  }

  private static Exchange reply(HttpClientResponse head, Buffer body) {
    var retryAfter = head.getHeader("Retry-After");
    return new Reply(
        head.statusCode(),
        json(body),
        retryAfter == null ? null : Duration.ofSeconds(Long.parseLong(retryAfter)),
        "true".equals(head.getHeader("Idempotency-Replayed")));
  }

  private static JsonNode json(Buffer body) {
    if (body.length() == 0) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(body.getBytes());
    } catch (JsonProcessingException cause) {
      throw new DemoException("The shop answered something that is not JSON: " + body, cause);
    } catch (java.io.IOException cause) {
      throw new DemoException("Reading from memory failed.", cause);
    }
  }
}
