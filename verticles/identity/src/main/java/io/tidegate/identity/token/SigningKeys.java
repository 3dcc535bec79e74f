package io.tidegate.identity.token;

import io.tidegate.platform.conf.ConfException;
import io.tidegate.platform.guard.JwkSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that holds the keys of access tokens: a JWK set (RFC 7517) of P-256 keys. The first one
 * signs, all of them verify, and all are published without their private parts. It is read once, at
 * start, and must be the same on every node that carries identity.
 *
 * <p><b>Rotation.</b> Put the new key second and restart the nodes one by one: everybody knows it
 * then. Put it first and restart again: it signs, and the old one still verifies. Take the old one
 * out when its last tokens have expired ({@code accessTokenSeconds}) and the members have had time
 * to renew them: whoever shows one at a reissue after that has to log in again.
 */
public final class SigningKeys {

  private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

  private SigningKeys() {}

  /**
   * Reads the keys, after making a file with one fresh key where there is none and that is wanted.
   * Fails with {@link ConfException} where there are none to sign with. Blocking.
   */
  public static JwkSet load(Path file, boolean create) {
    try {
      if (create && !Files.exists(file)) {
        create(file);
      }
      var keys = JwkSet.parse(Files.readString(file));
      if (!keys.canSign()) {
        throw new ConfException(
            "identity.signingKeysFile: the first key of %s has no private part".formatted(file));
      }
      return keys;
    } catch (IOException | IllegalArgumentException cause) {
      throw new ConfException(
          "identity.signingKeysFile must name a readable file with a JWK set; %s is none: %s"
              .formatted(file, cause));
    }
  }

  /**
   * Of several nodes that start at once, one makes the file and all read that one: a link, unlike a
   * move, fails where its name is taken, and what it names is complete and on disk by then.
   */
  private static void create(Path file) throws IOException {
    var whole = file.toAbsolutePath();
    var draft = whole.resolveSibling("." + whole.getFileName() + "." + UUID.randomUUID());
    Files.createDirectories(whole.getParent());
    try {
      write(draft, JwkSet.generate().toJson());
      Files.createLink(whole, draft);
      LOG.info("made a key for access tokens in {}", file);
    } catch (FileAlreadyExistsException _) {
      LOG.info("another node made the key for access tokens in {}", file);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void write(Path file, String text) throws IOException {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    var owners = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel = FileChannel.open(file, options, owners)) {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }
}
