package io.tidegate.gateway.route;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tidegate.contracts.catalog.CatalogApi;

/**
 * What the catalogue answered last to each question, for the time when it does not answer: a page
 * that is a little old is better than none, and prices are decided when an order is placed. Bounded
 * by bytes. One for a node; any thread.
 */
public final class LastKnownPages {

  /** What a question and the entry itself take, roughly. */
  private static final int BYTES_OF_ENTRY = 512;

  private final Cache<CatalogApi.Request, CatalogPage> pages;

  public LastKnownPages(int bytesMax) {
    this.pages =
        Caffeine.newBuilder()
            .maximumWeight(bytesMax)
            .weigher(
                (CatalogApi.Request _, CatalogPage page) -> page.body().length() + BYTES_OF_ENTRY)
            .build();
  }

  void keep(CatalogApi.Request question, CatalogPage page) {
    pages.put(question, page);
  }

  void forget(CatalogApi.Request question) {
    pages.invalidate(question);
  }

  /** The last answer, or null. */
  CatalogPage of(CatalogApi.Request question) {
    return pages.getIfPresent(question);
  }
}
