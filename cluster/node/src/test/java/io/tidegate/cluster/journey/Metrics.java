package io.tidegate.cluster.journey;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** The metrics of every node, in Prometheus' text form. */
record Metrics(List<String> lines) {

  static Metrics of(JsonNode local) {
    return new Metrics(
        StreamSupport.stream(local.path("nodes").spliterator(), false)
            .map(node -> node.path("managementUrl").asText() + "/metrics")
            .flatMap(url -> scrape(url).lines())
            .toList());
  }

  /** The sum of all samples of that name with these labels among theirs. */
  double sum(String name, Map<String, String> labels) {
    return lines.stream()
        .filter(line -> line.startsWith(name + '{'))
        .filter(
            line ->
                labels.entrySet().stream()
                    .allMatch(
                        label -> line.contains(label.getKey() + "=\"" + label.getValue() + '"')))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static String scrape(String url) {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(url)).build();
      return http.send(request, BodyHandlers.ofString()).body();
    } catch (IOException cause) {
      throw new AssertionError(url + " cannot be read", cause);
    } catch (InterruptedException cause) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", cause);
    }
  }
}
