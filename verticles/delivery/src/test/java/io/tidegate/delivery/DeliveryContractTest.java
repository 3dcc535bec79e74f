package io.tidegate.delivery;

import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.delivery.DeliveryApi.DispatchDeliveries;
import io.tidegate.contracts.delivery.DeliveryApi.GetDelivery;
import io.tidegate.contracts.inventory.InventoryApi.GetStock;
import io.tidegate.platform.run.DomainModule;
import io.tidegate.platform.run.Platform;
import io.tidegate.testkit.VerticleContract;
import java.util.UUID;

class DeliveryContractTest extends VerticleContract {

  @Override
  protected DomainModule module(Platform platform) {
    return new DeliveryModule(platform);
  }

  @Override
  protected String role() {
    return "delivery";
  }

  @Override
  protected String aggregateIdType() {
    return "uuid";
  }

  @Override
  protected Question question() {
    return new Question(new GetDelivery(new OrderId(UUID.randomUUID())), DeliveryShop.ADMIN);
  }

  @Override
  protected Command command(RequestKey key) {
    return new Command(new DispatchDeliveries(null, key), DeliveryShop.SERVICE);
  }

  @Override
  protected Request foreignRequest() {
    return new GetStock(Sku.of("TEA"));
  }
}
