package io.tidegate.gateway;

import io.tidegate.gateway.admission.Admission;
import io.tidegate.gateway.admission.Door;
import io.tidegate.gateway.admission.LoadLimit;
import io.tidegate.gateway.admission.RequestMeters;
import io.tidegate.gateway.call.FailureHandler;
import io.tidegate.gateway.call.Operations;
import io.tidegate.gateway.caller.BearerHandler;
import io.tidegate.gateway.caller.CallerLimits;
import io.tidegate.gateway.contract.ExactRequestExtractor;
import io.tidegate.gateway.contract.HttpContract;
import io.tidegate.gateway.route.BreakerRoutes;
import io.tidegate.gateway.route.CatalogRoutes;
import io.tidegate.gateway.route.DeadLetterRoutes;
import io.tidegate.gateway.route.DeliveryRoutes;
import io.tidegate.gateway.route.DocsRoutes;
import io.tidegate.gateway.route.FastLane;
import io.tidegate.gateway.route.HomeRoutes;
import io.tidegate.gateway.route.IdentityRoutes;
import io.tidegate.gateway.route.InventoryRoutes;
import io.tidegate.gateway.route.OrderRoutes;
import io.tidegate.gateway.route.OrderStreamRoutes;
import io.tidegate.platform.bus.Bus;
import io.tidegate.platform.http.HealthRoutes;
import io.tidegate.platform.run.Health;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.List;
import java.util.Locale;

/**
 * Puts the public routes together: admission, health (which is never refused), who calls how often,
 * the body, how much is under way, the fast lane, the contract (caller, validation, answer), pages.
 * Each slot has a router of its own.
 */
final class PublicRouter {

  private static final List<Integer> FOUND_BY_THE_WEB_SERVER = List.of(400, 404, 405, 500);

  private final Bus bus;
  private final Health health;
  private final Admission admission;
  private final CallerLimits callers;
  private final LoadLimit load;
  private final BearerHandler bearer;
  private final FastLane fastLane;
  private final int bodyBytesMax;
  private final Resources resources;

  /** What answers, one for each resource. */
  record Resources(
      IdentityRoutes identity,
      CatalogRoutes catalog,
      InventoryRoutes inventory,
      OrderRoutes order,
      OrderStreamRoutes orderStream,
      DeliveryRoutes delivery,
      DeadLetterRoutes deadLetters,
      BreakerRoutes breakers) {}

  PublicRouter(
      Bus bus,
      Health health,
      Admission admission,
      CallerLimits callers,
      LoadLimit load,
      BearerHandler bearer,
      FastLane fastLane,
      int bodyBytesMax,
      Resources resources) {
    this.bus = bus;
    this.health = health;
    this.admission = admission;
    this.callers = callers;
    this.load = load;
    this.bearer = bearer;
    this.fastLane = fastLane;
    this.bodyBytesMax = bodyBytesMax;
    this.resources = resources;
  }

  /** Reads contract and pages, and builds the router on the calling context, behind its door. */
  Future<Handler<HttpServerRequest>> build(Vertx vertx) {
    var contract = HttpContract.load(vertx);
    var docs = DocsRoutes.load(vertx);
    var home = HomeRoutes.load(vertx);
    return Future.all(contract, docs, home)
        .map(_ -> router(vertx, contract.result(), docs.result(), home.result()))
        .map(router -> new Door(router, admission, load));
  }

  private Router router(Vertx vertx, OpenAPIContract contract, DocsRoutes docs, HomeRoutes home) {
    var failures = new FailureHandler(admission, contract);
    var router = Router.router(vertx);
    router.route().handler(admission).failureHandler(failures);
    FOUND_BY_THE_WEB_SERVER.forEach(status -> router.errorHandler(status, failures));
    HealthRoutes.mount(router, health);
    router.route().handler(callers);
    router.route().handler(PublicRouter::refuseForms);
    // Read before it counts as under way, or slow senders could take all the room there is.
    router.route().handler(BodyHandler.create(false).setBodyLimit(bodyBytesMax));
    router.route().handler(load);
    router.post("/api/orders").handler(fastLane.handler(contract));
    // A query that cannot be decoded fails where a path is taken apart, and only there is it
    // answered.
    var calls = contractRouter(vertx, contract).errorHandler(400, failures);
    router.route().subRouter(calls);
    // Behind the contract, which would say of another method of a page that there is no such page.
    docs.mount(router);
    home.mount(router);
    return router;
  }

  private Router contractRouter(Vertx vertx, OpenAPIContract contract) {
    var builder = RouterBuilder.create(vertx, contract, named(new ExactRequestExtractor()));
    builder.security("bearerAuth").httpHandler(bearer);
    var operations = new Operations(builder, bus);
    resources.identity().mount(operations);
    resources.catalog().mount(operations);
    resources.inventory().mount(operations);
    resources.order().mount(operations);
    resources.orderStream().mount(operations);
    resources.delivery().mount(operations);
    resources.deadLetters().mount(operations);
    resources.breakers().mount(operations);
    // Answered before, by the routes that the management port has, too.
    builder.getRoute("getLiveness").addHandler(RoutingContext::next);
    builder.getRoute("getReadiness").addHandler(RoutingContext::next);
    return builder.createRouter();
  }

  /** An operation that asks for no bearer is named here, one that does before that. */
  private static RequestExtractor named(RequestExtractor extractor) {
    return (context, operation) -> {
      RequestMeters.name(context, operation.getOperationId());
      return extractor.extractValidatableRequest(context, operation);
    };
  }

  /** The body handler would take forms apart, which the contract does not have. */
  private static void refuseForms(RoutingContext context) {
    var sent = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    var mediaType = sent == null ? "" : sent.strip().toLowerCase(Locale.ROOT);
    if (mediaType.startsWith("multipart/")
        || mediaType.startsWith("application/x-www-form-urlencoded")) {
      context.fail(415);
    } else {
      context.next();
    }
  }
}
