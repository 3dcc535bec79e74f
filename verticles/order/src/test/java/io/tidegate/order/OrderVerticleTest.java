package io.tidegate.order;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.PageRequest;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.catalog.CatalogApi.ListChannels;
import io.tidegate.contracts.order.OrderApi.ListOrders;
import io.tidegate.contracts.order.OrderApi.PlaceOrder;
import io.tidegate.platform.run.DomainModule;
import io.tidegate.platform.run.Platform;
import io.tidegate.testkit.TestNode;
import io.tidegate.testkit.VerticleContract;

final class OrderVerticleTest extends VerticleContract {

  private final Caller member = Shop.member();

  @Override
  protected void given(TestNode started) {
    new Shop().open(started);
  }

  @Override
  protected DomainModule module(Platform platform) {
    return new OrderModule(platform);
  }

  @Override
  protected String role() {
    return "order";
  }

  @Override
  protected String aggregateIdType() {
    return "uuid";
  }

  @Override
  protected Question question() {
    return new Question(new ListOrders(new PageRequest(10, null)), member);
  }

  @Override
  protected Command command(RequestKey key) {
    PlaceOrder wish = Shop.wish(member, Shop.TEA, key.key());
    return new Command(wish, member);
  }

  @Override
  protected String tableOfCommand() {
    return "order_key";
  }

  @Override
  protected Request foreignRequest() {
    return new ListChannels(new PageRequest(1, null));
  }
}
