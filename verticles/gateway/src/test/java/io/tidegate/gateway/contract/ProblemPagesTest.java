package io.tidegate.gateway.contract;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every problem has a page, and the pages, their index and the contract say the same of it. */
class ProblemPagesTest {

  private static final Path PAGES = Path.of(System.getProperty("tidegate.root"), "docs/problems");
  private static final Pattern EXAMPLE =
      Pattern.compile("```http\nHTTP/1.1 (\\d+) .*?\n\n(.*?)```", Pattern.DOTALL);
  private static final Pattern IN_CONTRACT =
      Pattern.compile("type: '?urn:tidegate:problem:([a-z-]+)'?,?\\s+title: ([^\n,]+)");

  private static final Map<String, Integer> STATUS =
      Map.ofEntries(
          Map.entry("validation-failed", 400),
          Map.entry("unauthenticated", 401),
          Map.entry("invalid-credentials", 401),
          Map.entry("token-expired", 401),
          Map.entry("token-revoked", 401),
          Map.entry("refresh-token-reused", 401),
          Map.entry("forbidden", 403),
          Map.entry("not-found", 404),
          Map.entry("method-not-allowed", 405),
          Map.entry("email-taken", 409),
          Map.entry("sku-taken", 409),
          Map.entry("channel-taken", 409),
          Map.entry("insufficient-stock", 409),
          Map.entry("order-not-cancellable", 409),
          Map.entry("delivery-not-dispatched", 409),
          Map.entry("request-in-progress", 409),
          Map.entry("precondition-failed", 412),
          Map.entry("payload-too-large", 413),
          Map.entry("unsupported-media-type", 415),
          Map.entry("idempotency-key-reused", 422),
          Map.entry("rate-limited", 429),
          Map.entry("internal", 500),
          Map.entry("overloaded", 503),
          Map.entry("unavailable", 503),
          Map.entry("deadline-exceeded", 504));

  static Set<String> slugs() {
    return STATUS.keySet();
  }

  @Test
  void thereIsAPageForEachProblemAlone() throws IOException {
    try (var files = Files.list(PAGES)) {
      var pages =
          files
              .map(file -> file.getFileName().toString().replace(".md", ""))
              .filter(name -> !name.equals("README"))
              .collect(toCollection(TreeSet::new));
      assertEquals(new TreeSet<>(STATUS.keySet()), pages);
    }
  }

  @ParameterizedTest
  @MethodSource("slugs")
  void thePageShowsAnExampleOfItsProblem(String slug) throws IOException {
    var status = STATUS.get(slug);
    var page = Files.readString(PAGES.resolve(slug + ".md"));
    var example = example(page);
    assertEquals("urn:tidegate:problem:" + slug, example.getString("type"));
    assertEquals(status, example.getInteger("status"));
    assertTrue(page.startsWith("# " + example.getString("title") + "\n"), slug);
    assertTrue(page.contains("`urn:tidegate:problem:%s` · %d\n".formatted(slug, status)), slug);
    assertTrue(page.contains("HTTP/1.1 " + status + " "), slug);
  }

  @ParameterizedTest
  @MethodSource("slugs")
  void theIndexNamesIt(String slug) throws IOException {
    var title = example(Files.readString(PAGES.resolve(slug + ".md"))).getString("title");
    var row = "| %d | [%s](%s.md) | %s |".formatted(STATUS.get(slug), slug, slug, title);
    assertTrue(Files.readString(PAGES.resolve("README.md")).contains(row), row);
  }

  @Test
  void theContractCallsThemTheSame() throws IOException {
    var contract =
        Files.readString(
            Path.of(
                System.getProperty("tidegate.root"),
                "verticles/contracts/src/main/resources",
                HttpContract.RESOURCE));
    var titles =
        IN_CONTRACT
            .matcher(contract)
            .results()
            .collect(toMap(found -> found.group(1), found -> found.group(2)));
    assertTrue(titles.size() >= 18, "only " + titles.keySet());
    for (var slug : titles.keySet()) {
      var page = Files.readString(PAGES.resolve(slug + ".md"));
      assertEquals(example(page).getString("title"), titles.get(slug));
    }
  }

  private static JsonObject example(String page) {
    var example = EXAMPLE.matcher(page);
    assertTrue(example.find(), "the page shows no answer");
    return new JsonObject(example.group(2));
  }
}
