package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tidegate.contracts.catalog.CatalogApi;
import io.tidegate.contracts.delivery.DeliveryApi;
import io.tidegate.contracts.identity.IdentityApi;
import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.engine.FreePorts;
import io.tidegate.engine.RunningKafka;
import io.tidegate.engine.fault.FaultProxy;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.Engines;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a client is answered while something that the shop depends on is slow or down: each
 * dependency by each feature, held against {@code docs/resiliency-matrix.md}. What was found is
 * written to {@code target/resiliency-matrix.md} in the same form, so that a change that is meant
 * can be taken over from there.
 *
 * <p>The breakers never open here: an open one answers at once, and what it answers is the same for
 * all.
 */
@Tag("chaos")
@Timeout(600)
final class ResiliencyMatrixTest {

  /** Longer than any call waits, and shorter than a connection may be silent. */
  private static final Duration SLOW = Duration.ofSeconds(3);

  private static final Path ROOT = Path.of(System.getProperty("tidegate.root"));
  private static final Path PAGE = ROOT.resolve("docs/resiliency-matrix.md");
  private static final Path FOUND = ROOT.resolve("target/resiliency-matrix.md");

  @TempDir private static Path folder;
  private static final Map<String, FaultProxy> databases = new HashMap<>();
  private static FaultProxy kafka;
  private static RunningKafka broker;
  private static InProcessShop running;
  private static Shop shop;
  private static Stage atRest;

  /** What a shop depends on. */
  private enum Dependency {
    POSTGRESQL("PostgreSQL", null),
    KAFKA("Kafka", null),
    INVENTORY("inventory", InventoryApi.ROLE),
    CATALOG("catalogue", CatalogApi.ROLE),
    DELIVERY("delivery", DeliveryApi.ROLE),
    IDENTITY("identity, at first", IdentityApi.ROLE),
    IDENTITY_LONG("identity, after five seconds", IdentityApi.ROLE);

    private final String title;
    private final String role;

    Dependency(String title, String role) {
      this.title = title;
      this.role = role;
    }
  }

  private enum State {
    SLOW("Slow"),
    DOWN("Down");

    private final String title;

    State(String title) {
      this.title = title;
    }
  }

  /** What a client does; everything that it needs was there before the fault. */
  private record Stage(Member customer, String sku, String toRead, String toCancel) {}

  // A call keeps nothing, which its type cannot say.
  @SuppressWarnings("ImmutableEnumChecker")
  private enum Feature {
    LOGIN("log in", Feature::logIn),
    BROWSE("browse", _ -> shop.anyone().get("/api/channels/WEB/products?limit=5")),
    OFFER("offer", stage -> shop.anyone().get("/api/channels/WEB/products/" + stage.sku())),
    PLACE("place order", stage -> stage.customer().post("/api/orders", Cart.of(stage.sku(), 1))),
    READ("read order", stage -> stage.customer().get("/api/orders/" + stage.toRead())),
    CANCEL(
        "cancel",
        stage -> stage.customer().post("/api/orders/" + stage.toCancel() + "/cancel", null)),
    RECEIPT("goods receipt", Feature::receive),
    DISPATCH(
        "dispatch", _ -> shop.admin().post("/api/admin/deliveries/dispatch", Map.of("limit", 1))),
    READY("readiness", _ -> shop.anyone().get("/health/ready"));

    private final String title;
    private final Function<Stage, Answer> call;

    Feature(String title, Function<Stage, Answer> call) {
      this.title = title;
      this.call = call;
    }

    private static Answer logIn(Stage stage) {
      var customer = stage.customer();
      return shop.anyone()
          .post("/auth/login", Shop.credentials(customer.email(), customer.password()));
    }

    private static Answer receive(Stage stage) {
      var receipt = Map.of("sku", stage.sku(), "quantity", 1, "reference", "matrix");
      return shop.admin().post("/api/admin/stock/receipts", receipt);
    }
  }

  @BeforeAll
  static void open() {
    var port = FreePorts.find(1).getFirst();
    kafka = FaultProxy.before(port);
    broker = Engines.startKafka(Engines.kafkaSettings("matrix").behindProxy(port, kafka.port()));
    running = new InProcessShop(folder, ResiliencyMatrixTest::throughProxies);
    shop = running.shop;
    atRest = stage();
  }

  private static void throughProxies(TestNode.Plan plan, TestDatabase database) {
    for (var domain : database.domains()) {
      var uri = URI.create(database.uri(domain));
      var proxy = FaultProxy.before(uri.getPort());
      databases.put(domain, proxy);
      var through = uri.toString().replace(":" + uri.getPort() + '/', ":" + proxy.port() + '/');
      plan.set(domain, "writeUri", through).set(domain, "readUri", through);
    }
    plan.withKafka("127.0.0.1:" + kafka.port())
        .set("kafka", "deliveryTimeoutMs", 2_000)
        .set("platform", "breakerFaultsMin", 10_000);
  }

  @AfterAll
  static void close() {
    running.close();
    databases.values().forEach(FaultProxy::close);
    broker.stop();
    kafka.close();
  }

  @TestFactory
  List<DynamicTest> answersAsThePageSays() throws IOException {
    var expected = expected();
    var tests = new ArrayList<DynamicTest>();
    var page = new StringBuilder();
    for (var state : State.values()) {
      page.append("## %s\n\n".formatted(state.title)).append(head());
      for (var dependency : Dependency.values()) {
        var found = look(state, dependency);
        page.append(row(dependency, found));
        found.forEach(
            (feature, cell) ->
                tests.add(
                    dynamicTest(
                        "%s %s: %s".formatted(dependency.title, state, feature.title),
                        () -> {
                          var wanted = expected.get(name(state.title, dependency.title, feature));
                          assertTrue(
                              wanted != null && List.of(wanted.split(" or ")).contains(cell),
                              () -> "the page says %s, it was %s".formatted(wanted, cell));
                        })));
      }
      page.append('\n');
    }
    Files.createDirectories(FOUND.getParent());
    Files.writeString(FOUND, page);
    return tests;
  }

