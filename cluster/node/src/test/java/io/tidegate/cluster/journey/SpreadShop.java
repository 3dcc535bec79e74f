package io.tidegate.cluster.journey;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.cluster.ShopBootstrap;
import io.tidegate.cluster.launch.Bootstrap;
import io.tidegate.cluster.launch.NodeJvm;
import io.tidegate.engine.FolderTree;
import io.tidegate.engine.FreePorts;
import io.tidegate.engine.KafkaEngine;
import io.tidegate.engine.KafkaSettings;
import io.tidegate.engine.LocalProcess;
import io.tidegate.engine.LogTail;
import io.tidegate.engine.PostgresEngine;
import io.tidegate.engine.PostgresSettings;
import io.tidegate.engine.RunningKafka;
import io.tidegate.engine.RunningPostgres;
import io.tidegate.engine.fault.FaultProxy;
import io.tidegate.platform.conf.Conf;
import io.tidegate.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A shop whose nodes are spread over the machines of a {@link Network}: each a process of its own
 * that carries everything, with PostgreSQL and Kafka on this machine. Closing it stops everything.
 */
final class SpreadShop implements AutoCloseable {

  static final int CLUSTER_PORT = 15_701;

  private static final Path HOME = Path.of(System.getProperty("tidegate.root"));
  private static final int PORT = 8_080;
  private static final int MANAGEMENT_PORT = 9_080;
  private static final Duration START_TIME = Duration.ofMinutes(3);
  private static final Duration STOP_TIME = Duration.ofSeconds(40);
  private static final List<String> DOMAINS =
      List.of("identity", "catalog", "inventory", "order", "delivery");

  private final Network network;
  private final Path folder;
  private final String secret = UUID.randomUUID().toString();
  private final Map<String, String> passwords =
      DOMAINS.stream()
          .collect(Collectors.toMap(Function.identity(), _ -> UUID.randomUUID().toString()));
  private final Map<String, String> admin = Shop.credentials("admin@example.com", secret);
  private final Map<String, String> operator = Shop.credentials("ops@example.com", secret);
  private final Thread hook = new Thread(this::stop, "stop spread shop");
  private final List<Process> nodes = new ArrayList<>();
  private RunningPostgres postgres;
  private RunningKafka kafka;
  private FaultProxy toPostgres;
  private int kafkaPort;

  private SpreadShop(Network network, Path folder) {
    this.network = network;
    this.folder = folder;
  }

  /** Starts a node on each machine and returns when all are ready. */
  static SpreadShop start(Network network) {
    try {
      var shop = new SpreadShop(network, Files.createTempDirectory("tidegate-spread"));
      Runtime.getRuntime().addShutdownHook(shop.hook);
      try {
        shop.startEngines();
        shop.startNodes();
        return shop;
      } catch (IOException | RuntimeException | AssertionError cause) {
        shop.close();
        throw cause;
      }
    } catch (IOException cause) {
      throw new IllegalStateException("the shop cannot be started", cause);
    }
  }

  private void startEngines() throws IOException {
    var ports = FreePorts.find(4);
    postgres = PostgresEngine.start(PostgresSettings.below(folder, ports.get(0), secret));
    toPostgres =
        FaultProxy.before(
            ports.get(0), InetAddress.getByName(network.address(Network.Server.POSTGRES)));
    kafkaPort = ports.get(3);
    kafka = KafkaEngine.start(kafkaOf(ports));
    new ShopBootstrap()
        .prepare(
            new Bootstrap.Surroundings(
                Conf.load(HOME.resolve("conf"), List.of(), Map.of()),
                postgres.uri(),
                passwords,
                kafka.bootstrapServers(),
                Map.of()));
  }

  /** It listens for the nodes at the bridge, too, and tells them so. */
  private KafkaSettings kafkaOf(List<Integer> ports) {
    var inner = "PLAINTEXT://127.0.0.1:" + ports.get(1);
    var bridge = "BRIDGE://%s:%d".formatted(network.address(Network.Server.KAFKA), kafkaPort);
    var controller = "CONTROLLER://127.0.0.1:" + ports.get(2);
    return KafkaSettings.below(folder, ports.get(1), ports.get(2))
        .with("listeners", String.join(",", inner, controller, bridge))
        .with("advertised.listeners", String.join(",", inner, bridge))
        .with(
            "listener.security.protocol.map",
            "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,BRIDGE:PLAINTEXT");
  }

  private void startNodes() throws IOException {
    for (var machine : network.all()) {
      var settings = folder.resolve("node-%d.json".formatted(machine));
      Files.writeString(settings, Json.text(settings(machine)));
      var command = new ArrayList<>(network.on(machine));
      command.addAll(
          NodeJvm.command(
              List.of("-Dtidegate.home=" + HOME, "-Dlogback.configurationFile=logback.xml"),
              List.of(
                  "io.tidegate.cluster.NodeMain",
                  "--settings",
                  HOME.resolve("conf/overlays/local.json").toString(),
                  "--settings",
                  settings.toString())));
      nodes.add(
          NodeJvm.process(command, RunningShop.classPath())
              .redirectOutput(log(machine).toFile())
              .start());
      // The first one makes the signing keys, the first accounts, and the cluster.
      Await.until("node %d is ready".formatted(machine), START_TIME, () -> isReady(machine));
    }
    Files.writeString(localJson(), Json.text(described()));
  }

