package io.tidegate.platform.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidegate.engine.FreePorts;
import io.tidegate.platform.http.ManagementVerticle;
import io.tidegate.testkit.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthTest {

  private final Health health = new Health();

  @BeforeEach
  void serve() {
    health.serve();
  }

  @Test
  void isNotReadyBeforeItServes() {
    var starting = new Health();
    starting.add("postgres", Future::succeededFuture);

    assertFalse(Await.result(starting.ready()).up());
  }

  @Test
  void isReadyWhenEveryCheckSucceeds() {
    health.add("postgres", Future::succeededFuture);

    var report = Await.result(health.ready());

    assertEquals(200, report.statusCode());
    assertEquals(
        "{\"status\":\"UP\",\"checks\":[{\"name\":\"serving\",\"status\":\"UP\"},"
            + "{\"name\":\"postgres\",\"status\":\"UP\"}]}",
        report.toJson().encode());
  }

  @Test
  void isNotReadyWhenACheckFails() {
    health.add("kafka", () -> Future.failedFuture("gone"));
    health.add("postgres", Future::succeededFuture);

    var report = Await.result(health.ready());

    assertEquals(503, report.statusCode());
    assertTrue(report.toJson().encode().contains("{\"name\":\"kafka\",\"status\":\"DOWN\"}"));
    assertTrue(report.toJson().encode().contains("{\"name\":\"postgres\",\"status\":\"UP\"}"));
  }

  @Test
  void isNotReadyWhenACheckThrows() {
    health.add(
        "postgres",
        () -> {
          throw new IllegalStateException("on purpose");
        });

    assertFalse(Await.result(health.ready()).up());
  }

  @Test
  void waitsForNoCheckThatHangs() {
    health.add("postgres", () -> Promise.<Void>promise().future());

    assertFalse(Await.result(health.ready()).up());
  }

  @Test
  void isNotReadyWhileItLeaves() {
    health.drain();

    assertFalse(Await.result(health.ready()).up());
  }

  @Test
  void livesWhateverItsChecksSay() {
    health.add("postgres", () -> Future.failedFuture("gone"));
    health.drain();

    assertTrue(health.live().up());
  }

  @Test
  void answersOnTheManagementPort() throws Exception {
    var vertx = Vertx.vertx();
    var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    meters.counter("tidegate.orders", "outcome", "confirmed").increment(3);
    var port = FreePorts.find(1).getFirst();
    try {
      Await.result(vertx.deployVerticle(new ManagementVerticle("127.0.0.1", port, health, meters)));

      assertEquals("UP", new JsonObject(get(port, "/health/live").body()).getString("status"));
      assertEquals(200, get(port, "/health/ready").statusCode());
      assertTrue(
          get(port, "/metrics").body().contains("tidegate_orders_total{outcome=\"confirmed\"} 3"));
      health.drain();
      assertEquals(503, get(port, "/health/ready").statusCode());
    } finally {
      Await.result(vertx.close());
    }
  }

  private static HttpResponse<String> get(int port, String path)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }
}
