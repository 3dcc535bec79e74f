package io.tidegate.cluster.backup;

import io.tidegate.cluster.launch.LaunchException;
import io.tidegate.platform.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A backup that was written to its end: a ZIP file with the rows of each table as {@code COPY}
 * writes them in text, in {@code <domain>/<table>.copy}, and last what it holds. One thread.
 */
public final class BackupFile implements AutoCloseable {

  static final String CONTENTS = "backup.json";

  private final Path path;
  private final ZipFile zip;
  private final Contents contents;

  private BackupFile(Path path, ZipFile zip, Contents contents) {
    this.path = path;
    this.zip = zip;
    this.contents = contents;
  }

  /** Opens one; throws a {@link LaunchException} where it is none, or none of ours. */
  public static BackupFile open(Path path) {
    ZipFile zip = null;
    try {
      zip = new ZipFile(path.toFile());
      var contents = contents(zip, path);
      if (contents.form() != Contents.FORM) {
        throw new LaunchException("%s is a backup of another Tidegate.".formatted(path));
      }
      var file = new BackupFile(path, zip, contents);
      zip = null;
      return file;
    } catch (IOException | IllegalArgumentException cause) {
      throw new LaunchException("%s is no backup (%s).".formatted(path, cause.getMessage()), cause);
    } finally {
      close(zip, path);
    }
  }

  static String entry(String domain, String table) {
    return domain + "/" + table + ".copy";
  }

  public Contents contents() {
    return contents;
  }

  /** Takes the rows of a table. */
  interface RowReader<X extends Exception> {

    long read(InputStream rows) throws IOException, X;
  }

  /** Has the rows of a table read; fails where they are not as they were written. */
  <X extends Exception> long read(String domain, String table, RowReader<X> reader)
      throws IOException, X {
    var entry = zip.getEntry(entry(domain, table));
    if (entry == null) {
      throw damaged(domain, table);
    }
    try (var rows = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
      var count = reader.read(rows);
      if (rows.getChecksum().getValue() != entry.getCrc()) {
        throw damaged(domain, table);
      }
      return count;
    }
  }

  LaunchException damaged(String domain, String table) {
    return new LaunchException(
        "%s is damaged: the table %s.%s is not as it was written.".formatted(path, domain, table));
  }

  @Override
  public void close() {
    close(zip, path);
  }

  private static Contents contents(ZipFile zip, Path path) throws IOException {
    ZipEntry entry = zip.getEntry(CONTENTS);
    if (entry == null) {
      throw new LaunchException("%s is no backup.".formatted(path));
    }
    try (var text = zip.getInputStream(entry)) {
      return Json.decode(new String(text.readAllBytes(), StandardCharsets.UTF_8), Contents.class);
    }
  }

  private static void close(ZipFile zip, Path path) {
    try {
      if (zip != null) {
        zip.close();
      }
    } catch (IOException cause) {
      throw new LaunchException("%s does not close (%s).".formatted(path, cause), cause);
    }
  }
}
