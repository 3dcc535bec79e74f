package io.tidegate.cluster.launch;

import io.tidegate.platform.conf.Conf;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The overlay that a node is started with: everything about it that is not a default, by section
 * and key as in {@code conf/}.
 */
final class NodeSettings {

  private final Conf conf;
  private final DataFolder folder;
  private final Secrets secrets;
  private final Engines engines;
  private final List<Integer> clusterPorts;

  NodeSettings(
      Conf conf, DataFolder folder, Secrets secrets, Engines engines, List<Integer> clusterPorts) {
    this.conf = conf;
    this.folder = folder;
    this.secrets = secrets;
    this.engines = engines;
    this.clusterPorts = clusterPorts;
  }

  Map<String, Map<String, Object>> of(NodeAddress address) {
    var sections = new LinkedHashMap<String, Map<String, Object>>();
    sections.put("node", node(address));
    sections.put("cluster", cluster(address));
    sections.put("postgres", Map.of("uri", engines.postgresUri()));
    sections.put("kafka", Map.of("bootstrapServers", engines.kafkaBootstrapServers()));
    sections.put("platform", Map.of("internalTokenSecret", secrets.internalTokenSecret()));
    Role.domains().forEach(domain -> sections.put(domain.word(), database(domain)));
    sections.get(Role.IDENTITY.word()).putAll(identity());
    return sections;
  }

  private static Map<String, Object> node(NodeAddress address) {
    var node = new LinkedHashMap<String, Object>();
    node.put("nodeId", address.nodeId().toString());
    node.put("index", address.index());
    node.put("host", NodeAddress.HOST);
    node.put("port", address.port());
    node.put("managementPort", address.managementPort());
    node.put("roles", address.roles().stream().sorted().map(Role::word).toList());
    return node;
  }

  private Map<String, Object> cluster(NodeAddress address) {
    var members = clusterPorts.stream().map(port -> NodeAddress.HOST + ":" + port).toList();
    return Map.of("port", address.clusterPort(), "members", members);
  }

  /** The domain's database; what the settings say about it stays as it is. */
  private Map<String, Object> database(Role domain) {
    var user = "tidegate_" + domain.word();
    var uri = as(user, secrets.domainPasswords().get(domain.word()), engines.postgresUri());
    var database = new LinkedHashMap<String, Object>();
    var set = conf.section(domain.word());
    if (set.textOrNull("writeUri") == null) {
      database.put("writeUri", uri);
    }
    if (set.textOrNull("readUri") == null) {
      database.put("readUri", uri);
    }
    return database;
  }

  private Map<String, Object> identity() {
    return Map.of(
        "signingKeysFile", folder.signingKeys().toString(),
        "createSigningKeys", true,
        "adminEmail", secrets.admin().email(),
        "adminPassword", secrets.admin().password(),
        "opsEmail", secrets.ops().email(),
        "opsPassword", secrets.ops().password());
  }

  /** The same database by another user. */
  static String as(String user, String password, String uri) {
    var parts = URI.create(uri);
    if (parts.getHost() == null) {
      throw new LaunchException(
          "The setting postgres.uri must look like postgresql://user:password@host:5432/database.");
    }
    var port = parts.getPort() < 0 ? "" : ":" + parts.getPort();
    var query = parts.getRawQuery() == null ? "" : "?" + parts.getRawQuery();
    return "%s://%s:%s@%s%s%s%s"
        .formatted(
            parts.getScheme(), user, password, parts.getHost(), port, parts.getRawPath(), query);
  }
}
