package io.tidegate.catalog;

import static io.tidegate.catalog.Teas.ADMIN;
import static io.tidegate.catalog.Teas.MARKET;
import static io.tidegate.catalog.Teas.MOBILE;
import static io.tidegate.catalog.Teas.SHOPPER;
import static io.tidegate.catalog.Teas.WEB;
import static io.tidegate.catalog.Teas.newKey;
import static io.tidegate.catalog.Teas.newSku;
import static io.tidegate.catalog.Teas.offer;
import static io.tidegate.catalog.Teas.registration;
import static io.tidegate.catalog.Teas.tea;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Channel;
import io.tidegate.contracts.CommonRefusal.Forbidden;
import io.tidegate.contracts.CommonRefusal.Invalid;
import io.tidegate.contracts.CommonRefusal.NotFound;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.PageRequest;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi;
import io.tidegate.contracts.catalog.CatalogApi.ChangeProduct;
import io.tidegate.contracts.catalog.CatalogApi.ChannelPage;
import io.tidegate.contracts.catalog.CatalogApi.ChannelTaken;
import io.tidegate.contracts.catalog.CatalogApi.ChannelView;
import io.tidegate.contracts.catalog.CatalogApi.CreateChannel;
import io.tidegate.contracts.catalog.CatalogApi.FindOfferTerms;
import io.tidegate.contracts.catalog.CatalogApi.GetOffer;
import io.tidegate.contracts.catalog.CatalogApi.GetProduct;
import io.tidegate.contracts.catalog.CatalogApi.ListChannels;
import io.tidegate.contracts.catalog.CatalogApi.ListOffers;
import io.tidegate.contracts.catalog.CatalogApi.OfferTermsList;
import io.tidegate.contracts.catalog.CatalogApi.OfferView;
import io.tidegate.contracts.catalog.CatalogApi.Product;
import io.tidegate.contracts.catalog.CatalogApi.ProductView;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CatalogServiceTest {

  private static final PageRequest FIRST_PAGE = new PageRequest(50, null);

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
  void showsEachChannelItsOwnTerms() {
    var sku = newSku();
    var product =
        tea(
            sku,
            offer(WEB, new Money(12_900, "KRW"), 10),
            offer(MARKET, new Money(999, "USD"), 50));
    asked(registration(product), ProductView.class);

    var web = asked(new GetOffer(WEB, sku), OfferView.class);
    assertEquals(new Money(11_610, "KRW"), web.finalPrice());
    assertEquals(new Money(3_000, "KRW"), web.shipping().fee());
    var market = asked(new GetOffer(MARKET, sku), OfferView.class);
    assertEquals(new Money(999, "USD"), market.price());
    assertEquals(new Money(500, "USD"), market.finalPrice(), "4.995 is rounded half up");
    assertEquals(0, market.available());
    asked(new GetOffer(MOBILE, sku), NotFound.class);
  }

  @Test
  void showsAttributesInTheOrderOfTheirAuthor() {
    var attributes = new LinkedHashMap<String, String>();
    IntStream.range(0, 20).forEach(number -> attributes.put("attribute " + number * 7 % 20, ""));
    var sku = newSku();
    var product = new Product(sku, "Tea", "pack", attributes, List.of(offer(WEB)));
    asked(registration(product), ProductView.class);

    var shown = asked(new GetOffer(WEB, sku), OfferView.class).attributes();

    assertEquals(List.copyOf(attributes.keySet()), List.copyOf(shown.keySet()));
  }

  @Test
  void doesNotFindWhatIsNotThere() {
    asked(new ChangeProduct(tea(newSku(), offer(WEB)), 1), NotFound.class);
    asked(new GetProduct(newSku()), NotFound.class);
    asked(new GetOffer(WEB, newSku()), NotFound.class);
    asked(new GetOffer(Channel.of("KIOSK"), newSku()), NotFound.class);
    asked(new ListOffers(Channel.of("KIOSK"), null, FIRST_PAGE), NotFound.class);
  }

  @Test
  void leavesChangesToAdmins() {
    var product = tea(newSku(), offer(WEB));
    for (var caller : List.of(SHOPPER, Caller.ANONYMOUS, Caller.service("order"))) {
      asked(registration(product), caller, Forbidden.class);
      asked(new ChangeProduct(product, 1), caller, Forbidden.class);
      asked(new GetProduct(product.sku()), caller, Forbidden.class);
      asked(new CreateChannel(Channel.of("KIOSK"), "Kiosk", newKey()), caller, Forbidden.class);
    }
    assertEquals(0, eventsOf(product.sku()));
  }

  @Test
  void tellsTheTermsOfWhatIsSoldAndLeavesOutTheRest() {
    var sku = newSku();
    asked(registration(tea(sku, offer(WEB))), ProductView.class);
    asked(new ChangeProduct(tea(sku, offer(WEB)), 1), ProductView.class);

    var terms =
        asked(
                new FindOfferTerms(WEB, List.of(newSku(), sku)),
                Caller.service("order"),
                OfferTermsList.class)
            .terms();

    assertEquals(List.of(sku), terms.stream().map(CatalogApi.OfferTerms::sku).toList());
    assertEquals(2, terms.getFirst().version());
    assertEquals(new Money(11_610, "KRW"), terms.getFirst().unitPrice());
    asked(
        new FindOfferTerms(
            WEB, List.of(IntStream.range(0, 51).mapToObj(_ -> sku).toArray(Sku[]::new))),
        Invalid.class);
  }

  @Test
  void opensAChannelOnce() {
    var popup = Channel.of("POPUP");
    var opened = new CreateChannel(popup, "Pop-up store", newKey());
    assertEquals(new ChannelView(popup, "Pop-up store"), asked(opened, ChannelView.class));

    asked(new CreateChannel(popup, "Another", newKey()), ChannelTaken.class);
    asked(registration(tea(newSku(), offer(popup))), ProductView.class);
    asked(new CreateChannel(Channel.of("EMPTY"), "", newKey()), Invalid.class);
  }

  @Test
  void hasThreeChannelsFromTheStart() {
    var first = asked(new ListChannels(new PageRequest(1, null)), ChannelPage.class);
    assertEquals(MARKET, first.items().getFirst().channel());

    var rest = asked(new ListChannels(new PageRequest(200, first.next())), ChannelPage.class);
    var channels = rest.items().stream().map(ChannelView::channel).toList();
    assertEquals(true, channels.containsAll(List.of(MOBILE, WEB)), channels::toString);
    assertEquals(null, rest.next());
  }

  @Test
  void refusesACursorThatIsNotOurs() {
    var page = new PageRequest(10, "no cursor!");
    var refusal = asked(new ListOffers(WEB, null, page), Invalid.class);
    assertEquals("/cursor", refusal.violations().getFirst().pointer());
    asked(new ListChannels(page), Invalid.class);
  }

  @Test
  void refusesASearchThatIsNoText() {
    var refusal = asked(new ListOffers(WEB, "\u0000", FIRST_PAGE), Invalid.class);
    assertEquals("/q", refusal.violations().getFirst().pointer());
    asked(new ListOffers(WEB, "x".repeat(101), FIRST_PAGE), Invalid.class);
  }

  private static <R extends Reply> R asked(Request request, Class<R> type) {
    return asked(request, ADMIN, type);
  }

  private static <R extends Reply> R asked(Request request, Caller caller, Class<R> type) {
    var reply = Await.result(node.ask(CatalogApi.ROLE, request, caller)).reply();
    return assertInstanceOf(type, reply);
  }

  private static long eventsOf(Sku sku) {
    return database.number(
        "SELECT count(*) FROM catalog.event WHERE aggregate_id = '%s'".formatted(sku));
  }
}
