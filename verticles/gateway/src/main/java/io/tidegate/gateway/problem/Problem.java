package io.tidegate.gateway.problem;

import io.tidegate.contracts.CommonRefusal.Violation;
import io.tidegate.gateway.admission.Admitted;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a request was not answered as its caller hoped (RFC 9457).
 *
 * @param detail what was wrong this time, safe to show; null where the title says it all
 * @param errors what is not valid, and where
 * @param members what this kind adds to the problem, by name
 * @param headers what the answer says beside it
 */
public record Problem(
    Slug slug,
    String detail,
    List<Violation> errors,
    Map<String, Object> members,
    Map<String, String> headers) {

  /** What a problem is sent as. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** Problems of one request are reported together, but not without end. */
  private static final int ERRORS_MAX = 20;

  private static final int RETRY_AFTER_SECONDS = 1;

  public Problem {
    errors = errors.size() > ERRORS_MAX ? List.copyOf(errors.subList(0, ERRORS_MAX)) : errors;
  }

  /** One whose title says it all. */
  public static Problem of(Slug slug) {
    return new Problem(slug, null, List.of(), Map.of(), Map.of());
  }

  public static Problem of(Slug slug, String detail) {
    return new Problem(slug, detail, List.of(), Map.of(), Map.of());
  }

  /** A request that is not what the contract asks for. */
  public static Problem invalid(List<Violation> errors) {
    return new Problem(Slug.VALIDATION_FAILED, null, List.copyOf(errors), Map.of(), Map.of());
  }

  /** A request that is wrong at one place. */
  public static Problem invalid(String pointer, String detail) {
    return invalid(List.of(new Violation(pointer, detail)));
  }

  /** Adds a member; null adds nothing. */
  public Problem with(String name, Object value) {
    return value == null
        ? this
        : new Problem(slug, detail, errors, added(members, name, value), headers);
  }

  /** This attempt did nothing, so it may be repeated, key or no key. */
  public Problem notExecuted() {
    return with("executed", false);
  }

  /** Says when to ask again. */
  public Problem retryLater() {
    return retryAfter(RETRY_AFTER_SECONDS);
  }

  /** The same where it is known when. */
  public Problem retryAfter(long seconds) {
    return withHeader("Retry-After", Long.toString(seconds));
  }

  public Problem withHeader(String name, String value) {
    return new Problem(slug, detail, errors, members, added(headers, name, value));
  }

  public int status() {
    return slug.status();
  }

  /** Answers a request with it. */
  public Future<Void> writeTo(HttpServerResponse response, Admitted admitted) {
    response.setStatusCode(status());
    headers.forEach(response::putHeader);
    return response
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
        .end(toJson(admitted.requestId(), admitted.traceId()).toBuffer());
  }

  /** The body; {@code instance} and {@code traceId} name the request. */
  public JsonObject toJson(String instance, String traceId) {
    var json =
        new JsonObject()
            .put("type", "urn:tidegate:problem:" + slug.text())
            .put("title", slug.title())
            .put("status", slug.status());
    if (detail != null) {
      json.put("detail", detail);
    }
    json.put("instance", instance).put("traceId", traceId);
    if (!errors.isEmpty()) {
      var array = new JsonArray();
      errors.forEach(
          error ->
              array.add(
                  new JsonObject().put("pointer", error.pointer()).put("detail", error.detail())));
      json.put("errors", array);
    }
    members.forEach(json::put);
    return json;
  }

  private static <T> Map<String, T> added(Map<String, T> before, String name, T value) {
    var after = new LinkedHashMap<>(before);
    after.put(name, value);
    return Map.copyOf(after);
  }
}
