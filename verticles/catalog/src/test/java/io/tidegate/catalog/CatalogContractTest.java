package io.tidegate.catalog;

import static io.tidegate.catalog.Teas.ADMIN;
import static io.tidegate.catalog.Teas.MOBILE;
import static io.tidegate.catalog.Teas.SHOPPER;
import static io.tidegate.catalog.Teas.WEB;
import static io.tidegate.catalog.Teas.newSku;
import static io.tidegate.catalog.Teas.offer;
import static io.tidegate.catalog.Teas.tea;

import io.tidegate.contracts.PageRequest;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.catalog.CatalogApi;
import io.tidegate.contracts.catalog.CatalogApi.ListOffers;
import io.tidegate.contracts.catalog.CatalogApi.RegisterProduct;
import io.tidegate.contracts.inventory.InventoryApi.GetStock;
import io.tidegate.platform.run.DomainModule;
import io.tidegate.platform.run.Platform;
import io.tidegate.testkit.VerticleContract;

class CatalogContractTest extends VerticleContract {

  @Override
  protected DomainModule module(Platform platform) {
    return new CatalogModule(platform);
  }

  @Override
  protected String role() {
    return CatalogApi.ROLE;
  }

  @Override
  protected String aggregateIdType() {
    return "text";
  }

  @Override
  protected Question question() {
    return new Question(new ListOffers(WEB, null, new PageRequest(50, null)), SHOPPER);
  }

  @Override
  protected Command command(RequestKey key) {
    return new Command(new RegisterProduct(tea(newSku(), offer(WEB), offer(MOBILE)), key), ADMIN);
  }

  @Override
  protected Request foreignRequest() {
    return new GetStock(newSku());
  }
}
