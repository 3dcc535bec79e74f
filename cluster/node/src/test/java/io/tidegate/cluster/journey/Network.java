package io.tidegate.cluster.journey;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Machines of their own, as far as a network goes: a namespace for each of them, and a bridge that
 * joins them with this one, which has an address for each of its {@link Server}s. What a cut keeps
 * from somebody vanishes without a word, as in a switch that broke: its way there is a neighbour
 * that is not there. It takes root and iproute2.
 */
final class Network implements AutoCloseable {

  private static final String NOBODY = "02:00:00:00:00:01";
  private static final long PATIENCE_SECONDS = 10;

  /** What this machine serves to the others, each at an address of its own. */
  enum Server {
    TEST(1),
    POSTGRES(2),
    KAFKA(3);

    private final int host;

    Server(int host) {
      this.host = host;
    }
  }

  private record Cut(int from, String to) {}

  private final String name;
  private final String prefix;
  private final int machines;
  private final List<Cut> cuts = new ArrayList<>();
  private final Thread hook = new Thread(this::remove, "remove network");

  private Network(int machines) {
    var pid = ProcessHandle.current().pid();
    this.name = "tg" + pid % 1_000_000;
    this.prefix = "10.251.%d.".formatted(pid % 250 + 1);
    this.machines = machines;
  }

  /** Fails with {@link NotPermitted} where this process may not have one. */
  static Network of(int machines) {
    var network = new Network(machines);
    Runtime.getRuntime().addShutdownHook(network.hook);
    try {
      network.create();
      return network;
    } catch (NotPermitted cause) {
      network.close();
      throw cause;
    }
  }

  /** Says what it takes, and what was said instead. */
  static final class NotPermitted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotPermitted(String said) {
      super("needs network namespaces: root, iproute2, and a kernel with bridge and veth: " + said);
    }
  }

  private void create() {
    ip("link", "add", name, "type", "bridge");
    for (var server : Server.values()) {
      ip("address", "add", address(server) + "/24", "dev", name);
    }
    ip("link", "set", name, "up");
    for (var machine : all()) {
      var inside = namespace(machine);
      var outside = device(machine);
      ip("netns", "add", inside);
      ip("link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", inside);
      ip("link", "set", outside, "master", name, "up");
      ip("-n", inside, "address", "add", address(machine) + "/24", "dev", "eth0");
      ip("-n", inside, "link", "set", "eth0", "up");
      ip("-n", inside, "link", "set", "lo", "up");
    }
  }

  /** The machines' numbers, from 1. */
  List<Integer> all() {
    return IntStream.rangeClosed(1, machines).boxed().toList();
  }

  String address(int machine) {
    return prefix + (10 + machine);
  }

  String address(Server server) {
    return prefix + server.host;
  }

  /** The words before a command that runs on that machine. */
  List<String> on(int machine) {
    return List.of("ip", "netns", "exec", namespace(machine));
  }

  /** Nothing that one sends reaches the other; what the other sends arrives. */
  void cut(int from, int to) {
    cut(from, address(to));
  }

  /** The same to a server. */
  void cut(int from, Server to) {
    cut(from, address(to));
  }

  /** Nothing passes between them, either way. */
  void split(int one, int other) {
    cut(one, other);
    cut(other, one);
  }

  /** Every link works again. */
  void heal() {
    cuts.forEach(this::mend);
    cuts.clear();
  }

  /** That to a server does. */
  void heal(int from, Server to) {
    var cut = new Cut(from, address(to));
    mend(cut);
    cuts.remove(cut);
  }

  private void mend(Cut cut) {
    ip("-n", namespace(cut.from), "neighbour", "delete", cut.to, "dev", "eth0");
  }

  private void cut(int from, String to) {
    ip(
        "-n",
        namespace(from),
        "neighbour",
        "replace",
        to,
        "lladdr",
        NOBODY,
        "dev",
        "eth0",
        "nud",
        "permanent");
    cuts.add(new Cut(from, to));
  }

  /** What is sent to a machine arrives at that many bits a second, and no faster. */
  void throttle(int machine, int bitsPerSecond) {
    run(
        List.of(
            "tc",
            "qdisc",
            "replace",
            "dev",
            device(machine),
            "root",
            "tbf",
            "rate",
            bitsPerSecond + "bit",
            "burst",
            "3000",
            "limit",
            "30000"));
  }

  /** As fast as it goes again. */
  void unthrottle(int machine) {
    run(List.of("tc", "qdisc", "delete", "dev", device(machine), "root"));
  }

  private String namespace(int machine) {
    return name + "-" + machine;
  }

  private String device(int machine) {
    return name + "v" + machine;
  }

  @Override
  public void close() {
    remove();
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  /** A namespace takes its end of the link with it, and that the other. */
  private synchronized void remove() {
    all().forEach(machine -> attempt(List.of("ip", "netns", "delete", namespace(machine))));
    attempt(List.of("ip", "link", "delete", name));
  }

  private static void ip(String... words) {
    var command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(words));
    run(command);
  }

  private static void run(List<String> command) {
    var said = attempt(command);
    if (!said.isEmpty()) {
      throw new NotPermitted(String.join(" ", command) + ": " + said);
    }
  }

  /** What it complains of; empty where it ended well. */
  private static String attempt(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "no answer";
      }
      return process.exitValue() == 0 ? "" : said + " (" + process.exitValue() + ")";
    } catch (IOException cause) {
      return String.valueOf(cause.getMessage());
    } catch (InterruptedException cause) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", cause);
    }
  }
}
