package io.tidegate.gateway.route;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegate.gateway.admission.RequestMeters;
import io.tidegate.gateway.call.Exchange;
import io.tidegate.gateway.caller.BearerHandler;
import io.tidegate.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;

/**
 * The short way for orders that are clearly good: a known caller, a plain head, and a body that
 * {@link CartReader} takes. Everything else goes on to the router of the contract, which alone says
 * what is wrong; its validator works on another thread and on one request at a time, which is too
 * dear for what comes by thousands (ADR 0013). Needs the body read before it. Any event loop.
 */
public final class FastLane {

  private static final String PATH = "/api/orders";
  private static final String OPERATION = "placeOrder";
  private static final String JSON = "application/json";
  private static final String JSON_IN_UTF_8 = "application/json; charset=utf-8";
  private static final int KEY_LENGTH_MAX = 128;
  private static final int PREFER_LENGTH_MAX = 200;

  private final PlaceOrders orders;
  private final Bus bus;
  private final Counter taken;
  private final Counter left;

  public FastLane(PlaceOrders orders, Bus bus, MeterRegistry meters) {
    this.orders = orders;
    this.bus = bus;
    this.taken = lane(meters, "fast");
    this.left = lane(meters, "contract");
  }

  private static Counter lane(MeterRegistry meters, String lane) {
    return Counter.builder("tidegate.gateway.orders")
        .description("Requests to place an order, by the lane on which they were read")
        .tag("lane", lane)
        .register(meters);
  }

  /** The handler for {@code POST /api/orders} of one router. */
  public Handler<RoutingContext> handler(OpenAPIContract contract) {
    var operation = contract.operation(OPERATION);
    return context -> handle(context, operation);
  }

  private void handle(RoutingContext context, Operation operation) {
    var caller = hasPlainHead(context) ? BearerHandler.known(context, operation) : null;
    var cart = caller == null ? null : cart(context);
    if (cart == null) {
      left.increment();
      context.next();
      return;
    }
    taken.increment();
    caller.keepIn(context);
    RequestMeters.name(context, OPERATION);
    place(context, cart).onFailure(context::fail);
  }

  private Future<Void> place(RoutingContext context, Cart cart) {
    return orders.place(new Exchange(context, bus), cart);
  }

  private static Cart cart(RoutingContext context) {
    var body = context.body().buffer();
    return body == null ? null : CartReader.read(body.getBytes());
  }

  private static boolean hasPlainHead(RoutingContext context) {
    var request = context.request();
    return PATH.equals(request.uri())
        && isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))
        && isKey(request.getHeader("Idempotency-Key"))
        && isShort(request.getHeader("Prefer"));
  }

  private static boolean isJson(String mediaType) {
    return JSON.equalsIgnoreCase(mediaType) || JSON_IN_UTF_8.equalsIgnoreCase(mediaType);
  }

  private static boolean isShort(String prefer) {
    return prefer == null || prefer.length() <= PREFER_LENGTH_MAX;
  }

  private static boolean isKey(String key) {
    if (key == null || key.isEmpty() || key.length() > KEY_LENGTH_MAX) {
      return false;
    }
    for (var i = 0; i < key.length(); i++) {
      if (key.charAt(i) < ' ' || key.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }
}
