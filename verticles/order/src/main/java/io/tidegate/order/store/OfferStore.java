package io.tidegate.order.store;

import io.tidegate.contracts.Channel;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi.OfferTerms;
import io.tidegate.platform.json.Json;
import io.tidegate.platform.postgres.Statements;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The catalogue's terms, as order has heard of them. */
public final class OfferStore {

  private static final String FIND =
      """
      SELECT wish.place, offer.terms::text
        FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS wish (channel, sku, place)
             JOIN "order".offer USING (channel, sku)
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

  private static final Optional<OfferTerms> NOTHING = Optional.empty();

  /** What is sold where. */
  public record OfferKey(Channel channel, Sku sku) {}

  /** For each offer its terms, where they are known. Many may ask for the same one. */
  public Future<List<Optional<OfferTerms>>> find(Statements statements, List<OfferKey> batch) {
    var wanted = List.copyOf(new LinkedHashSet<>(batch));
    var channels = wanted.stream().map(key -> key.channel().value()).toArray(String[]::new);
    var skus = wanted.stream().map(key -> key.sku().value()).toArray(String[]::new);
    return statements
        .write(FIND, Tuple.tuple().addArrayOfString(channels).addArrayOfString(skus))
        .map(
            rows -> {
              var found = new HashMap<OfferKey, Optional<OfferTerms>>();
              rows.forEach(
                  row ->
                      found.put(
                          wanted.get(Math.toIntExact(row.getLong("place")) - 1),
                          Optional.of(Json.decode(row.getString("terms"), OfferTerms.class))));
              return batch.stream().map(key -> found.getOrDefault(key, NOTHING)).toList();
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
