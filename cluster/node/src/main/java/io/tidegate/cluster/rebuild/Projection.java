package io.tidegate.cluster.rebuild;

import io.tidegate.catalog.WhenStockChangedThenShowAvailability;
import io.tidegate.catalog.store.AvailabilityStore;
import io.tidegate.order.OrderProjections;
import io.tidegate.platform.kafka.Reaction;
import io.tidegate.platform.postgres.Postgres;
import java.util.List;
import java.util.Locale;

/** A read model that can be made anew: whose events it tells, where, and the reaction that does. */
public enum Projection {
  /** Which SKU is in which order, for the admin's sales history. */
  SALES("order", "uuid", "order"),

  /** The terms by which order prices. */
  OFFERS("catalog", "text", "order"),

  /** What the catalogue shows as available. */
  AVAILABILITY("inventory", "text", "catalog");

  private final String source;
  private final String sourceIdType;
  private final String owner;

  Projection(String source, String sourceIdType, String owner) {
    this.source = source;
    this.sourceIdType = sourceIdType;
    this.owner = owner;
  }

  /** The domain whose events it tells. */
  String source() {
    return source;
  }

  /** The SQL type of that domain's aggregate ids. */
  String sourceIdType() {
    return sourceIdType;
  }

  /** The domain whose tables it is. */
  String owner() {
    return owner;
  }

  List<String> tables() {
    return switch (this) {
      case SALES -> List.of("sale_line");
      case OFFERS -> List.of("offer");
      case AVAILABILITY -> List.of("availability");
    };
  }

  Reaction reaction(Postgres postgres) {
    return switch (this) {
      case SALES -> OrderProjections.sales(postgres);
      case OFFERS -> OrderProjections.offers();
      case AVAILABILITY -> new WhenStockChangedThenShowAvailability(new AvailabilityStore());
    };
  }

  /** As people write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
