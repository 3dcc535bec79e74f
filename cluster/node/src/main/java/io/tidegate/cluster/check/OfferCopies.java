package io.tidegate.cluster.check;

import io.tidegate.contracts.catalog.CatalogApi.OfferTerms;
import io.tidegate.contracts.catalog.CatalogEvents.CatalogEvent;
import io.tidegate.order.domain.Terms;
import io.tidegate.platform.eventstore.EventTypes;
import io.tidegate.platform.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes order's terms of the catalogue's events anew and holds the copies against them; that they
 * are up to date is SQL's part.
 */
final class OfferCopies implements Checker {

  private static final int ROWS_AT_ONCE = 500;

  private static final String COPIES =
      """
      SELECT event.aggregate_id, event.version, event.type, event.data,
             array_agg(offer.terms::text) AS terms
        FROM "order".offer
             JOIN catalog.event ON event.aggregate_id = offer.sku AND event.version = offer.version
       GROUP BY event.aggregate_id, event.version
       ORDER BY event.aggregate_id
      """;

  private final SqlChecker upToDate = new SqlChecker("offers", "offers", "\"order\".offer");

  @Override
  public String name() {
    return upToDate.name();
  }

  @Override
  public String promise() {
    return upToDate.promise();
  }

  @Override
  public Verdict check(ShopUnderCheck shop) throws SQLException {
    var late = upToDate.check(shop);
    var offences = new Offences(late);
    try (var statement = shop.snapshot().createStatement()) {
      statement.setFetchSize(ROWS_AT_ONCE);
      try (var rows = statement.executeQuery(COPIES)) {
        while (rows.next()) {
          compare(rows, offences);
        }
      }
    }
    return offences.verdict(this, late.examined(), late.of());
  }

  private static void compare(ResultSet row, Offences offences) throws SQLException {
    var event = EventTypes.decode(row.getString("type"), row.getString("data"));
    var copied =
        Arrays.stream((String[]) row.getArray("terms").getArray())
            .map(terms -> Json.decode(terms, OfferTerms.class))
            .collect(Collectors.toSet());
    if (!copied.equals(Set.copyOf(Terms.of((CatalogEvent) event)))) {
      offences.add(
          "the offers of %s are not those of version %d"
              .formatted(row.getString("aggregate_id"), row.getInt("version")));
    }
  }
}
