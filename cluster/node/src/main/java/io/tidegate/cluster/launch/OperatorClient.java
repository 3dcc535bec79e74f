package io.tidegate.cluster.launch;

import io.tidegate.platform.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** A running shop as its operator calls it, who logs in first. */
final class OperatorClient implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final String baseUrl;
  private final String accessToken;

  private OperatorClient(LocalJson shop) {
    this.baseUrl = shop.baseUrl();
    var body = Map.of("email", shop.ops().email(), "password", shop.ops().password());
    var login =
        request("/auth/login")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Json.encode(body)));
    this.accessToken = Json.decode(send(login, 200).body(), Tokens.class).accessToken();
  }

  private record Tokens(String accessToken) {}

  /** Logs in; a {@link LaunchException} where the shop does not let it. */
  static OperatorClient logIn(LocalJson shop) {
    return new OperatorClient(shop);
  }

  /** What there is at a path; a {@link LaunchException} where it is not told. */
  <T> T get(String path, Class<T> type) {
    return Json.decode(send(authorized(path).GET(), 200).body(), type);
  }

  /** Has something done; false where there is no such thing. */
  boolean post(String path) {
    return send(authorized(path).POST(BodyPublishers.noBody()), 202, 404).statusCode() == 202;
  }

  private HttpRequest.Builder authorized(String path) {
    return request(path).header("Authorization", "Bearer " + accessToken);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(baseUrl + path)).timeout(PATIENCE);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, int... expected) {
    var built = request.build();
    try {
      var answer = client.send(built, BodyHandlers.ofString());
      for (var status : expected) {
        if (answer.statusCode() == status) {
          return answer;
        }
      }
      throw new LaunchException(
          "%s answered %d: %s".formatted(built.uri(), answer.statusCode(), answer.body()));
    } catch (IOException e) {
      throw new LaunchException("%s does not answer (%s).".formatted(built.uri(), e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LaunchException("Interrupted while waiting for the shop.", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
