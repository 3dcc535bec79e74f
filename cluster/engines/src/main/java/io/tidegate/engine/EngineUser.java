package io.tidegate.engine;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * As whom an engine runs. For an ordinary user that is the user. For root, which PostgreSQL refuses
 * and Kafka should not have, it is {@code nobody} (or whoever owns the engine's folder already);
 * and where {@code nobody} may not read what the engine needs, as below {@code /root}, a user
 * namespace of its own in which it has no privilege.
 */
final class EngineUser {

  private static final int ROOT = 0;
  private static final int NOBODY = 65534;
  private static final String READABLE =
      "for f do [ -r \"$f\" ] || exit 1; [ ! -d \"$f\" ] || [ -x \"$f\" ] || exit 1; done";

  private final List<String> prefix;
  private final int owner;

  private EngineUser(List<String> prefix, int owner) {
    this.prefix = prefix;
    this.owner = owner;
  }

  /**
   * Chooses the user for an engine whose own folder is {@code directory} (which need not exist yet)
   * and which reads all of {@code needed}.
   */
  static EngineUser choose(Path directory, List<Path> needed) {
    var self = (int) new UnixSystem().getUid();
    if (self != ROOT) {
      return new EngineUser(List.of(), self);
    }
    var kept = ownerOf(directory);
    var other = as(kept == ROOT ? NOBODY : kept);
    if (Detached.onPath("setpriv") && other.canRead(needed)) {
      return other;
    }
    var namespace = new EngineUser(List.of("unshare", "--user"), ROOT);
    if (namespace.canRead(needed)) {
      return namespace;
    }
    throw new EngineException(
        "An engine does not run as root, and there is no way to run it as somebody else: setpriv is missing or nobody may not read %s, and unshare --user does not work. Start as an ordinary user."
            .formatted(needed.getFirst()));
  }

  private static EngineUser as(int uid) {
    return new EngineUser(
        List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups", "--"), uid);
  }

  private static int ownerOf(Path directory) {
    try {
      return Files.exists(directory) ? owner(directory) : ROOT;
    } catch (IOException e) {
      throw new EngineException("Cannot read " + directory + ": " + e.getMessage(), e);
    }
  }

  private static int owner(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  private boolean canRead(List<Path> needed) {
    var words = new ArrayList<String>(List.of("/bin/sh", "-c", READABLE, "sh"));
    needed.forEach(path -> words.add(path.toString()));
    return LocalProcess.succeeds(command(words));
  }

  /** The command as this user; its process id stays that of the command. */
  List<String> command(List<String> words) {
    var command = new ArrayList<>(prefix);
    command.addAll(words);
    return List.copyOf(command);
  }

  /** Hands a folder with all that is in it, or a file, over to this user. */
  void own(Path path) {
    try (var paths = Files.walk(path)) {
      for (var each : (Iterable<Path>) paths::iterator) {
        if (owner(each) != owner) {
          Files.setAttribute(each, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
        }
      }
    } catch (IOException e) {
      throw new EngineException(
          "%s belongs to another user (%s). Start as that user or choose another folder."
              .formatted(path, e.getMessage()),
          e);
    }
  }
}
