package io.tidegate.gateway.call;

import io.tidegate.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.validation.ValidatedRequest;
import java.util.function.Function;

/** Binds the operations of the contract to what answers them. Used while a router is built. */
public final class Operations {

  private final RouterBuilder router;
  private final Bus bus;

  public Operations(RouterBuilder router, Bus bus) {
    this.router = router;
    this.bus = bus;
  }

  /**
   * Answers an operation. What is thrown or failed becomes a problem; a future that succeeds has
   * answered.
   */
  public Operations on(String operationId, Function<Call, Future<Void>> answer) {
    var route = router.getRoute(operationId);
    if (route == null) {
      throw new IllegalStateException("the contract has no operation " + operationId);
    }
    route.addHandler(context -> handle(context, answer));
    return this;
  }

  private void handle(RoutingContext context, Function<Call, Future<Void>> answer) {
    ValidatedRequest request = context.get(RouterBuilder.KEY_META_DATA_VALIDATED_REQUEST);
    answer.apply(new Call(context, request, bus)).onFailure(context::fail);
  }
}
