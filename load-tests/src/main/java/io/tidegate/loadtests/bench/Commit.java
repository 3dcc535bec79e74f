package io.tidegate.loadtests.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which state of the repository was measured. */
public final class Commit {

  private static final String UNKNOWN = "unknown";

  private Commit() {}

  /** The commit, marked where files differ from it; "unknown" without Git. */
  public static String of(Path home) {
    var commit = git(home, "rev-parse", "--short=12", "HEAD");
    if (commit.equals(UNKNOWN)) {
      return commit;
    }
    return git(home, "status", "--porcelain", "--untracked-files=no").isEmpty()
        ? commit
        : commit + " with changes";
  }

  private static String git(Path home, String... arguments) {
    var command = new ArrayList<>(List.of("git", "-C", home.toString()));
    command.addAll(List.of(arguments));
    try {
      var process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? said.strip() : UNKNOWN;
    } catch (IOException _) {
      // There is no Git on this machine; the figures are as good without.
      return UNKNOWN;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return UNKNOWN;
    }
  }
}
