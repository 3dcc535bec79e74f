package io.tidegate.cluster.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** A statement that stands in a file beside this class, under a comment that says what it is. */
record SqlFile(String comment, String statement) {

  static SqlFile of(String name) {
    var file = name + ".sql";
    try (var content = SqlFile.class.getResourceAsStream(file)) {
      var text = new String(content.readAllBytes(), StandardCharsets.UTF_8);
      var comment =
          text.lines()
              .takeWhile(line -> line.startsWith("-- "))
              .map(line -> line.substring(3))
              .collect(Collectors.joining(" "));
      return new SqlFile(comment, text);
    } catch (IOException cause) {
      throw new IllegalStateException(file + " is in this jar", cause);
    }
  }
}
