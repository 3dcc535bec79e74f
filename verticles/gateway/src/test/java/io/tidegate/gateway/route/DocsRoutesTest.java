package io.tidegate.gateway.route;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.gateway.contract.HttpContract;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocsRoutesTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static Vertx vertx;
  private static HttpServer server;

  @BeforeAll
  static void serve() throws Exception {
    vertx = Vertx.vertx();
    var router = Router.router(vertx);
    DocsRoutes.load(vertx).await(10, SECONDS).mount(router);
    server = vertx.createHttpServer().requestHandler(router).listen(0).await(10, SECONDS);
  }

  @AfterAll
  static void close() throws Exception {
    vertx.close().await(10, SECONDS);
  }

  @Test
  void servesTheContractAsItWasWritten() throws Exception {
    var answer = send(request("/openapi.yaml").GET());
    assertEquals(200, answer.statusCode());
    assertEquals("application/yaml", header(answer, "Content-Type"));
    try (var written =
        HttpContract.class.getClassLoader().getResourceAsStream(HttpContract.RESOURCE)) {
      assertArrayEquals(written.readAllBytes(), answer.body());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/docs", "/docs/"})
  void servesThePageUnderAPolicyWithoutInlineScripts(String path) throws Exception {
    var answer = send(request(path).GET());
    assertEquals(200, answer.statusCode());
    assertEquals("text/html; charset=utf-8", header(answer, "Content-Type"));
    assertEquals("nosniff", header(answer, "X-Content-Type-Options"));
    var policy = header(answer, "Content-Security-Policy");
    assertTrue(policy.contains("default-src 'none'"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    var page = text(answer);
    assertFalse(
        Pattern.compile("<script(?![^>]* src=)|<style| style=| on\\w+=").matcher(page).find());
  }

  @Test
  void servesEveryFileThatThePageNames() throws Exception {
    var names =
        Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(text(send(request("/docs").GET())));
    var count = 0;
    while (names.find()) {
      var answer = send(request(names.group(1)).GET());
      assertEquals(200, answer.statusCode(), names.group(1));
      assertTrue(answer.body().length > 0, names.group(1));
      count++;
    }
    assertEquals(6, count);
  }

  @Test
  void answersNotModifiedToWhoHasTheFile() throws Exception {
    var tag = header(send(request("/docs/swagger-ui/swagger-ui-bundle.js").GET()), "ETag");
    var again =
        send(request("/docs/swagger-ui/swagger-ui-bundle.js").header("If-None-Match", tag).GET());
    assertEquals(304, again.statusCode());
    assertEquals(0, again.body().length);
    var other = send(request("/docs").header("If-None-Match", tag).GET());
    assertEquals(200, other.statusCode());
  }

  @Test
  void answersHeadWithoutABody() throws Exception {
    var answer = send(request("/docs").method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertEquals(200, answer.statusCode());
    assertTrue(Integer.parseInt(header(answer, "Content-Length")) > 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/docs/other",
        "/docs/index.html",
        "/docs/swagger-ui/index.html",
        "/docs/swagger-ui/swagger-initializer.js",
        "/docs/..%2f..%2fopenapi%2ftidegate.yaml",
        "/docs/swagger-ui/..%2f..%2f..%2fMANIFEST.MF"
      })
  void servesNothingElse(String path) throws Exception {
    assertEquals(404, send(request(path).GET()).statusCode());
  }

  @Test
  void takesNoOtherMethod() throws Exception {
    assertEquals(405, send(request("/docs").DELETE()).statusCode());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("no " + name);
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
        .timeout(Duration.ofSeconds(10));
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }
}
