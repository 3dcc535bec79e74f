package io.tidegate.gateway;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.SessionId;
import io.tidegate.contracts.catalog.CatalogApi;
import io.tidegate.contracts.delivery.DeliveryApi;
import io.tidegate.contracts.identity.IdentityApi;
import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.contracts.order.OrderApi;
import io.tidegate.engine.FreePorts;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.bus.Inquiry;
import io.tidegate.platform.guard.AccessTokens;
import io.tidegate.platform.guard.JwkSet;
import io.tidegate.platform.run.Health;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestNode;
import io.vertx.core.Future;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The gateway as a node runs it, on a port of its own, over the real bus; the domains' sides of the
 * conversation are the test's. Identity's keys and revocations are answered unless a test says
 * otherwise. From test threads.
 */
final class ScriptedShop implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TestNode node;
  private final GatewayModule gateway;
  private final HttpClient client = HttpClient.newHttpClient();
  private final String baseUrl;
  private final Health health = new Health();
  private final Map<Class<?>, Function<Inquiry<Request>, Future<Answer>>> script =
      new ConcurrentHashMap<>();
  private final List<Inquiry<Request>> asked = new CopyOnWriteArrayList<>();
  private volatile JwkSet keys = JwkSet.generate();

  private ScriptedShop(TestNode node, int port) {
    this.node = node;
    this.baseUrl = "http://127.0.0.1:" + port;
    this.gateway = new GatewayModule(node.platform(), health);
  }

  static ScriptedShop open() {
    return open(UnaryOperator.identity());
  }

  /** With settings of the test's own. */
  static ScriptedShop open(UnaryOperator<TestNode.Plan> settings) {
    var shop = starting(settings);
    shop.untilReady();
    return shop;
  }

  /** Listening, and perhaps not ready yet. */
  static ScriptedShop starting(UnaryOperator<TestNode.Plan> settings) {
    return starting(settings, _ -> {});
  }

  /** The same, with a script that holds from the beginning. */
  static ScriptedShop starting(
      UnaryOperator<TestNode.Plan> settings, Consumer<ScriptedShop> script) {
    var port = FreePorts.find(1).getFirst();
    var node = settings.apply(unlimited().set("node", "port", port)).start();
    var shop = new ScriptedShop(node, port);
    shop.playIdentity();
    script.accept(shop);
    shop.serve(IdentityApi.ROLE, IdentityApi.Request.class);
    shop.serve(CatalogApi.ROLE, CatalogApi.Request.class);
    shop.serve(InventoryApi.ROLE, InventoryApi.Request.class);
    shop.serve(OrderApi.ROLE, OrderApi.Request.class);
    shop.serve(DeliveryApi.ROLE, DeliveryApi.Request.class);
    for (var slot = 0; slot < shop.gateway.slots(); slot++) {
      Await.result(node.vertx().deployVerticle(shop.gateway.slot()));
    }
    shop.health.serve();
    return shop;
  }

  /** Tests are a crowd from one address; the limits have their own ({@link LimitsTest}). */
  private static TestNode.Plan unlimited() {
    return TestNode.alone()
        .set("gateway", "callerRequestsPerSecond", 1_000_000)
        .set("gateway", "callerRequestsAtOnce", 1_000_000)
        .set("gateway", "addressRequestsPerSecond", 1_000_000)
        .set("gateway", "addressLoginsPerSecond", 1_000_000);
  }

  void untilReady() {
    Await.until("the gateway is ready", () -> Await.result(health.ready()).up());
  }

  /** What the domains answer to this kind of request from now on. */
  <T extends Request> void on(Class<T> type, Function<T, Reply> answer) {
    onInquiry(type, inquiry -> Answer.of(answer.apply(type.cast(inquiry.request()))));
  }

  /** The same where it matters who asks, or whether it was answered before. */
  <T extends Request> void onInquiry(Class<T> type, Function<Inquiry<Request>, Answer> answer) {
    script.put(type, inquiry -> Future.succeededFuture(answer.apply(inquiry)));
  }

  /** What becomes of this kind of request where it is not simply answered. */
  <T extends Request> void become(Class<T> type, Future<Answer> answer) {
    script.put(type, _ -> answer);
  }

  /** What was asked of this kind, the latest last. */
  <T extends Request> List<T> asked(Class<T> type) {
    return asked.stream().map(Inquiry::request).filter(type::isInstance).map(type::cast).toList();
  }

  /** Who asked last, in which circumstances. */
  Inquiry<Request> lastAsked(Class<? extends Request> type) {
    return asked.stream().filter(one -> type.isInstance(one.request())).toList().getLast();
  }

  private void serve(String role, Class<? extends Request> requests) {
    node.serve(role, requests, this::answer);
  }

  /** The same where each has an answer of its own, in its own time. */
  <T extends Request> void become(Class<T> type, Function<T, Future<Answer>> answer) {
    script.put(type, inquiry -> answer.apply(type.cast(inquiry.request())));
  }

  private Future<Answer> answer(Inquiry<Request> inquiry) {
    asked.add(inquiry);
    var answer = script.get(inquiry.request().getClass());
    return answer == null
        ? Future.failedFuture(new AssertionError("nobody expected " + inquiry.request()))
        : answer.apply(inquiry);
  }

  private void playIdentity() {
    on(IdentityApi.GetKeys.class, _ -> new IdentityApi.KeySet(keys.publicOnly().toJson()));
    on(
        IdentityApi.GetRevocations.class,
        _ -> new IdentityApi.Revocations(List.of(), node.clock().instant()));
  }

  /** From now on identity signs with another key. */
  void rotateKeys() {
    signWith(JwkSet.generate());
  }

  /** From now on identity signs with the first of these, and publishes all of them. */
  void signWith(JwkSet those) {
    keys = those;
  }

  TestNode node() {
    return node;
  }

  GatewayModule gateway() {
    return gateway;
  }

  static Caller caller(Role... roles) {
    var member = new MemberId(UUID.randomUUID());
    return new Caller(member.toString(), Set.of(roles), new SessionId(UUID.randomUUID()));
  }

  String token(Role... roles) {
    return token(caller(roles));
  }

  String token(Caller caller) {
    return token(caller, Instant.now(), Instant.now().plusSeconds(600));
  }

  String token(Caller caller, Instant from, Instant until) {
    return token(keys, "tidegate", "tidegate-api", caller, from, until);
  }

  String token(
      JwkSet by, String issuer, String audience, Caller caller, Instant from, Instant until) {
    return AccessTokens.signing(node.vertx(), by, issuer, audience)
        .sign(caller, UUID.randomUUID(), from, until);
  }

  JwkSet keys() {
    return keys;
  }

  /** A request to a path, to be changed and sent. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(baseUrl + path)).timeout(PATIENCE);
  }

  HttpRequest.Builder request(String path, String token) {
    return request(path).header("Authorization", "Bearer " + token);
  }

  /** A POST of JSON with an idempotency key. */
  HttpRequest.Builder post(String path, String token, String body) {
    return request(path, token)
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .POST(BodyPublishers.ofString(body));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (java.io.IOException cause) {
      throw new java.io.UncheckedIOException(cause);
    } catch (InterruptedException cause) {
      throw new IllegalStateException(cause);
    }
  }

  /** The same, its body read as it comes. */
  HttpResponse<java.io.InputStream> open(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofInputStream());
    } catch (java.io.IOException cause) {
      throw new java.io.UncheckedIOException(cause);
    } catch (InterruptedException cause) {
      throw new IllegalStateException(cause);
    }
  }

  int port() {
    return URI.create(baseUrl).getPort();
  }

  @Override
  public void close() {
    // A test that failed may have left a stream open, which would be waited for.
    client.shutdownNow();
    Await.result(gateway.drain(Duration.ofSeconds(2)));
    node.close();
  }
}
