package io.tidegate.inventory;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.PageRequest;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.SessionId;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi.ListChannels;
import io.tidegate.contracts.inventory.InventoryApi.GetStock;
import io.tidegate.contracts.inventory.InventoryApi.ReceiveStock;
import io.tidegate.platform.run.DomainModule;
import io.tidegate.platform.run.Platform;
import io.tidegate.testkit.VerticleContract;
import java.util.Set;
import java.util.UUID;

final class InventoryVerticleTest extends VerticleContract {

  static final Caller ADMIN =
      new Caller(
          new MemberId(UUID.randomUUID()).toString(),
          Set.of(Role.ROLE_USER, Role.ROLE_ADMIN),
          new SessionId(UUID.randomUUID()));

  @Override
  protected DomainModule module(Platform platform) {
    return new InventoryModule(platform);
  }

  @Override
  protected String role() {
    return "inventory";
  }

  @Override
  protected String aggregateIdType() {
    return "text";
  }

  @Override
  protected Question question() {
    return new Question(new GetStock(Sku.of("TEA")), Caller.ANONYMOUS);
  }

  @Override
  protected Command command(RequestKey key) {
    return new Command(new ReceiveStock(Sku.of("TEA"), 5, "PO-1", key), ADMIN);
  }

  @Override
  protected Request foreignRequest() {
    return new ListChannels(new PageRequest(1, null));
  }
}
