package io.tidegate.cluster.launch;

import io.tidegate.platform.conf.Conf;
import java.util.Map;

/**
 * Makes the engines ready for the nodes: schemas, roles, topics. Runs before the first node at
 * every start, so it repeats harmlessly.
 */
@FunctionalInterface
public interface Bootstrap {

  /** Returns when everything is there; throws what went wrong, and nothing is started then. */
  void prepare(Surroundings surroundings);

  /**
   * What it works on.
   *
   * @param postgresUri of the user that may make roles and schemas
   * @param domainPasswords for the database role {@code tidegate_<domain>} of each domain, by
   *     domain
   */
  record Surroundings(
      Conf conf,
      String postgresUri,
      Map<String, String> domainPasswords,
      String kafkaBootstrapServers) {

    @Override
    public String toString() {
      return "Surroundings[•••, " + kafkaBootstrapServers + "]";
    }
  }
}
