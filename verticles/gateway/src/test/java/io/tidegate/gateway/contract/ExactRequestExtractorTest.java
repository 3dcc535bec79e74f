package io.tidegate.gateway.contract;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.ValidatedRequest;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactRequestExtractorTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static Vertx vertx;
  private static HttpServer server;

  /** Answers each call that the contract lets through with what the handler would see. */
  @BeforeAll
  static void serve() throws Exception {
    vertx = Vertx.vertx();
    var contract = HttpContract.load(vertx).await(10, SECONDS);
    var builder = RouterBuilder.create(vertx, contract, new ExactRequestExtractor());
    builder.rootHandler(BodyHandler.create(false));
    builder.getRoutes().forEach(route -> route.setDoSecurity(false).addHandler(echo()));
    var router = Router.router(vertx);
    router.route().subRouter(builder.createRouter());
    server = vertx.createHttpServer().requestHandler(router).listen(0).await(10, SECONDS);
  }

  private static io.vertx.core.Handler<RoutingContext> echo() {
    return context -> {
      ValidatedRequest seen = context.get(RouterBuilder.KEY_META_DATA_VALIDATED_REQUEST);
      var text = new StringBuilder();
      seen.getPathParameters().forEach((name, value) -> text.append(value.getString()));
      seen.getQuery().forEach((_, value) -> text.append(value.isNull() ? "" : value.get()));
      seen.getHeaders().forEach((_, value) -> text.append(value.isNull() ? "" : value.get()));
      Operation operation =
          context.currentRoute().getMetadata(RouterBuilder.KEY_META_DATA_OPERATION);
      context.response().putHeader("X-Operation", operation.getOperationId()).end(text.toString());
    };
  }

  @AfterAll
  static void close() throws Exception {
    vertx.close().await(10, SECONDS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12.5",
        "-1",
        "null",
        "true",
        "\"quoted\"",
        "{}",
        "a+b",
        "50%",
        "a\\b",
        "a b",
        "~"
      })
  void leavesAKeyAsItWasSent(String key) throws Exception {
    var answer = cancel(key);
    assertEquals(200, answer.statusCode(), answer.body());
    assertEquals("1" + key, answer.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"clé", "tab\there"})
  void refusesAKeyThatIsNotPrintableAscii(String key) throws Exception {
    assertEquals(400, cancel(key).statusCode());
  }

  @Test
  void refusesAKeyThatIsTooLong() throws Exception {
    assertEquals(200, cancel("k".repeat(128)).statusCode());
    assertEquals(400, cancel("k".repeat(129)).statusCode());
  }

  @Test
  void refusesAPostWithoutItsKey() throws Exception {
    var request = request("/api/orders/1/cancel").POST(HttpRequest.BodyPublishers.noBody());
    assertEquals(400, send(request).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-5", "1E5", "true", "12345678", "null", "%22a%22"})
  void passesOnAPathIdOfAnyShape(String id) throws Exception {
    var answer = send(request("/api/orders/" + id).GET());
    assertEquals(200, answer.statusCode());
    assertEquals(id.replace("%22", "\""), answer.body());
  }

  @Test
  void decodesAPathOnce() throws Exception {
    assertEquals("a+b@c.d", send(request("/api/member/a+b@c.d").GET()).body());
    assertEquals("a%2Bb@c.d", send(request("/api/member/a%252Bb@c.d").GET()).body());
  }

  @Test
  void decodesAQueryOnce() throws Exception {
    assertEquals(
        "WEB50% +1", send(request("/api/channels/WEB/products?q=50%25+%2B1").GET()).body());
  }

  @Test
  void refusesAQueryThatCannotBeDecoded() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
      socket.setSoTimeout(10_000);
      var request = "GET /api/channels?limit=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    }
  }

  @Test
  void findsEveryCallByItsOwnPath() throws Exception {
    for (var call : ContractSamples.CALLS.entrySet()) {
      if (call.getValue().startsWith("GET ")) {
        var path = call.getValue().substring(4).replaceAll("\\{[^}]+}", "1");
        var found = send(request(path).GET()).headers().firstValue("X-Operation");
        assertEquals(Optional.of(call.getKey()), found, path);
      }
    }
  }

  @Test
  void tellsNumbersFromTexts() throws Exception {
    assertEquals(200, send(request("/api/channels?limit=200").GET()).statusCode());
    for (var limit : new String[] {"201", "0", "-1", "1.0", "x", "", "%2250%22", "1e1"}) {
      assertEquals(400, send(request("/api/channels?limit=" + limit).GET()).statusCode(), limit);
    }
  }

  @Test
  void refusesABadFilter() throws Exception {
    for (var filter :
        new String[] {"status=OPEN", "sku=tea", "from=yesterday", "to=2026-11-21T09:30:00+09:00"}) {
      assertEquals(400, send(request("/api/admin/orders?" + filter).GET()).statusCode(), filter);
    }
    var good = "/api/admin/orders?status=PENDING&sku=TEA-1&from=2026-11-21T09:30:00.5Z";
    assertEquals(200, send(request(good).GET()).statusCode());
  }

  @Test
  void readsAMediaTypeWhateverItsCaseAndParameters() throws Exception {
    assertEquals(200, signUp("Application/JSON; charset=\"utf-8\"").statusCode());
    assertEquals(400, signUp("application/jsonp").statusCode());
    assertEquals(400, signUp("text/plain").statusCode());
  }

  private static HttpResponse<String> signUp(String contentType) throws Exception {
    var body = HttpRequest.BodyPublishers.ofString(ContractSamples.BODIES.get("signUp"));
    return send(request("/auth/signup").header("Content-Type", contentType).POST(body));
  }

  private static HttpResponse<String> cancel(String key) throws Exception {
    return send(
        request("/api/orders/1/cancel")
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
        .timeout(Duration.ofSeconds(10));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
