package io.tidegate.gateway.route;

import io.tidegate.contracts.catalog.CatalogApi;
import io.tidegate.contracts.delivery.DeliveryApi;
import io.tidegate.contracts.identity.IdentityApi;
import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.contracts.order.OrderApi;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A dead letter of the shop: the domain's role and the domain's own number, as {@code order-17}.
 */
record DeadLetterId(String domain, long number) {

  /** Those that may have some, in the order in which theirs are listed. */
  static final List<String> DOMAINS =
      List.of(
          IdentityApi.ROLE, CatalogApi.ROLE, InventoryApi.ROLE, OrderApi.ROLE, DeliveryApi.ROLE);

  /** Before every other one. */
  static final DeadLetterId FIRST = new DeadLetterId(DOMAINS.getFirst(), 0);

  private static final Pattern SHAPE = Pattern.compile("([a-z]+)-([0-9]{1,18})");

  /** Reads the text form; {@link IllegalArgumentException} where it has another shape. */
  static DeadLetterId of(String text) {
    var parts = SHAPE.matcher(text);
    if (!parts.matches() || !DOMAINS.contains(parts.group(1))) {
      throw new IllegalArgumentException("no dead letter is called that");
    }
    return new DeadLetterId(parts.group(1), Long.parseLong(parts.group(2)));
  }

  /** The domains from this one's on. */
  List<String> domainsFromHere() {
    return DOMAINS.subList(DOMAINS.indexOf(domain), DOMAINS.size());
  }

  @Override
  public String toString() {
    return domain + '-' + number;
  }
}
