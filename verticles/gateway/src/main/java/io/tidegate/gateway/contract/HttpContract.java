package io.tidegate.gateway.contract;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Loads the HTTP contract from the class path, and from nowhere else.
 *
 * <p>The published document says things that {@link OpenAPIContract} cannot take, so its copy in
 * memory is adapted: media types that it does not know ({@code application/problem+json}, {@code
 * text/event-stream}) become the nearest that it does, in answers, which it never sees; and {@code
 * $} at the end of a pattern, which in JSON Schema is the very end of the text but in Java also the
 * place before a last line break, becomes {@code \z}.
 */
public final class HttpContract {

  /** Where the document is on the class path. */
  public static final String RESOURCE = "openapi/tidegate.yaml";

  private HttpContract() {}

  /** The contract, ready for a router; fails where the document is not valid. */
  public static Future<OpenAPIContract> load(Vertx vertx) {
    return vertx
        .executeBlocking(() -> new JsonObject(adaptedMap(document())))
        .compose(document -> OpenAPIContract.from(vertx, document));
  }

  private static Map<?, ?> document() {
    try (var text = HttpContract.class.getClassLoader().getResourceAsStream(RESOURCE)) {
      if (text == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> adaptedMap(Map<?, ?> node) {
    var adapted = new LinkedHashMap<String, Object>();
    node.forEach(
        (name, value) -> {
          var key = key(name.toString());
          if (adapted.put(key, adapted(key, value)) != null) {
            throw new IllegalStateException("two media types of one answer are both " + key);
          }
        });
    return adapted;
  }

  private static Object adapted(String key, Object value) {
    return switch (value) {
      case Map<?, ?> map -> adaptedMap(map);
      case List<?> list -> list.stream().map(item -> adapted(key, item)).toList();
      case String text when key.equals("pattern") && text.endsWith("$") ->
          text.substring(0, text.length() - 1) + "\\z";
      case null -> null;
      default -> value;
    };
  }

  private static String key(String name) {
    return switch (name) {
      case "application/problem+json" -> MediaType.APPLICATION_JSON;
      case "text/event-stream" -> MediaType.TEXT_PLAIN;
      default -> name;
    };
  }
}
