package io.tidegate.gateway.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Channel;
import io.tidegate.contracts.CommonRefusal;
import io.tidegate.contracts.DeliveryId;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.Refusal;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi;
import io.tidegate.contracts.delivery.DeliveryApi;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryStatus;
import io.tidegate.contracts.identity.IdentityApi;
import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.contracts.order.OrderApi;
import io.tidegate.contracts.order.OrderApi.OrderStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemsTest {

  private static final Sku SKU = Sku.of("TEA-1");
  private static final OrderId ORDER = new OrderId(UUID.randomUUID());

  static Stream<Arguments> refusals() {
    var delivery = new DeliveryId(UUID.randomUUID());
    return Stream.of(
        Arguments.of(new CommonRefusal.Forbidden("no"), 403, "forbidden"),
        Arguments.of(new CommonRefusal.NotFound("none"), 404, "not-found"),
        Arguments.of(CommonRefusal.Invalid.at("/x", "wrong"), 400, "validation-failed"),
        Arguments.of(new CommonRefusal.KeyReused(), 422, "idempotency-key-reused"),
        Arguments.of(new CommonRefusal.RequestInProgress(), 409, "request-in-progress"),
        Arguments.of(new CommonRefusal.PreconditionFailed("moved"), 412, "precondition-failed"),
        Arguments.of(new IdentityApi.EmailTaken(), 409, "email-taken"),
        Arguments.of(new IdentityApi.InvalidCredentials(), 401, "invalid-credentials"),
        Arguments.of(new IdentityApi.InvalidToken(), 401, "unauthenticated"),
        Arguments.of(new IdentityApi.TokenExpired(), 401, "token-expired"),
        Arguments.of(new IdentityApi.TokenRevoked(), 401, "token-revoked"),
        Arguments.of(new IdentityApi.RefreshTokenReused(), 401, "refresh-token-reused"),
        Arguments.of(new CatalogApi.SkuTaken(SKU), 409, "sku-taken"),
        Arguments.of(new CatalogApi.ChannelTaken(Channel.of("WEB")), 409, "channel-taken"),
        Arguments.of(
            new InventoryApi.StockShort(ORDER, SKU, 2, 1, false), 409, "insufficient-stock"),
        Arguments.of(
            new OrderApi.NotCancellable(ORDER, OrderStatus.DISPATCHED),
            409,
            "order-not-cancellable"),
        Arguments.of(new DeliveryApi.AlreadyDispatched(ORDER), 409, "order-not-cancellable"),
        Arguments.of(
            new DeliveryApi.NotDispatched(delivery, DeliveryStatus.SCHEDULED),
            409,
            "delivery-not-dispatched"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void givesEachRefusalItsFace(Refusal refusal, int status, String slug) {
    var problem = Problems.of(refusal);
    assertEquals(status, problem.status());
    assertEquals(slug, problem.slug().text());
  }

  @Test
  void hasATestForEveryRefusal() {
    var all =
        Stream.of(
                CommonRefusal.class,
                IdentityApi.Refused.class,
                CatalogApi.Refused.class,
                InventoryApi.Refused.class,
                OrderApi.Refused.class,
                DeliveryApi.Refused.class)
            .mapToInt(type -> type.getPermittedSubclasses().length)
            .sum();
    assertEquals(all, refusals().count());
  }

  @ParameterizedTest
  @EnumSource(Slug.class)
  void hasAPageForEachKindThatSaysTheSame(Slug slug) throws IOException {
    var page =
        Files.readString(
            Path.of(System.getProperty("tidegate.root"), "docs", "problems", slug.text() + ".md"));
    assertTrue(page.startsWith("# " + slug.title() + "\n"), page);
    assertTrue(
        page.contains("`urn:tidegate:problem:%s` · %d".formatted(slug.text(), slug.status())),
        page);
    assertEquals(slug, Slug.of(slug.text()));
  }
}
