package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the documents say to type works as it stands there. In README.md those are the blocks of
 * {@code sh} with the line {@code <!-- executed -->} above them; they run in one shell, in order,
 * so that a later block may use what an earlier one has set.
 */
@Journey
final class ReadmeTest {

  private static final Path ROOT = Path.of(System.getProperty("tidegate.root"));

  private static final Pattern BLOCK =
      Pattern.compile("<!-- executed -->\\s*```sh\\n(.*?)```", Pattern.DOTALL);

  /** Where the README's shop is. */
  private static final Pattern README_URL =
      Pattern.compile("http://(localhost|127\\.0\\.0\\.1):8080");

  private final Shop shop;

  @TempDir private Path folder;

  ReadmeTest(Shop shop) {
    this.shop = shop;
  }

  @Test
  void worksAsTheReadmeSays() throws Exception {
    var readme = Files.readString(ROOT.resolve("README.md"));
    var blocks = BLOCK.matcher(readme).results().map(found -> found.group(1)).toList();
    assertFalse(blocks.isEmpty(), "README.md has no block to execute");
    putFirstOnTheShelf();
    var script = README_URL.matcher("set -eu\n" + String.join("\n", blocks)).replaceAll(shop.url());
    var said = run(Files.writeString(folder.resolve("readme.sh"), script));
    assertTrue(said.contains("OrderConfirmed"), said);
  }

  /** The README orders the first product that the shop has; the demo has put some there. */
  private void putFirstOnTheShelf() {
    var sku = Shop.newSku("00");
    shop.admin().post("/api/admin/products", Product.plain(sku)).is(201);
    shop.receive(sku, 5);
  }

  static Stream<Path> examples() throws IOException {
    try (var files = Files.list(ROOT.resolve("examples"))) {
      return files
          .filter(Files::isExecutable)
          .filter(Files::isRegularFile)
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void runsTheExample(Path script) throws Exception {
    run(script);
  }

  @Test
  void hasThreeExamples() throws IOException {
    assertEquals(3, examples().count());
  }

  private String run(Path script) throws Exception {
    var output = folder.resolve("output.txt");
    var command = new ArrayList<>(List.of("sh", script.toString()));
    var builder =
        new ProcessBuilder(command)
            .directory(ROOT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("TIDEGATE_URL", shop.url());
    builder.environment().put("TIDEGATE_DATA", shop.dataFolder());
    var process = builder.start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> script + " does not end");
    var said = Files.readString(output);
    assertEquals(0, process.exitValue(), () -> script + " ended so:\n" + said);
    // curl is content with any answer that it gets: these are problems that nobody expected.
    assertFalse(said.contains("urn:tidegate:problem:validation-failed"), said);
    return said;
  }
}
