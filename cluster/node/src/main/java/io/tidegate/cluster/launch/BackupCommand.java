package io.tidegate.cluster.launch;

import io.tidegate.cluster.PostgresLogin;
import io.tidegate.cluster.backup.Backup;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./tidegate backup}: a running shop in a file. */
@Command(
    name = "backup",
    description = "Writes what the shop keeps, as it stands now, into a file; the shop goes on.",
    mixinStandardHelpOptions = true,
    version = Main.VERSION,
    usageHelpWidth = Main.WIDTH)
final class BackupCommand implements Callable<Integer> {

  @Mixin private OpenShop open;

  @Parameters(paramLabel = "FILE", description = "To be made; restore reads it.")
  private Path file;

  @Override
  public Integer call() {
    var shop = open.find();
    return shop.isEmpty() ? ExitCode.NOT_RUNNING : write(shop.get());
  }

  private int write(LocalJson local) {
    var login = PostgresLogin.of("postgres.uri", local.postgres().uri());
    var domains = Role.domains().stream().map(Role::word).toList();
    requireOneDatabase(login, domains);
    var start = System.nanoTime();
    var contents =
        Progress.ofThisProcess().during("Backing up", () -> Backup.write(login, domains, file));
    System.out.printf(
        Locale.ROOT,
        "Backed up %,d rows, as they stood at %s, into %s (%,d bytes) in %.1f s.%n",
        contents.rows(),
        contents.at(),
        file,
        file.toFile().length(),
        (System.nanoTime() - start) / 1e9);
    return ExitCode.OK;
  }

  /** One snapshot cannot span several. */
  private void requireOneDatabase(PostgresLogin login, List<String> domains) {
    for (var domain : domains) {
      var own =
          PostgresLogin.of(domain + ".writeUri", open.settings().section(domain).text("writeUri"));
      if (!own.jdbcUrl().equals(login.jdbcUrl())) {
        throw new LaunchException(
            "The domain %s has a database of its own; back up each with its server's means."
                .formatted(domain));
      }
    }
  }
}
