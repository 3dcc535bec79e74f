package io.tidegate.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;

/** Reads answers, and says what is wrong with a problem that is not one. */
final class Answers {

  private Answers() {}

  static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse(null);
  }

  static JsonObject json(HttpResponse<String> answer) {
    return new JsonObject(answer.body());
  }

  /** The problem, which must be of that kind and whole. */
  static JsonObject problem(HttpResponse<String> answer, int status, String slug) {
    assertEquals(status, answer.statusCode(), answer.body());
    assertEquals("application/problem+json", header(answer, "Content-Type"));
    assertEquals("nosniff", header(answer, "X-Content-Type-Options"));
    assertEquals("no-store", header(answer, "Cache-Control"));
    var problem = json(answer);
    assertEquals("urn:tidegate:problem:" + slug, problem.getString("type"));
    assertEquals(status, problem.getInteger("status"));
    assertEquals(header(answer, "X-Request-Id"), problem.getString("instance"));
    assertEquals(
        header(answer, "traceparent").substring(3, 35),
        problem.getString("traceId"),
        answer.body());
    return problem;
  }

  /** Where a problem says that something is wrong. */
  static List<String> pointers(JsonObject problem) {
    return problem.getJsonArray("errors").stream()
        .map(JsonObject.class::cast)
        .map(error -> error.getString("pointer"))
        .toList();
  }
}
