package io.tidegate.cluster.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidegate.cluster.demo.Exchange.NoReply;
import io.tidegate.cluster.demo.Exchange.Reply;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ShopClientTest {

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void asksTheNextNodeUnderTheSameKeyWhenOneIsOverloaded() throws Exception {
    var keys = new CopyOnWriteArrayList<String>();
    var overloaded =
        server(
            request -> {
              keys.add(request.getHeader("Idempotency-Key"));
              request.response().setStatusCode(503).putHeader("Retry-After", "0").end("{}");
            });
    var well =
        server(
            request -> {
              keys.add(request.getHeader("Idempotency-Key"));
              request.response().setStatusCode(201).end("{\"orderId\":\"7\"}");
            });
    try (var shop = new ShopClient(List.of(overloaded, well), 2)) {
      var reply = shop.ask(0, Call.post("/api/orders", List.of()).under("k"));
      assertEquals("7", reply.orderId());
      assertEquals(List.of("k", "k"), keys);
      assertEquals(1, shop.resends());
    }
  }

  @Test
  void goesToAnotherNodeWhenNobodyListens() throws Exception {
    var gone = URI.create("http://127.0.0.1:1");
    var well = server(request -> request.response().end("{}"));
    try (var shop = new ShopClient(List.of(gone, well), 2)) {
      assertEquals(200, shop.ask(0, Call.get("/")).status());
    }
  }

  @Test
  void saysThatThereWasNoReply() throws Exception {
    var breaking = server(request -> request.connection().close());
    try (var shop = new ShopClient(List.of(breaking), 2)) {
      assertInstanceOf(NoReply.class, shop.send(0, Call.get("/")));
    }
  }

  @Test
  void sendsTheTokenWithTheBody() throws Exception {
    var echo =
        server(
            request ->
                request
                    .body()
                    .onSuccess(
                        body ->
                            request
                                .response()
                                .putHeader("Idempotency-Replayed", "true")
                                .end(
                                    "[\""
                                        + request.getHeader("Authorization")
                                        + "\","
                                        + body
                                        + "]")));
    try (var shop = new ShopClient(List.of(echo), 2)) {
      var reply = shop.ask(0, Call.post("/", List.of(1)).as("t"));
      assertEquals("[\"Bearer t\",[1]]", reply.body().toString());
      assertEquals(new Reply(200, reply.body(), null, true), reply);
    }
  }

  @Test
  void givesUpWhenItIsInterrupted() throws Exception {
    var well = server(request -> request.response().end("{}"));
    try (var shop = new ShopClient(List.of(well), 2)) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> shop.send(0, Call.get("/")));
    }
  }

  private URI server(Handler<HttpServerRequest> handler) throws TimeoutException {
    var server =
        vertx
            .createHttpServer()
            .requestHandler(handler)
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }
}