  /** One dependency in one state, by each feature, all at once. */
  private static Map<Feature, String> look(State state, Dependency dependency) {
    var stage = stage();
    begin(state, dependency);
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      if (dependency == Dependency.IDENTITY_LONG) {
        Await.until(
            "callers are not known any more",
            () -> stage.customer().get("/api/orders/" + stage.toRead()).status() == 503);
      }
      var asked = new EnumMap<Feature, Future<Answer>>(Feature.class);
      for (var feature : Feature.values()) {
        asked.put(feature, callers.submit(() -> feature.call.apply(stage)));
      }
      var found = new EnumMap<Feature, String>(Feature.class);
      asked.forEach((feature, answer) -> found.put(feature, cell(answered(answer))));
      return found;
    } finally {
      end(state, dependency);
    }
  }

  private static Answer answered(Future<Answer> answer) {
    try {
      return answer.get();
    } catch (java.util.concurrent.ExecutionException cause) {
      throw new AssertionError(cause.getCause());
    } catch (InterruptedException cause) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", cause);
    }
  }

  private static Stage stage() {
    var customer = shop.newMember();
    var sku = shop.product(50);
    Await.until(
        "order has its copy of the offer",
        () ->
            running.database.number(
                    "SELECT count(*) FROM \"order\".offer WHERE sku = '%s'".formatted(sku))
                > 0);
    var cart = Cart.of(sku, 1);
    var toRead = customer.post("/api/orders", cart).is(201).text("/orderId");
    var toCancel = customer.post("/api/orders", cart).is(201).text("/orderId");
    // Catalogue pages are known once they were looked at.
    Feature.BROWSE.call.apply(new Stage(customer, sku, toRead, toCancel)).is(200);
    Feature.OFFER.call.apply(new Stage(customer, sku, toRead, toCancel)).is(200);
    return new Stage(customer, sku, toRead, toCancel);
  }

  private static void begin(State state, Dependency dependency) {
    switch (state) {
      case SLOW -> proxies(dependency).forEach(proxy -> proxy.replies().latency(SLOW));
      case DOWN -> {
        if (dependency.role == null) {
          proxies(dependency).forEach(FaultProxy::refuse);
        } else {
          running.stop(dependency.role);
        }
      }
    }
  }

  private static void end(State state, Dependency dependency) {
    proxies(dependency).forEach(FaultProxy::heal);
    if (state == State.DOWN && dependency.role != null) {
      running.start(dependency.role);
    }
    Await.until("all is well again", ResiliencyMatrixTest::isWell);
  }

  /** Every call answers as it does on a good day: what was held up may still be on its way. */
  private static boolean isWell() {
    return Feature.READY.call.apply(null).status() == 200
        && Feature.DISPATCH.call.apply(null).status() == 200
        && Feature.RECEIPT.call.apply(atRest).status() == 201
        && Feature.PLACE.call.apply(atRest).status() == 201
        && Feature.LOGIN.call.apply(atRest).status() == 200
        && Feature.BROWSE.call.apply(atRest).header("X-Tidegate-Stale").isEmpty();
  }

  private static List<FaultProxy> proxies(Dependency dependency) {
    return switch (dependency) {
      case POSTGRESQL -> List.copyOf(databases.values());
      case KAFKA -> List.of(kafka);
      default -> List.of(databases.get(dependency.role));
    };
  }

  /** An answer in the words of the page. */
  private static String cell(Answer answer) {
    if (answer.asked().endsWith("/health/ready")) {
      return answer.status() == 200 ? "UP" : "DOWN";
    }
    var words = new StringBuilder().append(answer.status());
    if (answer.status() == 202) {
      words.append(" `PENDING`");
    }
    if (!answer.header("X-Tidegate-Stale").isEmpty()) {
      words.append(", last known");
    }
    if (answer.status() >= 400) {
      words.append(" `%s`".formatted(answer.text("/type").replaceFirst(".*:", "")));
      words.append(answer.text("/executed").equals("false") ? ", not done" : "");
    }
    return words.toString();
  }

  private static String head() {
    var titles = List.of(Feature.values()).stream().map(feature -> feature.title).toList();
    return "| | %s |\n|%s\n"
        .formatted(String.join(" | ", titles), "---|".repeat(titles.size() + 1));
  }

  private static String row(Dependency dependency, Map<Feature, String> cells) {
    return "| %s | %s |\n".formatted(dependency.title, String.join(" | ", cells.values()));
  }

  private static String name(String state, String dependency, Feature feature) {
    return state + '/' + dependency + '/' + feature.title;
  }

  /** The cells of the page. */
  private static Map<String, String> expected() throws IOException {
    var cells = new HashMap<String, String>();
    var state = "";
    for (var line : Files.readAllLines(PAGE)) {
      if (line.startsWith("## ")) {
        state = line.substring(3);
      } else if (line.startsWith("| ") && !line.startsWith("| |")) {
        var parts = line.substring(2, line.length() - 2).split(" \\| ", -1);
        var column = 1;
        for (var feature : Feature.values()) {
          if (column < parts.length) {
            cells.put(name(state, parts[0], feature), parts[column++]);
          }
        }
      }
    }
    return cells;
  }
}
