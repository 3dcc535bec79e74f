package io.tidegate.simulation.shop;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Channel;
import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.Refusal;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.SessionId;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi.OfferTerms;
import io.tidegate.contracts.catalog.CatalogApi.Shipping;
import io.tidegate.contracts.delivery.DeliveryApi;
import io.tidegate.contracts.delivery.DeliveryApi.DispatchDeliveries;
import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.contracts.inventory.InventoryApi.ReceiveStock;
import io.tidegate.contracts.order.OrderApi;
import io.tidegate.contracts.order.OrderApi.Address;
import io.tidegate.contracts.order.OrderApi.CancelOrder;
import io.tidegate.contracts.order.OrderApi.CartLine;
import io.tidegate.contracts.order.OrderApi.FindPlacement;
import io.tidegate.contracts.order.OrderApi.KeyUnused;
import io.tidegate.contracts.order.OrderApi.NotCancellable;
import io.tidegate.contracts.order.OrderApi.OrderPlacement;
import io.tidegate.contracts.order.OrderApi.OrderStatus;
import io.tidegate.contracts.order.OrderApi.OrderView;
import io.tidegate.contracts.order.OrderApi.PlaceOrder;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.platform.json.Json;
import io.tidegate.simulation.Faults;
import io.tidegate.simulation.shop.Shop.Node;
import io.tidegate.simulation.world.World;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Everybody who wants something of the shop, and the ledger of what they were told: customers who
 * order, try again with their key and cancel; a store that takes goods in; a warehouse that sends
 * parcels off.
 */
public final class Customers {

  private static final Channel WEB = Channel.of("WEB");
  private static final Address HOME =
      new Address("Mina", "12 Sejong-daero", null, "Seoul", "04524", "KR");
  private static final int ATTEMPTS_MAX = 4;

  private final World world;
  private final Faults faults;
  private final Shop shop;
  private final Node gateway;
  private final Caller admin;
  private final List<Wish> wishes = new ArrayList<>();
  private final List<Receipt> receipts = new ArrayList<>();
  private final List<Sku> skus = new ArrayList<>();
  private int underWay;
  private int keys;

  public Customers(World world, Faults faults, Shop shop, Node gateway) {
    this.world = world;
    this.faults = faults;
    this.shop = shop;
    this.gateway = gateway;
    this.admin = new Caller(uuid().toString(), Set.of(Role.ROLE_ADMIN), new SessionId(uuid()));
  }

  /** What a customer was told about an order. */
  public record Told(OrderId orderId, OrderStatus status) {}

  /** An order that somebody wants, under one key. */
  public static final class Wish {
    final MemberId customer;
    final Caller caller;
    final RequestKey key;
    final List<CartLine> lines;
    private final List<Told> told = new ArrayList<>();
    private int attempts;
    private boolean maybeDone;
    private boolean isDefinite;
    private boolean isUnused;
    private OrderStatus cancelAnswer;

    private Wish(MemberId customer, Caller caller, RequestKey key, List<CartLine> lines) {
      this.customer = customer;
      this.caller = caller;
      this.key = key;
      this.lines = lines;
    }

    public MemberId customer() {
      return customer;
    }

    public String key() {
      return key.key();
    }

    public List<CartLine> lines() {
      return lines;
    }

    public List<Told> told() {
      return told;
    }

    /** Whether some attempt may have done something, as far as the customer was told. */
    public boolean maybeDone() {
      return maybeDone;
    }

    /** Whether the customer was told that the key has made nothing. */
    public boolean isUnused() {
      return isUnused;
    }

    /** What a cancellation was answered, or null. */
    public OrderStatus cancelAnswer() {
      return cancelAnswer;
    }
  }

  /** Goods that are taken in, once. */
  public record Receipt(Sku sku, int quantity) {}

  public List<Wish> wishes() {
    return wishes;
  }

  public List<Receipt> receipts() {
    return receipts;
  }

  /** Whether nobody waits for anything any more. */
  public boolean areContent() {
    return underWay == 0;
  }

  /** Opens the shop, and lets them come within this time. */
  public void begin(Duration within) {
    var kinds = 1 + world.random().nextInt(3);
    for (var i = 0; i < kinds; i++) {
      var sku = Sku.of("TEA-" + i);
      skus.add(sku);
      shop.server()
          .database()
          .order()
          .offer(
              WEB.value(),
              sku.value(),
              Json.encode(
                  new OfferTerms(
                      sku,
                      WEB,
                      1,
                      "Tea " + i,
                      new Money(1_000, "KRW"),
                      List.of("CARD"),
                      new Shipping("PARCEL", new Money(0, "KRW"), 2))));
    }
    var lorries = kinds + world.random().nextInt(4);
    for (var i = 0; i < lorries; i++) {
      var receipt = new Receipt(skus.get(i % kinds), 1 + world.random().nextInt(20));
      receipts.add(receipt);
      // Goods come first, mostly, so that there is something to sell.
      var at = i < kinds ? Duration.ofMillis(400) : within;
      later(at, () -> receive(receipt, key()));
    }
    var orders = 4 + world.random().nextInt(20);
    // On some days they all come at once.
    var rush = world.chance(0.4) ? Duration.ofMillis(700) : within;
    for (var i = 0; i < orders; i++) {
      var wish = wish();
      wishes.add(wish);
      later(rush, () -> place(wish));
    }
    var lorriesOut = world.random().nextInt(5);
    for (var i = 0; i < lorriesOut; i++) {
      later(within, () -> dispatch(key()));
    }
  }

