package io.tidegate.cluster.launch;

import io.tidegate.platform.conf.Conf;
import java.util.Map;

/**
 * Makes sure that nodes can start: their settings make sense, and the engines have schemas, roles
 * and topics. Runs before the first node at every start, so it repeats harmlessly.
 */
public interface Bootstrap {

  /**
   * Reads the settings of a node before anything is started; throws a {@link
   * io.tidegate.platform.conf.ConfException} where one is missing or wrong.
   */
  void check(Conf settings);

  /** Returns when everything is there; throws what went wrong, and nothing is started then. */
  void prepare(Surroundings surroundings);

  /**
   * What it works on.
   *
   * @param postgresUri of the user that may make roles and schemas
   * @param domainPasswords for the database role {@code tidegate_<domain>} of each domain, by
   *     domain
   * @param schemaVersions at which to make a domain's tables, by domain; the newest for one that is
   *     missing
   */
  record Surroundings(
      Conf conf,
      String postgresUri,
      Map<String, String> domainPasswords,
      String kafkaBootstrapServers,
      Map<String, String> schemaVersions) {

    @Override
    public String toString() {
      return "Surroundings[•••, " + kafkaBootstrapServers + "]";
    }
  }
}