  private boolean isReady(int machine) {
    if (!nodes.get(machine - 1).isAlive()) {
      throw new AssertionError("node %d ended\n%s".formatted(machine, logTail(machine)));
    }
    var management = new Visitor(url(machine, MANAGEMENT_PORT), null);
    return CarefulMember.answered(() -> management.get("/health/ready"))
        .filter(answer -> answer.status() == 200)
        .isPresent();
  }

  private Map<String, Map<String, Object>> settings(int machine) {
    var members = network.all().stream().map(it -> network.address(it) + ":" + CLUSTER_PORT);
    var address = network.address(machine);
    var settings = new LinkedHashMap<String, Map<String, Object>>();
    settings.put(
        "node",
        Map.of(
            "nodeId", UUID.randomUUID().toString(),
            "index", machine,
            "host", address,
            "port", PORT,
            "managementPort", MANAGEMENT_PORT));
    settings.put(
        "cluster", Map.of("host", address, "port", CLUSTER_PORT, "members", members.toList()));
    settings.put("platform", Map.of("internalTokenSecret", secret));
    settings.put(
        "kafka",
        Map.of("bootstrapServers", network.address(Network.Server.KAFKA) + ":" + kafkaPort));
    for (var domain : DOMAINS) {
      var uri = uri(domain);
      settings.put(domain, new LinkedHashMap<>(Map.of("writeUri", uri, "readUri", uri)));
    }
    settings
        .get("identity")
        .putAll(
            Map.of(
                "signingKeysFile", folder.resolve("signing-keys.json").toString(),
                "adminEmail", admin.get("email"),
                "adminPassword", admin.get("password"),
                "opsEmail", operator.get("email"),
                "opsPassword", operator.get("password")));
    return settings;
  }

  private String uri(String domain) {
    return "postgresql://tidegate_%s:%s@%s:%d/tidegate"
        .formatted(
            domain,
            passwords.get(domain),
            network.address(Network.Server.POSTGRES),
            toPostgres.port());
  }

  private Map<String, Object> described() {
    return Map.of(
        "baseUrl",
        url(1, PORT),
        "nodes",
        network.all().stream()
            .map(
                it ->
                    Map.of(
                        "baseUrl", url(it, PORT),
                        "managementUrl", url(it, MANAGEMENT_PORT),
                        "pid", nodes.get(it - 1).pid()))
            .toList(),
        "admin",
        admin,
        "ops",
        operator,
        "postgres",
        Map.of("uri", postgres.uri()),
        "kafka",
        Map.of("bootstrapServers", kafka.bootstrapServers()));
  }

  private String url(int machine, int port) {
    return "http://%s:%d".formatted(network.address(machine), port);
  }

  Path localJson() {
    return folder.resolve("local.json");
  }

  JsonNode local() {
    return Json.file(localJson());
  }

  List<String> managementUrls() {
    return network.all().stream().map(it -> url(it, MANAGEMENT_PORT)).toList();
  }

  /** What these nodes take of the machine's memory, together. */
  long residentMebibytes(List<Integer> machines) {
    return machines.stream().mapToLong(it -> residentKibibytes(nodes.get(it - 1))).sum() / 1_024;
  }

  private static long residentKibibytes(Process process) {
    try (var lines = Files.lines(Path.of("/proc/%d/status".formatted(process.pid())))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException cause) {
      throw new IllegalStateException("the node's memory is not known", cause);
    }
  }

  private Path log(int machine) {
    return folder.resolve("node-%d.log".formatted(machine));
  }

  private String logTail(int machine) {
    return LogTail.of(log(machine), 60);
  }

  /** The end of every node's log, for a test that failed. */
  String logs() {
    return network.all().stream()
        .map(it -> "--- node %d\n%s".formatted(it, logTail(it)))
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    stop();
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  /** Nodes, Kafka, PostgreSQL, as far as they were started. */
  private synchronized void stop() {
    nodes.forEach(Process::destroy);
    nodes.forEach(node -> LocalProcess.stop(node.toHandle(), "TERM", STOP_TIME));
    nodes.clear();
    if (kafka != null) {
      kafka.stop();
    }
    if (toPostgres != null) {
      toPostgres.close();
    }
    if (postgres != null) {
      postgres.stop();
    }
    try {
      FolderTree.delete(folder);
    } catch (IOException cause) {
      throw new IllegalStateException("the shop's folder cannot be deleted", cause);
    }
  }
}
