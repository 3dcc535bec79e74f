package io.tidegate.catalog.store;

import io.tidegate.catalog.domain.SearchText;
import io.tidegate.contracts.Channel;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi.Offer;
import io.tidegate.contracts.catalog.CatalogApi.OfferTerms;
import io.tidegate.contracts.catalog.CatalogApi.OfferView;
import io.tidegate.contracts.catalog.CatalogApi.Product;
import io.tidegate.platform.json.Json;
import io.tidegate.platform.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The offers of products in channels, replaced with each change of their product. Any thread. */
public final class OfferStore {

  private static final String WITHDRAW =
      """
      DELETE FROM catalog.offer
       USING catalog.channel
       WHERE offer.channel = channel.channel
         AND offer.sku = $1
         AND offer.channel <> ALL($2::text[])
      """;

  private static final String OFFER =
      """
      INSERT INTO catalog.offer (channel, sku, version, searchable, view)
      SELECT channel, $1, $2, $3, view::json
        FROM unnest($4::text[], $5::text[]) AS wish (channel, view)
          ON CONFLICT (channel, sku) DO UPDATE
         SET version = excluded.version, searchable = excluded.searchable, view = excluded.view
      """;

  // What is available is looked up offer by offer: joined, PostgreSQL would read it for all SKUs
  // before the page as well, and a page would cost more the later it is.
  private static final String PAGE =
      """
      SELECT view::text AS view,
             (SELECT available FROM catalog.availability WHERE sku = offer.sku) AS available
        FROM catalog.offer
       WHERE channel = $1 AND sku > $2
       ORDER BY sku
       LIMIT $3
      """;

  // First from the index alone, which holds what is searched; then the few offers that are shown.
  private static final String SEARCH =
      """
      WITH found AS MATERIALIZED (
        SELECT channel, sku
          FROM catalog.offer
         WHERE channel = $1 AND sku > $2 AND strpos(searchable, $4) > 0
         ORDER BY sku
         LIMIT $3
      )
      SELECT (SELECT view::text FROM catalog.offer
               WHERE channel = found.channel AND sku = found.sku) AS view,
             (SELECT available FROM catalog.availability WHERE sku = found.sku) AS available
        FROM found
       ORDER BY found.sku
      """;

  private static final String FIND =
      """
      SELECT view::text AS view,
             (SELECT available FROM catalog.availability WHERE sku = offer.sku) AS available
        FROM catalog.offer
       WHERE channel = $1 AND sku = $2
      """;

  private static final String TERMS =
      """
      SELECT version, view::text AS view
        FROM catalog.offer
       WHERE channel = $1 AND sku = ANY($2::text[])
       ORDER BY sku
      """;

  private final Postgres postgres;

  public OfferStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** Makes these the offers of a product, in the transaction that holds its head. */
  public Future<Void> replace(SqlConnection transaction, Product product, int version) {
    var offers =
        product.offers().stream()
            .sorted(Comparator.comparing(offer -> offer.channel().value()))
            .toList();
    var sku = product.sku().value();
    var channels = offers.stream().map(offer -> offer.channel().value()).toArray(String[]::new);
    var views =
        offers.stream().map(offer -> Json.encode(view(product, offer))).toArray(String[]::new);
    return transaction
        .preparedQuery(WITHDRAW)
        .execute(Tuple.of(sku).addArrayOfString(channels))
        .compose(
            _ ->
                transaction
                    .preparedQuery(OFFER)
                    .execute(
                        Tuple.of(sku, version, SearchText.of(product.sku(), product.name()))
                            .addArrayOfString(channels)
                            .addArrayOfString(views)))
        .mapEmpty();
  }

  /** The offers of a channel after a SKU, by SKU; after the empty text, from the first. */
  public Future<List<OfferView>> page(Channel channel, String after, int limit) {
    return postgres.read(PAGE, Tuple.of(channel.value(), after, limit)).map(OfferStore::offers);
  }

  /** As {@link #page}, those whose SKU or name contains the query as it is written, in any case. */
  public Future<List<OfferView>> search(Channel channel, String query, String after, int limit) {
    return postgres
        .read(SEARCH, Tuple.of(channel.value(), after, limit, SearchText.folded(query)))
        .map(OfferStore::offers);
  }

  /** One offer. */
  public Future<Optional<OfferView>> find(Channel channel, Sku sku) {
    return postgres
        .read(FIND, Tuple.of(channel.value(), sku.value()))
        .map(rows -> offers(rows).stream().findFirst());
  }

  /** The terms of these SKUs; also of a product that was registered a moment ago. */
  public Future<List<OfferTerms>> terms(Channel channel, Collection<Sku> skus) {
    var values = skus.stream().map(Sku::value).toArray(String[]::new);
    // On the primary: whoever asks has not heard of the product yet, nor may a replica have.
    return postgres
        .write(TERMS, Tuple.of(channel.value()).addArrayOfString(values))
        .map(
            rows -> {
              var terms = new ArrayList<OfferTerms>();
              rows.forEach(row -> terms.add(terms(row)));
              return terms;
            });
  }

  private static OfferView view(Product product, Offer offer) {
    return new OfferView(
        product.sku(),
        product.name(),
        product.unit(),
        product.attributes(),
        offer.channel(),
        offer.price(),
        offer.discountPercent(),
        offer.price().lessPercent(offer.discountPercent()),
        offer.promotion(),
        offer.paymentMethods(),
        offer.shipping(),
        0);
  }

  private static List<OfferView> offers(RowSet<Row> rows) {
    var offers = new ArrayList<OfferView>();
    rows.forEach(row -> offers.add(offer(row)));
    return offers;
  }

  /** A SKU that inventory has said nothing of has nothing available. */
  private static OfferView offer(Row row) {
    var view = Json.decode(row.getString("view"), OfferView.class);
    var available = row.getLong("available");
    return new OfferView(
        view.sku(),
        view.name(),
        view.unit(),
        view.attributes(),
        view.channel(),
        view.price(),
        view.discountPercent(),
        view.finalPrice(),
        view.promotion(),
        view.paymentMethods(),
        view.shipping(),
        available == null ? 0 : available);
  }

  private static OfferTerms terms(Row row) {
    var view = Json.decode(row.getString("view"), OfferView.class);
    return new OfferTerms(
        view.sku(),
        view.channel(),
        row.getInteger("version"),
        view.name(),
        view.finalPrice(),
        view.paymentMethods(),
        view.shipping());
  }
}
