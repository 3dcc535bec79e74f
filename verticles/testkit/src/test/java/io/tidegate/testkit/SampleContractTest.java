package io.tidegate.testkit;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi.GetProduct;
import io.tidegate.contracts.inventory.InventoryApi.GetStock;
import io.tidegate.contracts.inventory.InventoryApi.ReceiveStock;
import io.tidegate.platform.run.DomainModule;
import io.tidegate.platform.run.Platform;
import io.vertx.core.ThreadingModel;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Nested;

/** The contract holds for the sample, whatever its slots run on. */
class SampleContractTest {

  @Nested
  class OnAnEventLoop extends Sample {
    OnAnEventLoop() {
      super(ThreadingModel.EVENT_LOOP);
    }
  }

  @Nested
  class OnVirtualThreads extends Sample {
    OnVirtualThreads() {
      super(ThreadingModel.VIRTUAL_THREAD);
    }
  }

  abstract static class Sample extends VerticleContract {

    private static final Caller ADMIN = new Caller("admin", Set.of(Role.ROLE_ADMIN), null);

    private final ThreadingModel threading;

    Sample(ThreadingModel threading) {
      this.threading = threading;
    }

    @Override
    protected DomainModule module(Platform platform) {
      return new SampleModule(platform, threading, List.of());
    }

    @Override
    protected String role() {
      return SampleModule.ROLE;
    }

    @Override
    protected String aggregateIdType() {
      return "text";
    }

    @Override
    protected Question question() {
      return new Question(new GetStock(sku()), ADMIN);
    }

    @Override
    protected Command command(RequestKey key) {
      return new Command(new ReceiveStock(sku(), 3, "delivery note 1", key), ADMIN);
    }

    @Override
    protected Request foreignRequest() {
      return new GetProduct(sku());
    }

    private static Sku sku() {
      return Sku.of(UUID.randomUUID().toString().toUpperCase(java.util.Locale.ROOT));
    }
  }
}
