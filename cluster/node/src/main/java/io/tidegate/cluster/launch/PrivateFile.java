package io.tidegate.cluster.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * JSON files that only their owner may read and that are always whole: written beside, then
 * renamed.
 */
final class PrivateFile {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private PrivateFile() {}

  static void write(Path file, Object content) {
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      Files.createDirectories(file.getParent());
      var beside =
          Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new", mode);
      try {
        Files.write(beside, JSON.writeValueAsBytes(content));
        Files.move(
            beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new LaunchException("Cannot write %s (%s).".formatted(file, e), e);
    }
  }

  static <T> T read(Path file, Class<T> type) {
    try {
      return JSON.readValue(file.toFile(), type);
    } catch (JsonProcessingException e) {
      throw new LaunchException(
          "%s is not what it should be: %s.".formatted(file, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new LaunchException("Cannot read %s (%s).".formatted(file, e), e);
    }
  }
}
