package io.tidegate.gateway.route;

import io.tidegate.contracts.Channel;
import io.tidegate.contracts.CommonRefusal.Violation;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.order.OrderApi.Address;
import io.tidegate.contracts.order.OrderApi.CartLine;
import io.tidegate.gateway.call.Fingerprint;
import io.tidegate.gateway.problem.Problem;
import io.tidegate.gateway.problem.ProblemException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** What somebody wants to order, as a body said it, on whichever lane it was read. */
record Cart(Channel channel, List<CartLine> lines, String paymentMethod, Address deliveryAddress) {

  /** Reads what the contract let through, and says what it cannot say: each SKU once. */
  static Cart of(JsonObject body) {
    return new Cart(
        Channel.of(body.getString("channel")),
        lines(body.getJsonArray("lines")),
        body.getString("paymentMethod"),
        address(body.getJsonObject("deliveryAddress")));
  }

  private static List<CartLine> lines(JsonArray cart) {
    var lines = new ArrayList<CartLine>();
    var seen = new HashSet<Sku>();
    var twice = new ArrayList<Violation>();
    for (var i = 0; i < cart.size(); i++) {
      var line = cart.getJsonObject(i);
      var sku = Sku.of(line.getString("sku"));
      if (!seen.add(sku)) {
        twice.add(new Violation("/lines/" + i + "/sku", sku + " is in the cart already"));
      }
      lines.add(new CartLine(sku, line.getInteger("quantity")));
    }
    if (!twice.isEmpty()) {
      throw new ProblemException(Problem.invalid(twice));
    }
    return lines;
  }

  private static Address address(JsonObject address) {
    return new Address(
        address.getString("recipient"),
        address.getString("line1"),
        address.getString("line2"),
        address.getString("city"),
        address.getString("postalCode"),
        address.getString("country"));
  }

  /** The same for the same cart, whatever its JSON looked like and whoever read it. */
  String fingerprint() {
    var fingerprint = new Fingerprint("placeOrder").add(channel.value()).add(paymentMethod);
    fingerprint.add(lines.size());
    for (var line : lines) {
      fingerprint.add(line.sku().value()).add(line.quantity());
    }
    return fingerprint
        .add(deliveryAddress.recipient())
        .add(deliveryAddress.line1())
        .add(deliveryAddress.line2())
        .add(deliveryAddress.city())
        .add(deliveryAddress.postalCode())
        .add(deliveryAddress.country())
        .text();
  }
}
