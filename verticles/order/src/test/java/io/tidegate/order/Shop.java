package io.tidegate.order;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Channel;
import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.SessionId;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi;
import io.tidegate.contracts.catalog.CatalogApi.FindOfferTerms;
import io.tidegate.contracts.catalog.CatalogApi.OfferTerms;
import io.tidegate.contracts.catalog.CatalogApi.OfferTermsList;
import io.tidegate.contracts.catalog.CatalogApi.Shipping;
import io.tidegate.contracts.delivery.DeliveryApi;
import io.tidegate.contracts.delivery.DeliveryApi.AlreadyDispatched;
import io.tidegate.contracts.delivery.DeliveryApi.CancelDelivery;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryCancellation;
import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.contracts.inventory.InventoryApi.ReserveStock;
import io.tidegate.contracts.inventory.InventoryApi.StockReserved;
import io.tidegate.contracts.inventory.InventoryApi.StockShort;
import io.tidegate.contracts.order.OrderApi.Address;
import io.tidegate.contracts.order.OrderApi.CartLine;
import io.tidegate.contracts.order.OrderApi.PlaceOrder;
import io.tidegate.platform.bus.Answer;
import io.tidegate.testkit.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The other domains' side of the conversation with order, as their contracts have it: a catalogue
 * that sells everything but {@code NONE}, stock of everything but {@code SOLD-OUT} and, less than
 * is wished for, {@code SCARCE}, and deliveries that have left as the test says.
 */
final class Shop {

  static final Channel WEB = Channel.of("WEB");
  static final Sku TEA = Sku.of("TEA");
  static final Sku SOLD_OUT = Sku.of("SOLD-OUT");
  static final Sku SCARCE = Sku.of("SCARCE");
  static final Sku NONE = Sku.of("NONE");

  /** Whether inventory answers at all. */
  volatile boolean inventorySilent;

  /** Whether the catalogue does. */
  volatile boolean catalogueSilent;

  /** Whether every parcel has left. */
  volatile boolean dispatched;

  /** What happens between delivery's cancellation and its answer. */
  volatile Runnable onceCancelled = () -> {};

  static Caller member() {
    return new Caller(
        new MemberId(UUID.randomUUID()).toString(),
        Set.of(Role.ROLE_USER),
        new SessionId(UUID.randomUUID()));
  }

  static PlaceOrder wish(Caller member, Sku sku, String key) {
    return wish(member, sku, key, false);
  }

  static PlaceOrder wish(Caller member, Sku sku, String key, boolean respondAsync) {
    return new PlaceOrder(
        new OrderId(UUID.randomUUID()),
        member.memberId(),
        WEB,
        List.of(new CartLine(sku, 2)),
        "CARD",
        new Address("Kim", "1 Road", null, "Seoul", "04524", "KR"),
        respondAsync,
        new RequestKey(key, "fingerprint of " + sku));
  }

  void open(TestNode node) {
    node.serve(
        CatalogApi.ROLE,
        CatalogApi.Request.class,
        inquiry ->
            catalogueSilent
                ? Promise.<Answer>promise().future()
                : answer(terms((FindOfferTerms) inquiry.request())));
    node.serve(
        InventoryApi.ROLE,
        InventoryApi.Request.class,
        inquiry ->
            inventorySilent
                ? Promise.<Answer>promise().future()
                : answer(outcome((ReserveStock) inquiry.request())));
    node.serve(
        DeliveryApi.ROLE,
        DeliveryApi.Request.class,
        inquiry -> answer(cancellation((CancelDelivery) inquiry.request())));
  }

  private static Future<Answer> answer(io.tidegate.contracts.Reply reply) {
    return Future.succeededFuture(Answer.of(reply));
  }

  private static OfferTermsList terms(FindOfferTerms wish) {
    return new OfferTermsList(
        wish.skus().stream()
            .filter(sku -> !sku.equals(NONE))
            .map(sku -> terms(sku, 1_000))
            .toList());
  }

  /** What a SKU is sold for. */
  static OfferTerms terms(Sku sku, long price) {
    return new OfferTerms(
        sku,
        WEB,
        1,
        sku.value(),
        new Money(price, "KRW"),
        List.of("CARD"),
        new Shipping("COURIER", new Money(2_500, "KRW"), 2));
  }

  private static InventoryApi.Reply outcome(ReserveStock wish) {
    var sku = wish.lines().getFirst().sku();
    if (sku.equals(SOLD_OUT)) {
      return new StockShort(wish.orderId(), SOLD_OUT, 2, 0, true);
    }
    return sku.equals(SCARCE)
        ? new StockShort(wish.orderId(), SCARCE, 2, 1, false)
        : new StockReserved(wish.orderId());
  }

  private DeliveryApi.Reply cancellation(CancelDelivery cancel) {
    onceCancelled.run();
    return dispatched
        ? new AlreadyDispatched(cancel.orderId())
        : new DeliveryCancellation(cancel.orderId());
  }
}
