package io.tidegate.catalog;

import static io.tidegate.catalog.Teas.ADMIN;
import static io.tidegate.catalog.Teas.MOBILE;
import static io.tidegate.catalog.Teas.WEB;
import static io.tidegate.catalog.Teas.named;
import static io.tidegate.catalog.Teas.offer;
import static io.tidegate.catalog.Teas.registration;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Channel;
import io.tidegate.contracts.PageRequest;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi;
import io.tidegate.contracts.catalog.CatalogApi.ChannelView;
import io.tidegate.contracts.catalog.CatalogApi.CreateChannel;
import io.tidegate.contracts.catalog.CatalogApi.ListOffers;
import io.tidegate.contracts.catalog.CatalogApi.OfferPage;
import io.tidegate.contracts.catalog.CatalogApi.ProductView;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListOffersTest {

  private static TestDatabase database;
  private static TestNode node;

  @BeforeAll
  static void stock() {
    database = TestDatabase.of(CatalogApi.ROLE, "text");
    node = TestNode.on(database).start();
    node.deploy(new CatalogModule(node.platform()));
    // Not in the order of their SKUs, which is that of bytes: - 0 A _
    register("B_1", "100% Assam");
    register("B-1", "보성 녹차");
    register("A9", "Green TEA_bag");
    register("BA", "back\\slash");
    register("B01", "Grüner Tee");
  }

  @AfterAll
  static void stop() {
    node.close();
    database.close();
  }

  @Test
  void listsBySkuPageByPage() {
    var seen = new ArrayList<String>();
    String cursor = null;
    do {
      var page = list(WEB, null, new PageRequest(2, cursor));
      seen.addAll(skus(page));
      cursor = page.next();
    } while (cursor != null && seen.size() < 10);

    assertEquals(List.of("A9", "B-1", "B01", "BA", "B_1"), seen);
  }

  @Test
  void hasNoNextPageAfterOneThatIsExactlyFull() {
    assertNull(list(WEB, null, new PageRequest(5, null)).next());
  }

  @Test
  void pagesThroughWhatASearchFinds() {
    var first = list(WEB, "b", new PageRequest(3, null));
    assertEquals(List.of("A9", "B-1", "B01"), skus(first));
    assertEquals(List.of("BA", "B_1"), skus(list(WEB, "b", new PageRequest(3, first.next()))));
  }

  @Test
  void listsNothingInAChannelThatSellsNothing() {
    assertEquals(List.of(), skus(list(MOBILE, null, new PageRequest(50, null))));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          tea,       A9
          GREEN,     A9
          b-,        B-1
          녹차,       B-1
          GRÜNER,    B01
          %,         B_1
          100%,      B_1
          \\,        BA
          "' OR 1=1",
          a9%,
          9green,
          """)
  void findsWhatIsWrittenAndNothingElse(String query, String sku) {
    assertEquals(
        sku == null ? List.of() : List.of(sku), skus(list(WEB, query, new PageRequest(50, null))));
  }

  @Test
  void takesAnUnderscoreForAnUnderscore() {
    assertEquals(List.of("A9", "B_1"), skus(list(WEB, "_", new PageRequest(50, null))));
  }

  @Test
  void findsTheLongestNameThatThereCanBe() {
    var channel = Channel.of("C".repeat(32));
    node.ask(
        CatalogApi.ROLE,
        new CreateChannel(channel, "Longest", Teas.newKey()),
        ADMIN,
        ChannelView.class);
    // One character that takes twelve bytes once it is composed: an index row has room for few.
    var name = "\uD834\uDD60".repeat(200);
    var sku = Sku.of("S".repeat(64));
    node.ask(
        CatalogApi.ROLE, registration(named(sku, name, offer(channel))), ADMIN, ProductView.class);

    assertEquals(
        List.of(sku.value()),
        skus(list(channel, name.substring(0, 200), new PageRequest(1, null))));
  }

  private static void register(String sku, String name) {
    node.ask(
        CatalogApi.ROLE,
        registration(named(Sku.of(sku), name, offer(WEB))),
        ADMIN,
        ProductView.class);
  }

  private static OfferPage list(Channel channel, String query, PageRequest page) {
    return node.ask(
        CatalogApi.ROLE, new ListOffers(channel, query, page), Caller.ANONYMOUS, OfferPage.class);
  }

  private static List<String> skus(OfferPage page) {
    return page.items().stream().map(offer -> offer.sku().value()).toList();
  }
}