  private Wish wish() {
    var customer = new MemberId(uuid());
    var lines = new ArrayList<CartLine>();
    for (var sku : skus) {
      if (lines.isEmpty() || world.chance(0.4)) {
        lines.add(new CartLine(sku, 1 + world.random().nextInt(3)));
      }
    }
    if (skus.size() > 1 && world.chance(0.3)) {
      lines.removeFirst();
      if (lines.isEmpty()) {
        lines.add(new CartLine(skus.getLast(), 1));
      }
    }
    var caller = new Caller(customer.toString(), Set.of(Role.ROLE_USER), new SessionId(uuid()));
    return new Wish(customer, caller, key(), List.copyOf(lines));
  }

  private RequestKey key() {
    var text = "key-" + keys++;
    return new RequestKey(text, "fingerprint of " + text);
  }

  private UUID uuid() {
    var high = world.instant().toEpochMilli() << 16 | 0x7000L | world.random().nextLong(0x1000);
    return new UUID(high, world.random().nextLong() >>> 2 | 0x8000_0000_0000_0000L);
  }

  private void later(Duration within, Runnable what) {
    underWay++;
    world.after(
        world.between(Duration.ofMillis(20), within),
        () -> gateway.context().runOnContext(_ -> what.run()));
  }

  private Future<Answer> ask(String role, Request request, Caller caller) {
    var patience = Duration.ofNanos(world.between(Duration.ofMillis(150), Duration.ofSeconds(3)));
    return gateway.bus().ask(role, request, caller, Deadline.in(patience), null);
  }

  // Orders

  private void place(Wish wish) {
    wish.attempts++;
    var id = new OrderId(uuid());
    var order =
        new PlaceOrder(
            id, wish.customer, WEB, wish.lines, "CARD", HOME, world.chance(0.15), wish.key);
    world.note("orders", wish.key() + " as " + id);
    // Some are in too great a hurry to wait for their answer.
    if (wish.attempts == 1 && world.chance(0.15)) {
      later(Duration.ofMillis(100), () -> place(wish));
    }
    ask(OrderApi.ROLE, order, wish.caller)
        .onComplete(
            done -> {
              underWay--;
              if (done.succeeded()) {
                told(wish, done.result());
              } else {
                failed(wish, (FaultException) done.cause());
              }
            });
  }

  private void told(Wish wish, Answer answer) {
    switch (answer.reply()) {
      case OrderPlacement(var order, var _) -> {
        world.note("told", wish.key() + " is " + order.orderId() + ' ' + order.status());
        wish.told.add(new Told(order.orderId(), order.status()));
        wish.isDefinite = true;
        wish.maybeDone = true;
        if (wish.cancelAnswer == null && world.chance(0.3) && !faults.areOver()) {
          later(Duration.ofMillis(800), () -> cancel(wish, order.orderId(), key(), 1));
        }
      }
      case KeyUnused _ -> {
        wish.isDefinite = true;
        wish.isUnused = true;
      }
      case Refusal refusal -> world.strange(wish.key() + " was refused: " + refusal);
      default -> world.strange("no answer to an order: " + answer);
    }
  }

  private void failed(Wish wish, FaultException fault) {
    world.note("failed", wish.key() + ' ' + fault.fault());
    wish.maybeDone |= fault.fault().maybeExecuted();
    if (wish.attempts < ATTEMPTS_MAX && world.chance(0.8)) {
      later(Duration.ofMillis(600), () -> place(wish));
    }
  }

  private void cancel(Wish wish, OrderId id, RequestKey key, int attempt) {
    world.note("cancels", wish.key() + " attempt " + attempt);
    ask(OrderApi.ROLE, new CancelOrder(id, key), wish.caller)
        .onComplete(
            done -> {
              underWay--;
              if (done.failed()) {
                if (attempt < ATTEMPTS_MAX) {
                  later(Duration.ofMillis(600), () -> cancel(wish, id, key, attempt + 1));
                }
              } else if (done.result().reply() instanceof OrderView view) {
                world.note("cancelled", wish.key());
                wish.cancelAnswer = view.status();
              } else if (done.result().reply() instanceof NotCancellable refused) {
                world.note("not cancelled", wish.key() + ' ' + refused.status());
                wish.cancelAnswer = refused.status();
              }
            });
  }

  /** Asks what became of every order whose customer does not know. */
  public void askWhatBecame() {
    for (var wish : wishes) {
      if (!wish.isDefinite) {
        later(Duration.ofMillis(100), () -> find(wish));
      }
    }
  }

  private void find(Wish wish) {
    ask(OrderApi.ROLE, new FindPlacement(wish.customer, wish.key), wish.caller)
        .onComplete(
            done -> {
              underWay--;
              if (done.succeeded()) {
                told(wish, done.result());
              } else {
                later(Duration.ofMillis(400), () -> find(wish));
              }
            });
  }

  // Goods

  private void receive(Receipt receipt, RequestKey key) {
    var command = new ReceiveStock(receipt.sku(), receipt.quantity(), "lorry", key);
    ask(InventoryApi.ROLE, command, admin)
        .onComplete(
            done -> {
              underWay--;
              if (done.failed()) {
                later(Duration.ofMillis(500), () -> receive(receipt, key));
              } else if (!(done.result().reply() instanceof InventoryApi.StockLevel)) {
                world.strange("no answer to a receipt: " + done.result());
              }
            });
  }

  private void dispatch(RequestKey key) {
    ask(DeliveryApi.ROLE, new DispatchDeliveries(1 + world.random().nextInt(4), key), admin)
        .onComplete(
            done -> {
              underWay--;
              if (done.succeeded()) {
                world.note("dispatched", done.result().reply());
              }
            });
  }
}
