package io.tidegate.engine;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The server's programs, unpacked from the class path once per version into a folder that several
 * servers may share.
 */
final class PostgresBinaries {

  private PostgresBinaries() {}

  /** The folder with {@code bin}, {@code lib} and {@code share}; it appears whole or not at all. */
  static Path unpackedBelow(Path directory) {
    var target = directory.resolve("postgresql-" + version());
    if (Files.isDirectory(target)) {
      return target;
    }
    var archive = "postgres-" + system() + "-" + architecture() + ".txz";
    try (var packed = PostgresBinaries.class.getResourceAsStream("/" + archive)) {
      if (packed == null) {
        throw new EngineException(
            "There is no embedded PostgreSQL for this machine (%s). Set \"uri\" in the postgres section of conf/local.json to a server of your own."
                .formatted(archive));
      }
      Files.createDirectories(directory);
      var unpacking = Files.createTempDirectory(directory, "unpacking-");
      unpack(packed, unpacking);
      moveOrDrop(unpacking, target);
      return target;
    } catch (IOException e) {
      throw new EngineException(
          "Cannot unpack PostgreSQL into %s: %s".formatted(directory, e.getMessage()), e);
    }
  }

  private static void unpack(InputStream packed, Path target) throws IOException {
    try (var tar =
        new TarArchiveInputStream(
            new XZCompressorInputStream(new BufferedInputStream(packed, 1 << 16)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(entry, tar, target);
      }
    }
    // A temporary folder starts closed to others; the server may run as one of them.
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void write(TarArchiveEntry entry, InputStream content, Path target)
      throws IOException {
    var file = target.resolve(entry.getName()).normalize();
    if (!file.startsWith(target)) {
      throw new IOException("the archive names a file outside of it: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.createLink(file, target.resolve(entry.getLinkName()));
    } else {
      Files.copy(content, file);
      var executable = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  private static void moveOrDrop(Path unpacked, Path target) throws IOException {
    try {
      Files.move(unpacked, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(target)) {
        throw e;
      }
      // Somebody else unpacked the same version meanwhile; theirs is as good.
      FolderTree.delete(unpacked);
    }
  }

  private static String version() {
    try (var input = PostgresBinaries.class.getResourceAsStream("versions.properties")) {
      var versions = new Properties();
      versions.load(input);
      return versions.getProperty("postgresql");
    } catch (IOException e) {
      throw new IllegalStateException("versions.properties cannot be read", e);
    }
  }

  private static String system() {
    var name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return name.contains("mac") ? "darwin" : name;
  }

  private static String architecture() {
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm_64";
      case String other -> other;
    };
  }
}
