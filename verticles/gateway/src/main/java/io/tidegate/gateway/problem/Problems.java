package io.tidegate.gateway.problem;

import static io.tidegate.gateway.problem.Slug.CHANNEL_TAKEN;
import static io.tidegate.gateway.problem.Slug.DEADLINE_EXCEEDED;
import static io.tidegate.gateway.problem.Slug.DELIVERY_NOT_DISPATCHED;
import static io.tidegate.gateway.problem.Slug.EMAIL_TAKEN;
import static io.tidegate.gateway.problem.Slug.FORBIDDEN;
import static io.tidegate.gateway.problem.Slug.IDEMPOTENCY_KEY_REUSED;
import static io.tidegate.gateway.problem.Slug.INSUFFICIENT_STOCK;
import static io.tidegate.gateway.problem.Slug.INTERNAL;
import static io.tidegate.gateway.problem.Slug.INVALID_CREDENTIALS;
import static io.tidegate.gateway.problem.Slug.NOT_FOUND;
import static io.tidegate.gateway.problem.Slug.ORDER_NOT_CANCELLABLE;
import static io.tidegate.gateway.problem.Slug.OVERLOADED;
import static io.tidegate.gateway.problem.Slug.PRECONDITION_FAILED;
import static io.tidegate.gateway.problem.Slug.REFRESH_TOKEN_REUSED;
import static io.tidegate.gateway.problem.Slug.REQUEST_IN_PROGRESS;
import static io.tidegate.gateway.problem.Slug.SKU_TAKEN;
import static io.tidegate.gateway.problem.Slug.TOKEN_EXPIRED;
import static io.tidegate.gateway.problem.Slug.TOKEN_REVOKED;
import static io.tidegate.gateway.problem.Slug.UNAUTHENTICATED;
import static io.tidegate.gateway.problem.Slug.UNAVAILABLE;

import io.tidegate.contracts.CommonRefusal;
import io.tidegate.contracts.Refusal;
import io.tidegate.contracts.catalog.CatalogApi;
import io.tidegate.contracts.delivery.DeliveryApi;
import io.tidegate.contracts.identity.IdentityApi;
import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.contracts.order.OrderApi;
import io.tidegate.platform.guard.Fault;
import io.vertx.openapi.validation.ValidatorException;

/** The HTTP face of every refusal and every fault: a new one does not compile until it has one. */
public final class Problems {

  private Problems() {}

  /** What a domain's refusal is over HTTP. */
  public static Problem of(Refusal refusal) {
    return switch (refusal) {
      case CommonRefusal common -> of(common);
      case IdentityApi.Refused identity -> of(identity);
      case CatalogApi.Refused catalog -> of(catalog);
      case InventoryApi.Refused inventory -> of(inventory);
      case OrderApi.Refused order -> of(order);
      case DeliveryApi.Refused delivery -> of(delivery);
      default -> throw new IllegalStateException("no domain refuses with " + refusal.getClass());
    };
  }

  /**
   * What a failed request on the bus is over HTTP. {@code executed: false} stands only where the
   * fault itself says that nothing can have been done; without it the outcome is unknown.
   */
  public static Problem of(Fault fault) {
    return switch (fault) {
      case BUSY, EXPIRED -> Problem.of(OVERLOADED).notExecuted().retryLater();
      case UNREACHABLE, DRAINING, BREAKER_OPEN ->
          Problem.of(UNAVAILABLE).notExecuted().retryLater();
      case DEPENDENCY -> Problem.of(UNAVAILABLE).retryLater();
      case TIMEOUT -> Problem.of(DEADLINE_EXCEEDED);
      case UNAUTHENTICATED, BUG -> Problem.of(INTERNAL);
    };
  }

  /** What a request that the contract does not let through is over HTTP. */
  public static Problem of(ValidatorException found) {
    return Violations.problem(found);
  }

  private static Problem of(CommonRefusal refusal) {
    return switch (refusal) {
      case CommonRefusal.Forbidden(var detail) -> Problem.of(FORBIDDEN, detail);
      case CommonRefusal.NotFound(var detail) -> Problem.of(NOT_FOUND, detail);
      case CommonRefusal.Invalid(var violations) -> Problem.invalid(violations);
      case CommonRefusal.KeyReused() -> Problem.of(IDEMPOTENCY_KEY_REUSED);
      case CommonRefusal.RequestInProgress() -> Problem.of(REQUEST_IN_PROGRESS).retryLater();
      case CommonRefusal.PreconditionFailed(var detail) -> Problem.of(PRECONDITION_FAILED, detail);
    };
  }

  private static Problem of(IdentityApi.Refused refusal) {
    return switch (refusal) {
      case IdentityApi.EmailTaken() -> Problem.of(EMAIL_TAKEN);
      case IdentityApi.InvalidCredentials() -> Problem.of(INVALID_CREDENTIALS);
      case IdentityApi.InvalidToken() -> Problem.of(UNAUTHENTICATED);
      case IdentityApi.TokenExpired() -> Problem.of(TOKEN_EXPIRED);
      case IdentityApi.TokenRevoked() -> Problem.of(TOKEN_REVOKED);
      case IdentityApi.RefreshTokenReused() -> Problem.of(REFRESH_TOKEN_REUSED);
    };
  }

  private static Problem of(CatalogApi.Refused refusal) {
    return switch (refusal) {
      case CatalogApi.SkuTaken(var sku) -> Problem.of(SKU_TAKEN).with("sku", sku.value());
      case CatalogApi.ChannelTaken(var channel) ->
          Problem.of(CHANNEL_TAKEN).with("channel", channel.value());
    };
  }

  private static Problem of(InventoryApi.Refused refusal) {
    return switch (refusal) {
      case InventoryApi.StockShort(var orderId, var sku, var asked, var available, var _) ->
          Problem.of(
                  INSUFFICIENT_STOCK,
                  "%d of %s asked for, %d available".formatted(asked, sku, available))
              .with("orderId", orderId.toString())
              .with("sku", sku.value());
    };
  }

  private static Problem of(OrderApi.Refused refusal) {
    return switch (refusal) {
      case OrderApi.NotCancellable(var orderId, var status) ->
          Problem.of(ORDER_NOT_CANCELLABLE, "the order is " + status)
              .with("orderId", orderId.toString());
    };
  }

  private static Problem of(DeliveryApi.Refused refusal) {
    return switch (refusal) {
      case DeliveryApi.AlreadyDispatched(var orderId) ->
          Problem.of(ORDER_NOT_CANCELLABLE, "the parcel has left")
              .with("orderId", orderId.toString());
      case DeliveryApi.NotDispatched(_, var status) ->
          Problem.of(DELIVERY_NOT_DISPATCHED, "the delivery is " + status);
    };
  }
}
