package io.tidegate.cluster.launch;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What {@code local.json} in the data folder says about the running shop: where it is and who may
 * enter. Scripts and tests read it; it is there from "ready" until the shop is stopped. Passwords
 * do not print.
 *
 * @param pid of the command in front; SIGTERM to it stops the shop
 */
public record LocalJson(
    String baseUrl,
    String managementUrl,
    long pid,
    List<Node> nodes,
    Account admin,
    Account ops,
    ServiceClient service,
    Postgres postgres,
    Kafka kafka) {

  /** One process of the cluster. */
  public record Node(String nodeId, long pid, String baseUrl, String managementUrl) {}

  /** For calls by machines: client credentials. */
  public record ServiceClient(String clientId, String clientSecret) {

    @Override
    public String toString() {
      return "ServiceClient[" + clientId + ", •••]";
    }
  }

  /**
   * The database.
   *
   * @param uri with the user that owns the database
   * @param pid absent where the server is not ours
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Postgres(String uri, Long pid) {

    @Override
    public String toString() {
      return "Postgres[•••, pid " + pid + "]";
    }
  }

  /**
   * The broker.
   *
   * @param pid absent where the broker is not ours
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Kafka(String bootstrapServers, Long pid) {}
}
