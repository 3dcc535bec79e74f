package io.tidegate.catalog;

import static io.tidegate.catalog.Teas.ADMIN;
import static io.tidegate.catalog.Teas.MARKET;
import static io.tidegate.catalog.Teas.MOBILE;
import static io.tidegate.catalog.Teas.WEB;
import static io.tidegate.catalog.Teas.newSku;
import static io.tidegate.catalog.Teas.offer;
import static io.tidegate.catalog.Teas.registration;
import static io.tidegate.catalog.Teas.tea;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.contracts.Channel;
import io.tidegate.contracts.CommonRefusal.Invalid;
import io.tidegate.contracts.CommonRefusal.KeyReused;
import io.tidegate.contracts.CommonRefusal.NotFound;
import io.tidegate.contracts.CommonRefusal.PreconditionFailed;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi;
import io.tidegate.contracts.catalog.CatalogApi.ChangeProduct;
import io.tidegate.contracts.catalog.CatalogApi.GetOffer;
import io.tidegate.contracts.catalog.CatalogApi.GetProduct;
import io.tidegate.contracts.catalog.CatalogApi.OfferView;
import io.tidegate.contracts.catalog.CatalogApi.ProductView;
import io.tidegate.contracts.catalog.CatalogApi.RegisterProduct;
import io.tidegate.contracts.catalog.CatalogApi.SkuTaken;
import io.tidegate.platform.bus.Answer;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProductCommandsTest {

  private static TestDatabase database;
  private static TestNode node;

  @BeforeAll
  static void start() {
    database = TestDatabase.of(CatalogApi.ROLE, "text");
    node = TestNode.on(database).start();
    node.deploy(new CatalogModule(node.platform()));
  }

  @AfterAll
  static void stop() {
    node.close();
    database.close();
  }

  @Test
  void givesAProductBackAsItWasRegistered() {
    var product = tea(newSku(), offer(WEB), offer(MOBILE));

    assertEquals(new ProductView(product, 1), asked(registration(product), ProductView.class));
    assertEquals(
        new ProductView(product, 1), asked(new GetProduct(product.sku()), ProductView.class));
  }

  @Test
  void letsOneOfManyAdminsWhoRegisterASkuAtOnceWin() {
    var product = tea(newSku(), offer(WEB));

    var answers =
        Await.result(
            Future.all(
                    IntStream.range(0, 8)
                        .mapToObj(_ -> node.ask(CatalogApi.ROLE, registration(product), ADMIN))
                        .toList())
                .map(all -> all.<Answer>list().stream().map(Answer::reply).toList()));

    assertEquals(1, answers.stream().filter(ProductView.class::isInstance).count());
    var losers = answers.stream().filter(reply -> !(reply instanceof ProductView)).toList();
    assertEquals(List.of(new SkuTaken(product.sku())), losers.stream().distinct().toList());
    assertEquals(1, eventsOf(product.sku()));
  }

  @Test
  void answersARepeatedRegistrationAsTheFirst() {
    var registration = registration(tea(newSku(), offer(WEB)));
    asked(registration, ProductView.class);

    var again = Await.result(node.ask(CatalogApi.ROLE, registration, ADMIN));

    assertEquals(Answer.replayed(new ProductView(registration.product(), 1)), again);
    assertEquals(1, eventsOf(registration.product().sku()));
  }

  @Test
  void refusesAKeyThatWasUsedForAnotherProduct() {
    var first = registration(tea(newSku(), offer(WEB)));
    asked(first, ProductView.class);

    var key = new RequestKey(first.key().key(), "another fingerprint");
    asked(new RegisterProduct(tea(newSku(), offer(WEB)), key), KeyReused.class);
  }

  @Test
  void refusesAProductInAChannelThatIsNotThere() {
    var product = tea(newSku(), offer(WEB), offer(Channel.of("KIOSK")));

    var refusal = asked(registration(product), Invalid.class);

    assertEquals("/offers/1/channel", refusal.violations().getFirst().pointer());
    assertEquals(0, eventsOf(product.sku()));
  }

  @Test
  void replacesTheOffersOfAChangedProduct() {
    var sku = newSku();
    asked(registration(tea(sku, offer(WEB), offer(MOBILE))), ProductView.class);

    var changed = tea(sku, offer(WEB, new Money(5_000, "KRW"), 0), offer(MARKET));
    assertEquals(
        new ProductView(changed, 2), asked(new ChangeProduct(changed, 1), ProductView.class));

    assertEquals(
        new Money(5_000, "KRW"), asked(new GetOffer(WEB, sku), OfferView.class).finalPrice());
    asked(new GetOffer(MARKET, sku), OfferView.class);
    asked(new GetOffer(MOBILE, sku), NotFound.class);
  }

  @Test
  void refusesAChangeOfWhatHasMovedOn() {
    var product = tea(newSku(), offer(WEB));
    asked(registration(product), ProductView.class);
    asked(new ChangeProduct(product, 1), ProductView.class);

    asked(new ChangeProduct(product, 1), PreconditionFailed.class);
    assertEquals(2, eventsOf(product.sku()));
  }

  @Test
  void letsOneOfTwoChangesAtOnceWin() {
    var product = tea(newSku(), offer(WEB));
    asked(registration(product), ProductView.class);

    var changes =
        IntStream.range(0, 8)
            .mapToObj(
                price ->
                    new ChangeProduct(
                        tea(product.sku(), offer(WEB, new Money(price, "KRW"), 0)), 1))
            .map(change -> node.ask(CatalogApi.ROLE, change, ADMIN))
            .toList();
    var replies =
        Await.result(Future.all(changes)).<Answer>list().stream().map(Answer::reply).toList();

    var won = replies.stream().filter(ProductView.class::isInstance).toList();
    assertEquals(1, won.size());
    assertEquals(7, replies.stream().filter(PreconditionFailed.class::isInstance).count());
    assertEquals(won.getFirst(), asked(new GetProduct(product.sku()), ProductView.class));
  }

  private static <R extends Reply> R asked(Request request, Class<R> type) {
    return node.ask(CatalogApi.ROLE, request, ADMIN, type);
  }

  private static long eventsOf(Sku sku) {
    return database.number(
        "SELECT count(*) FROM catalog.event WHERE aggregate_id = '%s'".formatted(sku));
  }
}
