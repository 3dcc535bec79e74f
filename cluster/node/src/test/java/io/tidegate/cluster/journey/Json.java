package io.tidegate.cluster.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Path;

/** JSON as text and as a tree. */
final class Json {

  private static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}

  /** The tree of a text; a missing node where there is none. */
  static JsonNode tree(String text) {
    if (text.isEmpty()) {
      return MissingNode.getInstance();
    }
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException cause) {
      throw new AssertionError("this is not JSON: " + text, cause);
    }
  }

  /** The tree of a file. */
  static JsonNode file(Path file) {
    try {
      return MAPPER.readTree(file.toFile());
    } catch (IOException cause) {
      throw new IllegalStateException(file + " cannot be read", cause);
    }
  }

  /** Records, maps and lists as text. */
  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException cause) {
      throw new AssertionError("there is no JSON of " + value, cause);
    }
  }
}
