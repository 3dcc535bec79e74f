package io.tidegate.gateway;

import static io.tidegate.gateway.Answers.header;
import static io.tidegate.gateway.Answers.json;
import static io.tidegate.gateway.Answers.pointers;
import static io.tidegate.gateway.Answers.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Channel;
import io.tidegate.contracts.CommonRefusal;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.PageRequest;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi.ChangeProduct;
import io.tidegate.contracts.catalog.CatalogApi.GetOffer;
import io.tidegate.contracts.catalog.CatalogApi.GetProduct;
import io.tidegate.contracts.catalog.CatalogApi.ListOffers;
import io.tidegate.contracts.catalog.CatalogApi.Offer;
import io.tidegate.contracts.catalog.CatalogApi.OfferPage;
import io.tidegate.contracts.catalog.CatalogApi.OfferView;
import io.tidegate.contracts.catalog.CatalogApi.Product;
import io.tidegate.contracts.catalog.CatalogApi.ProductView;
import io.tidegate.contracts.catalog.CatalogApi.RegisterProduct;
import io.tidegate.contracts.catalog.CatalogApi.Shipping;
import io.tidegate.contracts.catalog.CatalogApi.SkuTaken;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The catalogue over HTTP: tags, versions, and what is shown while it is down. */
class CatalogTest {

  private static final Sku TEA = Sku.of("TEA-1");
  private static final Channel WEB = Channel.of("WEB");
  private static final Money PRICE = new Money(12_900, "KRW");
  private static final Shipping SHIPPING = new Shipping("STANDARD", new Money(3_000, "KRW"), 2);

  private static final String PRODUCT =
      """
      {"sku": "TEA-1", "name": "녹차", "unit": "pack", "attributes": {"b": "2", "a": "1"},
       "offers": [{"channel": "WEB", "price": {"amount": 12900, "currency": "KRW"},
                   "discountPercent": 10, "promotion": "Spring", "paymentMethods": ["CARD"],
                   "shipping": {"method": "STANDARD", "fee": {"amount": 3000, "currency": "KRW"},
                                "leadTimeDays": 2}}]}
      """;

  private static ScriptedShop shop;
  private static String admin;

