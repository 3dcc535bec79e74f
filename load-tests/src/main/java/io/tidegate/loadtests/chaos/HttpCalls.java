package io.tidegate.loadtests.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tidegate.cluster.launch.LaunchException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Calls to the nodes, each sent once. Any thread that may wait. */
final class HttpCalls implements AutoCloseable {

  private static final Duration REPLY_TIME = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  /**
   * What was said.
   *
   * @param text nothing where there was none
   */
  record Reply(int status, String text) {

    /** The text as JSON; a missing node where there is none. */
    JsonNode body() {
      try {
        return text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
      } catch (JsonProcessingException cause) {
        throw new LaunchException("The shop answered what is no JSON: " + text, cause);
      }
    }
  }

  /** The answer to a post; empty where there was none in time, or none that is one. */
  Optional<Reply> post(String baseUrl, String path, String token, String key, Object body)
      throws InterruptedException {
    return send(
        request(baseUrl + path)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(text(body)))
            .build());
  }

  /** Whether a page is there and says that all is well. */
  boolean isWell(String url) throws InterruptedException {
    return send(request(url).build()).filter(reply -> reply.status() == 200).isPresent();
  }

  private static HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url)).timeout(REPLY_TIME);
  }

  private Optional<Reply> send(HttpRequest request) throws InterruptedException {
    try {
      var response = http.send(request, BodyHandlers.ofString());
      return Optional.of(new Reply(response.statusCode(), response.body()));
    } catch (IOException _) {
      // Refused, reset, silent or cut off in the middle: what came of it is not known.
      return Optional.empty();
    }
  }

  private static String text(Object body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException cause) {
      throw new IllegalStateException("bodies are plain maps", cause);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
