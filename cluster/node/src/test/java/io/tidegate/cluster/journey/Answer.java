package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;

/** What the shop said. */
record Answer(String asked, int status, HttpHeaders headers, JsonNode body) {

  static Answer of(HttpResponse<String> response) {
    var type = response.headers().firstValue("Content-Type").orElse("");
    var body = type.contains("json") ? Json.tree(response.body()) : Json.tree("");
    var asked = response.request().method() + ' ' + response.request().uri().getPath();
    return new Answer(asked, response.statusCode(), response.headers(), body);
  }

  /** Fails unless it is this status; every answer has a request id (http-api.md, tracing). */
  Answer is(int expected) {
    assertEquals(expected, status, () -> asked + " answered " + body);
    assertTrue(header("X-Request-Id").length() > 0, () -> asked + " has no X-Request-Id");
    return this;
  }

  /** Fails unless it is this problem, in the form of RFC 9457. */
  Answer isProblem(int expected, String slug) {
    is(expected);
    assertEquals("application/problem+json", header("Content-Type").split(";", 2)[0], asked);
    assertEquals("urn:tidegate:problem:" + slug, text("/type"), () -> asked + ": " + body);
    assertEquals(expected, body.at("/status").asInt(), asked);
    assertFalse(text("/title").isEmpty(), () -> asked + " has a problem without a title");
    assertFalse(text("/traceId").isEmpty(), () -> asked + " has a problem without a trace id");
    return this;
  }

  /** The text at a JSON pointer; empty where there is none. */
  String text(String pointer) {
    return body.at(pointer).asText("");
  }

  long number(String pointer) {
    assertTrue(body.at(pointer).isIntegralNumber(), () -> pointer + " is no number: " + body);
    return body.at(pointer).asLong();
  }

  /** A header, or an empty text. */
  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  boolean isReplayed() {
    return header("Idempotency-Replayed").equals("true");
  }
}
