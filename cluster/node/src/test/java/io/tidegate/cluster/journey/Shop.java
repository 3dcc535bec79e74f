package io.tidegate.cluster.journey;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.testkit.Await;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** A running shop as its visitors find it, and how they come to be there. */
final class Shop {

  private final Path localJson;
  private final JsonNode local;
  private final Member admin;

  /**
   * @param localJson what the launcher wrote into the data folder
   */
  Shop(Path localJson) {
    this.localJson = localJson;
    this.local = Json.file(localJson);
    this.admin = logIn(local.at("/admin/email").asText(), local.at("/admin/password").asText());
  }

  /** The base URL of the first node. */
  String url() {
    return nodeUrls().getFirst();
  }

  List<String> nodeUrls() {
    return StreamSupport.stream(local.path("nodes").spliterator(), false)
        .map(node -> node.path("baseUrl").asText())
        .toList();
  }

  /** Where its local.json is. */
  String dataFolder() {
    return localJson.getParent().toString();
  }

  /** The process of the node with that place in {@link #nodeUrls}. */
  long nodePid(int index) {
    return local.path("nodes").get(index).path("pid").asLong();
  }

  Visitor anyone() {
    return new Visitor(url(), null);
  }

  Member admin() {
    return admin;
  }

  /** The operator's account, which is no admin's. */
  Member operator() {
    return logIn(local.at("/ops/email").asText(), local.at("/ops/password").asText());
  }

  /** Somebody who has just signed up and logged in. */
  Member newMember() {
    var email = "m-" + UUID.randomUUID() + "@example.com";
    var password = "pass " + UUID.randomUUID();
    anyone().post("/auth/signup", credentials(email, password)).is(201);
    return logIn(email, password);
  }

  Member logIn(String email, String password) {
    var pair = anyone().post("/auth/login", credentials(email, password)).is(200).body();
    return new Member(email, password, new Visitor(url(), new Visitor.Login(pair)));
  }

  static Map<String, String> credentials(String email, String password) {
    return Map.of("email", email, "password", password);
  }

  /** A SKU that nobody has used. */
  static String newSku(String word) {
    return word
        + '-'
        + UUID.randomUUID().toString().substring(24).toUpperCase(java.util.Locale.ROOT);
  }

  /** A product of its own that is on sale on the web, with that many pieces. */
  String product(int pieces) {
    var sku = newSku("THING");
    admin.post("/api/admin/products", Product.plain(sku)).is(201);
    if (pieces > 0) {
      receive(sku, pieces);
    }
    return sku;
  }

  Answer receive(String sku, int pieces) {
    var receipt = Map.of("sku", sku, "quantity", pieces, "reference", "note of a journey");
    return admin.post("/api/admin/stock/receipts", receipt).is(201);
  }

  JsonNode stock(String sku) {
    return anyone().get("/api/stock/" + sku).is(200).body();
  }

  /** Every movement of a SKU, oldest first. */
  List<JsonNode> movements(String sku) {
    var items = admin.get("/api/admin/stock/" + sku + "/movements?limit=200").is(200).body();
    return StreamSupport.stream(items.path("items").spliterator(), false).toList().reversed();
  }

  /** What happened to an order, as its owner reads it: the types of its events. */
  static List<String> history(Member owner, String orderId) {
    var events = owner.get("/api/orders/" + orderId + "/events").is(200).body().path("items");
    return StreamSupport.stream(events.spliterator(), false)
        .map(event -> event.path("type").asText())
        .toList();
  }

  /** Nobody looks at the first orders of a cold shop, which may take longer than an order has. */
  void warmUp() {
    var sku = product(1_000);
    var visitor = newMember().visitor();
    nodeUrls()
        .forEach(
            url ->
                Await.until(
                    url + " confirms orders in time",
                    () -> visitor.at(url).post("/api/orders", Cart.of(sku, 1)).status() == 201));
  }

  /** What all nodes tell of themselves. */
  Metrics metrics() {
    return Metrics.of(local);
  }

  /** The counter {@code tidegate_orders_total} over all nodes. */
  double ordersCounted(String outcome, String reason) {
    return metrics().sum("tidegate_orders_total", Map.of("outcome", outcome, "reason", reason));
  }
}
