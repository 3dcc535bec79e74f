package io.tidegate.cluster.journey;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Somebody who speaks to a node of the shop: anyone, or a member whose token is renewed as needed.
 * Any thread.
 */
final class Visitor {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private static final Duration REPLY_TIME = Duration.ofSeconds(20);

  private final String baseUrl;
  private final Login login;

  /**
   * @param login null for anyone
   */
  Visitor(String baseUrl, Login login) {
    this.baseUrl = baseUrl;
    this.login = login;
  }

  /** A visitor with a token that is what it is. */
  static Visitor withToken(String baseUrl, String accessToken) {
    return new Visitor(baseUrl, new Login(accessToken));
  }

  /** The same one at another node. */
  Visitor at(String otherBaseUrl) {
    return new Visitor(otherBaseUrl, login);
  }

  Answer get(String path) {
    return send("GET", path, null, Map.of());
  }

  Answer get(String path, String header, String value) {
    return send("GET", path, null, Map.of(header, value));
  }

  Answer delete(String path) {
    return send("DELETE", path, null, Map.of());
  }

  /** Posts under a key of its own; a null body is none. */
  Answer post(String path, Object body) {
    return post(path, body, UUID.randomUUID().toString());
  }

  Answer post(String path, Object body, String key) {
    return send("POST", path, body, Map.of("Idempotency-Key", key));
  }

  /**
   * Posts with these headers only; a body that is a text goes as it is. Without an answer it fails
   * with a {@link NoAnswerError}.
   */
  Answer send(String method, String path, Object body, Map<String, String> headers) {
    try {
      return Answer.of(HTTP.send(request(method, path, body, headers), BodyHandlers.ofString()));
    } catch (IOException cause) {
      throw new NoAnswerError(method + ' ' + path, cause);
    } catch (InterruptedException cause) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", cause);
    }
  }

  /** The lines of a stream; closing it hangs up. */
  HttpResponse<Stream<String>> stream(String path, Map<String, String> headers)
      throws IOException, InterruptedException {
    return HTTP.send(request("GET", path, null, headers), BodyHandlers.ofLines());
  }

  private HttpRequest request(
      String method, String path, Object body, Map<String, String> headers) {
    var all = new LinkedHashMap<>(headers);
    if (login != null) {
      all.put("Authorization", "Bearer " + login.bearer(this));
    }
    if (body != null) {
      all.putIfAbsent("Content-Type", "application/json");
    }
    var text = body instanceof String raw ? raw : body == null ? null : Json.text(body);
    var publisher = text == null ? BodyPublishers.noBody() : BodyPublishers.ofString(text);
    var request =
        HttpRequest.newBuilder(URI.create(baseUrl + path))
            .timeout(REPLY_TIME)
            .method(method, publisher);
    all.forEach(request::header);
    return request.build();
  }

  /** A login that is renewed before its access token runs out. */
  static final class Login {

    private static final long RENEW_BEFORE_MS = 2_000;

    private final boolean renewed;
    private String accessToken;
    private String refreshToken;
    private long expiresAtMs;

    private Login(String accessToken) {
      this.accessToken = accessToken;
      this.renewed = false;
    }

    Login(JsonNode pair) {
      this.renewed = true;
      take(pair);
    }

    private void take(JsonNode pair) {
      accessToken = pair.path("accessToken").asText();
      refreshToken = pair.path("refreshToken").asText();
      expiresAtMs = pair.path("accessTokenExpiresIn").asLong();
    }

    private synchronized String bearer(Visitor visitor) {
      if (renewed && System.currentTimeMillis() > expiresAtMs - RENEW_BEFORE_MS) {
        var tokens = Map.of("accessToken", accessToken, "refreshToken", refreshToken);
        take(new Visitor(visitor.baseUrl, null).post("/auth/reissue", tokens).is(200).body());
      }
      return accessToken;
    }
  }
}
