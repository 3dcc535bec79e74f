package io.tidegate.order.store;

import io.tidegate.contracts.Channel;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi.OfferTerms;
import io.tidegate.platform.json.Json;
import io.tidegate.platform.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The catalogue's terms, as order has heard of them. */
public final class OfferStore {

  private static final String FIND =
      """
      SELECT sku, terms::text
        FROM "order".offer
       WHERE channel = $1 AND sku = ANY($2)
      """;

  private static final String FORGET =
      """
      DELETE FROM "order".offer
       USING unnest($1::text[], $2::int[]) AS product (sku, version)
       WHERE offer.sku = product.sku AND offer.version < product.version
      """;

  private static final String COPY =
      """
      INSERT INTO "order".offer (channel, sku, version, terms)
      SELECT channel, sku, version, terms::json
        FROM unnest($1::text[], $2::text[], $3::int[], $4::text[])
          AS copy (channel, sku, version, terms)
       ORDER BY channel, sku
          ON CONFLICT (channel, sku) DO UPDATE
         SET version = excluded.version, terms = excluded.terms
       WHERE offer.version < excluded.version
      """;

  private final Postgres postgres;

  public OfferStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** The terms of those that are known. */
  public Future<Map<Sku, OfferTerms>> find(Channel channel, Collection<Sku> skus) {
    var texts = skus.stream().map(Sku::value).toArray(String[]::new);
    return postgres
        .write(FIND, Tuple.of(channel.value()).addArrayOfString(texts))
        .map(
            rows -> {
              var found = new HashMap<Sku, OfferTerms>();
              rows.forEach(
                  row ->
                      found.put(
                          Sku.of(row.getString("sku")),
                          Json.decode(row.getString("terms"), OfferTerms.class)));
              return found;
            });
  }

  /**
   * Replaces the terms of products; an older version than the known one changes nothing.
   *
   * @param versions the version of each product that there are terms of, or none any more
   */
  public Future<Void> copy(
      SqlConnection transaction, Map<Sku, Integer> versions, List<OfferTerms> terms) {
    var skus = versions.keySet().stream().map(Sku::value).toArray(String[]::new);
    var numbers = versions.values().toArray(Integer[]::new);
    var copy =
        Tuple.of(
            terms.stream().map(one -> one.channel().value()).toArray(String[]::new),
            terms.stream().map(one -> one.sku().value()).toArray(String[]::new),
            terms.stream().map(one -> Math.toIntExact(one.version())).toArray(Integer[]::new),
            terms.stream().map(Json::encode).toArray(String[]::new));
    return transaction
        .preparedQuery(FORGET)
        .execute(Tuple.tuple().addArrayOfString(skus).addArrayOfInteger(numbers))
        .compose(_ -> transaction.preparedQuery(COPY).execute(copy))
        .mapEmpty();
  }
}
