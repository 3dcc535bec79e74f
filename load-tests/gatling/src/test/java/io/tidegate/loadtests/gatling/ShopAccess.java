package io.tidegate.loadtests.gatling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Where the shop is and who may prepare it. Passwords do not print.
 *
 * @param nodes the base URL of each
 * @param postgresUri null where the tables are out of reach: then the API alone is asked
 */
record ShopAccess(List<URI> nodes, String adminEmail, String adminPassword, String postgresUri) {

  private static final String LOCAL_JSON = "local.json";

  /** From the data folder of a shop on this machine, or from a URL and the environment. */
  static ShopAccess from(UnaryOperator<String> property, UnaryOperator<String> environment) {
    var data = property.apply(Settings.PREFIX + "data");
    if (data != null) {
      return ofDataFolder(Path.of(data));
    }
    var url = property.apply(Settings.PREFIX + "url");
    if (url == null) {
      throw new IllegalArgumentException(
          "Neither -D%1$sdata nor -D%1$surl is given; load-tests/run does that."
              .formatted(Settings.PREFIX));
    }
    return new ShopAccess(
        List.of(URI.create(url)),
        required(environment, "TIDEGATE_ADMIN_EMAIL"),
        required(environment, "TIDEGATE_ADMIN_PASSWORD"),
        environment.apply("TIDEGATE_POSTGRES_URI"));
  }

  private static ShopAccess ofDataFolder(Path folder) {
    var file = folder.resolve(LOCAL_JSON);
    try {
      var local = new JsonMapper().readTree(Files.readString(file));
      var nodes = new ArrayList<URI>();
      local.path("nodes").forEach(node -> nodes.add(URI.create(text(node, "baseUrl"))));
      return new ShopAccess(
          List.copyOf(nodes),
          text(local.path("admin"), "email"),
          text(local.path("admin"), "password"),
          text(local.path("postgres"), "uri"));
    } catch (IOException cause) {
      throw new IllegalArgumentException(
          "%s cannot be read: no shop runs on that folder.".formatted(file), cause);
    }
  }

  private static String text(JsonNode node, String name) {
    var text = node.path(name);
    if (!text.isTextual()) {
      throw new IllegalArgumentException(LOCAL_JSON + " has no \"" + name + "\" where one must be");
    }
    return text.asText();
  }

  private static String required(UnaryOperator<String> environment, String name) {
    var value = environment.apply(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          "With --url the environment must have " + name + ": goods are put in as the admin.");
    }
    return value;
  }

  @Override
  public String toString() {
    return "ShopAccess[" + nodes + ", " + adminEmail + ", •••]";
  }
}
