package io.tidegate.catalog.domain;

import static io.tidegate.catalog.Teas.MARKET;
import static io.tidegate.catalog.Teas.WEB;
import static io.tidegate.catalog.Teas.offer;
import static io.tidegate.catalog.Teas.tea;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tidegate.catalog.domain.Decision.Accepted;
import io.tidegate.catalog.domain.Decision.Refused;
import io.tidegate.catalog.domain.Listing.Listed;
import io.tidegate.catalog.domain.Listing.Unlisted;
import io.tidegate.contracts.CommonRefusal.NotFound;
import io.tidegate.contracts.CommonRefusal.PreconditionFailed;
import io.tidegate.contracts.Refusal;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi.Product;
import io.tidegate.contracts.catalog.CatalogApi.SkuTaken;
import io.tidegate.contracts.catalog.CatalogEvents.ProductChanged;
import io.tidegate.contracts.catalog.CatalogEvents.ProductRegistered;
import org.junit.jupiter.api.Test;

class ProductDeciderTest {

  private static final Sku SKU = Sku.of("TEA");
  private static final Product ON_THE_WEB = tea(SKU, offer(WEB));
  private static final Product IN_THE_MARKET = tea(SKU, offer(MARKET));

  @Test
  void registersASkuThatIsNew() {
    assertEquals(
        new Accepted(new ProductRegistered(ON_THE_WEB, 1)),
        ProductDecider.register(new Unlisted(), ON_THE_WEB));
  }

  @Test
  void refusesToRegisterASkuTwice() {
    assertEquals(
        new Refused(new SkuTaken(SKU)),
        ProductDecider.register(new Listed(ON_THE_WEB, 1), ON_THE_WEB));
  }

  @Test
  void changesTheProductThatWasSeen() {
    assertEquals(
        new Accepted(new ProductChanged(IN_THE_MARKET, 5)),
        ProductDecider.change(new Listed(ON_THE_WEB, 4), IN_THE_MARKET, 4));
  }

  @Test
  void refusesToChangeAProductThatHasMovedOn() {
    assertInstanceOf(
        PreconditionFailed.class,
        refusal(ProductDecider.change(new Listed(ON_THE_WEB, 4), IN_THE_MARKET, 3)));
  }

  @Test
  void refusesAVersionThatIsYetToCome() {
    assertInstanceOf(
        PreconditionFailed.class,
        refusal(ProductDecider.change(new Listed(ON_THE_WEB, 4), IN_THE_MARKET, 5)));
  }

  @Test
  void doesNotFindAProductThatWasNeverRegistered() {
    assertInstanceOf(NotFound.class, refusal(ProductDecider.change(new Unlisted(), ON_THE_WEB, 0)));
  }

  private static Refusal refusal(Decision decision) {
    return assertInstanceOf(Refused.class, decision).refusal();
  }
}
