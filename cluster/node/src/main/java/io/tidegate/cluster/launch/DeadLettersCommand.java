package io.tidegate.cluster.launch;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * {@code ./tidegate dead-letters}: what a running shop could not apply, and having it tried again.
 */
@Command(
    name = "dead-letters",
    description = "Lists the events that a running shop could not apply, or has it try them again.",
    mixinStandardHelpOptions = true,
    version = Main.VERSION,
    usageHelpWidth = Main.WIDTH,
    subcommands = DeadLettersCommand.Retry.class)
final class DeadLettersCommand implements Callable<Integer> {

  private static final String PATH = "/ops/api/dead-letters";

  @Mixin private OpenShop open;

  /** Some of them, as the shop tells. */
  private record Page(List<Letter> items, String next, List<String> unanswered) {}

  record Letter(
      String id,
      String consumer,
      String aggregateId,
      Integer version,
      String type,
      String reason,
      String at,
      int attempts,
      int behind) {

    /** In three lines. */
    String told() {
      return "%-14s %s of %s%n  %s could not apply it at %s; tried %s, %s%n  %s"
          .formatted(
              id,
              what(),
              aggregateId,
              consumer,
              at,
              attempts == 1 ? "once" : attempts + " times",
              behind == 0 ? "nothing waits behind it" : behind + " more of it behind",
              String.join("%n  ".formatted(), reason.lines().map(String::strip).toList()));
    }

    /** What is no event at all has no type. */
    private String what() {
      return type == null
          ? "something that is no event"
          : version == null ? type : type + ", version " + version;
    }
  }

  @Override
  public Integer call() {
    var shop = open.find();
    return shop.isEmpty() ? ExitCode.NOT_RUNNING : list(shop.get());
  }

  private static int list(LocalJson local) {
    try (var shop = OperatorClient.logIn(local)) {
      var complete = true;
      var count = 0;
      String next = "";
      while (next != null) {
        var page = shop.get(PATH + "?limit=200" + next, Page.class);
        page.items().forEach(DeadLettersCommand::print);
        page.unanswered().forEach(DeadLettersCommand::unanswered);
        complete &= page.unanswered().isEmpty();
        count += page.items().size();
        next = page.next() == null ? null : "&cursor=" + page.next();
      }
      System.out.println(
          switch (count) {
            case 0 -> "No dead letters.";
            case 1 -> "One dead letter. To have it tried again: ./tidegate dead-letters retry ID";
            default ->
                count + " dead letters. To have one tried again: ./tidegate dead-letters retry ID";
          });
      return complete ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private static void unanswered(String domain) {
    System.out.printf("%s does not say; its dead letters are missing here.%n", domain);
  }

  private static void print(Letter letter) {
    System.out.println(letter.told());
  }

  /** {@code ./tidegate dead-letters retry}. */
  @Command(
      name = "retry",
      description = "Has events applied again, and then what waits behind them.",
      mixinStandardHelpOptions = true,
      version = Main.VERSION,
      usageHelpWidth = Main.WIDTH)
  static final class Retry implements Callable<Integer> {

    @ParentCommand private DeadLettersCommand letters;

    @Parameters(arity = "1..*", paramLabel = "ID", description = "Those of the list.")
    private List<String> ids;

    @Override
    public Integer call() {
      var shop = letters.open.find();
      return shop.isEmpty() ? ExitCode.NOT_RUNNING : retry(shop.get());
    }

    private int retry(LocalJson local) {
      var all = true;
      try (var shop = OperatorClient.logIn(local)) {
        for (var id : ids) {
          var known = id.matches("[a-z]+-[0-9]+") && shop.post(PATH + '/' + id + "/retry");
          System.out.printf(
              "%-14s %s%n", id, known ? "will be tried again" : "there is no such dead letter");
          all &= known;
        }
      }
      return all ? ExitCode.OK : ExitCode.FAILED;
    }
  }
}
