package io.tidegate.catalog.store;

import io.tidegate.contracts.inventory.InventoryEvents.StockChanged;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;

/** What is available of each SKU, as inventory said last. Any thread. */
public final class AvailabilityStore {

  private static final String SHOW =
      """
      INSERT INTO catalog.availability AS shown (sku, version, available)
      SELECT sku, version, available
        FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS level (sku, version, available)
          ON CONFLICT (sku) DO UPDATE
         SET version = excluded.version, available = excluded.available
       WHERE excluded.version > shown.version
      """;

  /**
   * Shows these levels where they are newer than what is shown.
   *
   * @param levels at most one for each SKU, by SKU, as that is the order in which rows are locked
   */
  public Future<Void> show(SqlConnection transaction, Collection<StockChanged> levels) {
    var skus = levels.stream().map(level -> level.sku().value()).toArray(String[]::new);
    var versions = levels.stream().map(StockChanged::version).toArray(Long[]::new);
    var available = levels.stream().map(StockChanged::available).toArray(Long[]::new);
    return transaction.preparedQuery(SHOW).execute(Tuple.of(skus, versions, available)).mapEmpty();
  }
}
