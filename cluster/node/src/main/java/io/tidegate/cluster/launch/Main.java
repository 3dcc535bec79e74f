package io.tidegate.cluster.launch;

import io.tidegate.cluster.ShopBootstrap;
import io.tidegate.cluster.demo.ShopDemo;
import io.tidegate.platform.conf.ConfException;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What {@code ./tidegate} runs once the shop is built. Every error is one plain sentence on
 * standard error and an {@link ExitCode}.
 */
@Command(
    name = "tidegate",
    description = "The order backbone of a shop, on this machine.",
    mixinStandardHelpOptions = true,
    version = Main.VERSION,
    usageHelpWidth = Main.WIDTH,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All went well; also after Ctrl-C and SIGTERM.",
      "1:It ran, but a node is not ready or a check failed.",
      "2:The command line is wrong.",
      "3:It did not start, for the reason that was printed.",
      "4:Nothing runs on that data folder."
    })
public final class Main implements Runnable {

  static final String VERSION = "Tidegate 0.1.0";
  static final int WIDTH = 100;
  private static final String NODE_MAIN = "io.tidegate.cluster.NodeMain";

  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    var wiring = new Wiring(new ShopBootstrap(), new ShopDemo(), NODE_MAIN);
    System.exit(commandLine(wiring).execute(arguments));
  }

  static CommandLine commandLine(Wiring wiring) {
    var main =
        new CommandLine(new Main())
            .addSubcommand(new UpCommand(wiring))
            .addSubcommand(new DemoCommand(wiring))
            .addSubcommand(new WarmCommand(wiring))
            .addSubcommand(new StatusCommand())
            .addSubcommand(new CheckCommand())
            .addSubcommand(new RebuildCommand())
            .addSubcommand(new BackupCommand())
            .addSubcommand(new RestoreCommand(wiring))
            .addSubcommand(new RefillCommand(wiring))
            .addSubcommand(new DeadLettersCommand());
    ServiceLoader.load(AddedCommand.class).forEach(main::addSubcommand);
    main.getCommandSpec()
        .usageMessage()
        .synopsisSubcommandLabel("(" + String.join(" | ", main.getSubcommands().keySet()) + ")");
    return main.addSubcommand(new CommandLine.HelpCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::wrongUsage)
        .setExecutionExceptionHandler(Main::failed);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Say what to do: " + spec.usageMessage().synopsisSubcommandLabel() + ".");
  }

  private static int wrongUsage(ParameterException e, String[] arguments) {
    var command = e.getCommandLine();
    command.getErr().println(e.getMessage());
    command.getErr().println("See ./" + command.getCommandSpec().qualifiedName() + " --help.");
    return ExitCode.USAGE;
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult arguments) {
    if (e instanceof LaunchException || e instanceof ConfException) {
      command.getErr().println(e.getMessage());
    } else {
      command.getErr().println("The launcher failed, which is a mistake of ours:");
      e.printStackTrace(command.getErr());
    }
    return ExitCode.NOT_STARTED;
  }
}