  @BeforeAll
  static void open() {
    shop = ScriptedShop.open(plan -> plan.set("platform", "breakerFaultsMin", 10_000));
    admin = shop.token(Role.ROLE_ADMIN);
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  private static OfferView offer(long available) {
    return new OfferView(
        TEA,
        "녹차",
        "pack",
        Map.of("origin", "Boseong"),
        WEB,
        PRICE,
        10,
        PRICE.lessPercent(10),
        null,
        List.of("CARD"),
        SHIPPING,
        available);
  }

  private static HttpResponse<String> get(String path) {
    return shop.send(shop.request(path).GET());
  }

  @Test
  void showsAnOfferAsAShopperSeesIt() {
    shop.on(GetOffer.class, _ -> offer(498));

    var answer = get("/api/channels/WEB/products/TEA-1");

    assertEquals(
        new JsonObject(
            """
            {"sku": "TEA-1", "name": "녹차", "unit": "pack", "attributes": {"origin": "Boseong"},
             "channel": "WEB", "price": {"amount": 12900, "currency": "KRW"},
             "discountPercent": 10, "finalPrice": {"amount": 11610, "currency": "KRW"},
             "promotion": null, "paymentMethods": ["CARD"],
             "shipping": {"method": "STANDARD", "fee": {"amount": 3000, "currency": "KRW"},
                          "leadTimeDays": 2},
             "available": 498}
            """),
        json(answer));
    assertNull(header(answer, "X-Tidegate-Stale"));
    assertEquals("no-cache", header(answer, "Cache-Control"));
  }

  @Test
  void asksForThePageThatIsMeant() {
    shop.on(ListOffers.class, _ -> new OfferPage(List.of(offer(1)), "n"));
    get("/api/channels/WEB/products?q=%EB%85%B9%EC%B0%A8+100%25&limit=2&cursor=c");
    assertEquals(
        new ListOffers(WEB, "녹차 100%", new PageRequest(2, "c")),
        shop.asked(ListOffers.class).getLast());
  }

  @Test
  void answersNotModifiedToWhoHasThePage() {
    shop.on(GetOffer.class, _ -> offer(5));
    var path = "/api/channels/WEB/products/TEA-1";
    var tag = header(get(path), "ETag");
    assertTrue(tag.matches("\"[0-9a-f]{32}\""), tag);

    for (var sent : List.of(tag, "W/" + tag, "\"x\", " + tag, "*")) {
      var again = shop.send(shop.request(path).header("If-None-Match", sent).GET());
      assertEquals(304, again.statusCode(), sent);
      assertEquals("", again.body());
      assertEquals(tag, header(again, "ETag"));
    }
    shop.on(GetOffer.class, _ -> offer(4));
    var changed = shop.send(shop.request(path).header("If-None-Match", tag).GET());
    assertEquals(200, changed.statusCode());
    assertNotEquals(tag, header(changed, "ETag"));
  }

  @Test
  void showsTheLastKnownPageWhileTheCatalogueIsDown() {
    shop.on(ListOffers.class, _ -> new OfferPage(List.of(offer(3)), null));
    var known = get("/api/channels/WEB/products?q=known");
    shop.become(
        ListOffers.class, Future.failedFuture(new FaultException(Fault.DEPENDENCY, "down")));

    var stale = get("/api/channels/WEB/products?q=known");

    assertEquals(200, stale.statusCode());
    assertEquals("true", header(stale, "X-Tidegate-Stale"));
    assertEquals(known.body(), stale.body());
    assertEquals(header(known, "ETag"), header(stale, "ETag"));
    problem(get("/api/channels/WEB/products?q=unknown"), 503, "unavailable");
  }

  @Test
  void doesNotBringBackWhatIsGone() {
    var path = "/api/channels/WEB/products/GONE";
    shop.on(GetOffer.class, _ -> offer(3));
    assertEquals(200, get(path).statusCode());
    shop.on(GetOffer.class, _ -> new CommonRefusal.NotFound("no such offer"));
    problem(get(path), 404, "not-found");
    shop.become(GetOffer.class, Future.failedFuture(new FaultException(Fault.TIMEOUT, "down")));
    problem(get(path), 504, "deadline-exceeded");
  }

  private static Product product() {
    return new Product(
        TEA,
        "녹차",
        "pack",
        Map.of("a", "1", "b", "2"),
        List.of(new Offer(WEB, PRICE, 10, "Spring", List.of("CARD"), SHIPPING)));
  }

  @Test
  void registersAProduct() {
    shop.on(RegisterProduct.class, asked -> new ProductView(asked.product(), 1));

    var answer = shop.send(shop.post("/api/admin/products", admin, PRODUCT));

    assertEquals(product(), shop.asked(RegisterProduct.class).getLast().product());
    assertEquals(201, answer.statusCode(), answer.body());
    assertEquals("/api/admin/products/TEA-1", header(answer, "Location"));
    assertEquals("\"1\"", header(answer, "ETag"));
    assertEquals(new JsonObject(PRODUCT), json(answer));
    assertTrue(answer.body().indexOf("\"b\"") < answer.body().indexOf("\"a\""), answer.body());
  }

  @Test
  void fillsInWhatAProductMayLeaveOut() {
    shop.on(RegisterProduct.class, asked -> new ProductView(asked.product(), 1));
    var body = new JsonObject(PRODUCT);
    body.remove("attributes");
    var offer = body.getJsonArray("offers").getJsonObject(0);
    offer.remove("discountPercent");
    offer.remove("promotion");

    shop.send(shop.post("/api/admin/products", admin, body.encode()));

    var product = shop.asked(RegisterProduct.class).getLast().product();
    assertEquals(Map.of(), product.attributes());
    assertEquals(0, product.offers().getFirst().discountPercent());
    assertNull(product.offers().getFirst().promotion());
  }

  @Test
  void saysWhichSkuIsTaken() {
    shop.on(RegisterProduct.class, asked -> new SkuTaken(asked.product().sku()));
    var answer = shop.send(shop.post("/api/admin/products", admin, PRODUCT));
    assertEquals("TEA-1", problem(answer, 409, "sku-taken").getString("sku"));
  }

  private static HttpResponse<String> put(String path, String ifMatch, String body) {
    var request = shop.request(path, admin).header("Content-Type", "application/json");
    return shop.send(
        (ifMatch == null ? request : request.header("If-Match", ifMatch))
            .PUT(BodyPublishers.ofString(body)));
  }

  @Test
  void changesTheVersionThatWasRead() {
    shop.on(ChangeProduct.class, asked -> new ProductView(asked.product(), 5));

    var answer = put("/api/admin/products/TEA-1", "\"4\"", PRODUCT);

    assertEquals(200, answer.statusCode(), answer.body());
    assertEquals("\"5\"", header(answer, "ETag"));
    assertEquals(new ChangeProduct(product(), 4), shop.asked(ChangeProduct.class).getLast());
  }

  @Test
  void refusesAChangeOfWhatHasMovedOn() {
    shop.on(ChangeProduct.class, _ -> new CommonRefusal.PreconditionFailed("it is at version 6"));
    problem(put("/api/admin/products/TEA-1", "\"4\"", PRODUCT), 412, "precondition-failed");
    for (var tag : List.of("W/\"4\"", "*", "4", "\"4\", \"5\"", "\"99999999999\"")) {
      problem(put("/api/admin/products/TEA-1", tag, PRODUCT), 412, "precondition-failed");
    }
  }

  @Test
  void asksForTheVersionThatWasRead() {
    var answer = put("/api/admin/products/TEA-1", null, PRODUCT);
    assertEquals(List.of("/If-Match"), pointers(problem(answer, 400, "validation-failed")));
  }

  @Test
  void refusesToMakeAnotherProductOfIt() {
    var answer = put("/api/admin/products/TEA-2", "\"4\"", PRODUCT);
    assertEquals(List.of("/sku"), pointers(problem(answer, 400, "validation-failed")));
  }

  @Test
  void showsAProductWithItsVersion() {
    shop.on(GetProduct.class, _ -> new ProductView(product(), 3));
    var answer = shop.send(shop.request("/api/admin/products/TEA-1", admin).GET());
    assertEquals("\"3\"", header(answer, "ETag"));
    assertEquals("no-store", header(answer, "Cache-Control"));
  }

  @Test
  void hasAPageThatShowsTheWay() {
    var page = get("/");
    assertEquals(200, page.statusCode());
    assertEquals("text/html; charset=utf-8", header(page, "Content-Type"));
    for (var link : List.of("/docs", "/openapi.yaml", "/health/ready", "/home.css")) {
      assertTrue(page.body().contains("\"" + link + "\""), link);
      assertEquals(200, get(link).statusCode(), link);
    }
  }
}
