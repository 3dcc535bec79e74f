package io.tidegate.cluster.launch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks nodes whether they are ready to serve. */
final class Readiness implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  /** Whether the node says that it is ready; silence and a refused connection are no. */
  boolean isReady(String managementUrl) {
    var request =
        HttpRequest.newBuilder(URI.create(managementUrl + "/health/ready"))
            .timeout(PATIENCE)
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      // Nobody listens yet, or nobody answers: not ready.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LaunchException("Interrupted while waiting for a node.", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
