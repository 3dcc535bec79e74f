package io.tidegate.loadtests.bench.shop;

import io.tidegate.loadtests.bench.load.LoadGenerator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntConsumer;

/** Registers articles and takes goods in, over the API like any admin. */
public final class Goods {

  /** As many as one receipt takes; the hot article gets more of them. */
  private static final int PIECES = 1_000_000;

  private static final int HOT_RECEIPTS = 50;

  /** Few: a shop that has just started is slow. */
  private static final int CONNECTIONS = 16;

  private static final String PRODUCT =
      """
      {"sku": "%s", "name": "Moon jar", "unit": "piece", "attributes": {"kind": "jar"}, "offers": [
        {"channel": "WEB", "price": {"amount": 89000, "currency": "KRW"}, "discountPercent": 10,
         "promotion": null, "paymentMethods": ["CARD", "TRANSFER", "POINT"],
         "shipping": {"method": "STANDARD", "fee": {"amount": 3000, "currency": "KRW"},
                      "leadTimeDays": 2}}]}
      """;

  private static final String RECEIPT =
      """
      {"sku": "%s", "quantity": %d, "reference": "bench"}
      """;

  private final List<String> baseUrls;
  private final List<String> adminTokens;

  public Goods(List<String> baseUrls, List<String> adminTokens) {
    this.baseUrls = baseUrls;
    this.adminTokens = adminTokens;
  }

  /** Puts so many articles on the shelf, and one that there is none of. */
  public void lay(int articles, IntConsumer progress) throws InterruptedException {
    var products = new ArrayList<byte[]>();
    var receipts = new ArrayList<byte[]>();
    for (var article = 0; article < articles; article++) {
      var sku = Articles.sku(article);
      products.add(post("/api/admin/products", PRODUCT.formatted(sku), article));
      for (var receipt = 0; receipt < (article == 0 ? HOT_RECEIPTS : 1); receipt++) {
        receipts.add(post("/api/admin/stock/receipts", RECEIPT.formatted(sku, PIECES), article));
      }
    }
    products.add(
        post("/api/admin/products", PRODUCT.formatted(Articles.sku(Articles.SOLD_OUT)), 0));
    try (var generator = new LoadGenerator(baseUrls, CONNECTIONS)) {
      // 409: it was registered by an attempt whose answer got lost.
      generator.errands(products, Set.of(201, 409), progress);
      generator.errands(receipts, Set.of(201), done -> progress.accept(products.size() + done));
    }
  }

  private byte[] post(String path, String body, int article) {
    return """
        POST %s HTTP/1.1\r
        Host: 127.0.0.1\r
        Content-Type: application/json\r
        Authorization: Bearer %s\r
        Idempotency-Key: %s\r
        Content-Length: %d\r
        \r
        %s"""
        .formatted(
            path,
            adminTokens.get(article % adminTokens.size()),
            UUID.randomUUID(),
            body.length(),
            body)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
