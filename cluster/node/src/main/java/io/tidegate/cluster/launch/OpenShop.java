package io.tidegate.cluster.launch;

import io.tidegate.engine.LocalProcess;
import io.tidegate.platform.conf.Conf;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The option by which a command, and those below it, find the shop that runs on a data folder. */
final class OpenShop {

  @Option(
      names = "--data",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description = "Folder given to up or demo (.tidegate in the folder of this script).")
  private Path data;

  /** The shop; empty, once people have been told why, where none runs there. */
  Optional<LocalJson> find() {
    var folder = folder();
    var file = DataFolder.localJson(folder);
    if (!Files.exists(file)) {
      System.out.println("Nothing runs on " + folder + ". Start it with ./tidegate up.");
      return Optional.empty();
    }
    var shop = PrivateFile.read(file, LocalJson.class);
    if (LocalProcess.find(shop.pid(), List.of(Main.class.getName())).isEmpty()) {
      System.out.println(
          "The shop on "
              + folder
              + " was killed. What it left is ended by the next ./tidegate up.");
      return Optional.empty();
    }
    return Optional.of(shop);
  }

  Path folder() {
    return UpOptions.dataOr(data);
  }

  /** The settings of its first node, as that node has read them. */
  Conf settings() {
    return UpOptions.settings(UpOptions.home(), DataFolder.nodeSettings(folder(), 1));
  }
}
