package io.tidegate.gateway.route;

import io.tidegate.contracts.Channel;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi;
import io.tidegate.contracts.catalog.CatalogApi.ChangeProduct;
import io.tidegate.contracts.catalog.CatalogApi.ChannelPage;
import io.tidegate.contracts.catalog.CatalogApi.ChannelView;
import io.tidegate.contracts.catalog.CatalogApi.CreateChannel;
import io.tidegate.contracts.catalog.CatalogApi.GetOffer;
import io.tidegate.contracts.catalog.CatalogApi.GetProduct;
import io.tidegate.contracts.catalog.CatalogApi.ListChannels;
import io.tidegate.contracts.catalog.CatalogApi.ListOffers;
import io.tidegate.contracts.catalog.CatalogApi.OfferPage;
import io.tidegate.contracts.catalog.CatalogApi.OfferView;
import io.tidegate.contracts.catalog.CatalogApi.ProductView;
import io.tidegate.contracts.catalog.CatalogApi.RegisterProduct;
import io.tidegate.gateway.call.Call;
import io.tidegate.gateway.call.Exchange;
import io.tidegate.gateway.call.Operations;
import io.tidegate.gateway.problem.Problem;
import io.tidegate.gateway.problem.ProblemException;
import io.tidegate.gateway.problem.Slug;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Channels, offers and products. Event loop. */
public final class CatalogRoutes {

  /** The tag of a product is its version; any other tag names no version of it. */
  private static final Pattern VERSION = Pattern.compile("\"([0-9]{1,9})\"");

  private final LastKnownPages lastKnown;

  public CatalogRoutes(LastKnownPages lastKnown) {
    this.lastKnown = lastKnown;
  }

  /** Adds them. */
  public void mount(Operations operations) {
    operations
        .on("listChannels", this::listChannels)
        .on("createChannel", this::createChannel)
        .on("listOffers", this::listOffers)
        .on("getOffer", this::getOffer)
        .on("registerProduct", this::registerProduct)
        .on("changeProduct", this::changeProduct)
        .on("getProduct", this::getProduct);
  }

  private Future<Void> listChannels(Call call) {
    return read(call, new ListChannels(call.page()), ChannelPage.class);
  }

  private Future<Void> listOffers(Call call) {
    var question =
        new ListOffers(
            call.path("channel", Channel::of), call.query("q", Function.identity()), call.page());
    return read(call, question, OfferPage.class);
  }

  private Future<Void> getOffer(Call call) {
    var question = new GetOffer(call.path("channel", Channel::of), call.path("sku", Sku::of));
    return read(call, question, OfferView.class);
  }

  private <T extends Reply> Future<Void> read(
      Call call, CatalogApi.Request question, Class<T> expected) {
    return call.ask(CatalogApi.ROLE, question, expected)
        .map(answer -> kept(question, answer.reply()))
        .recover(cause -> lastKnown(call, question, cause))
        .compose(page -> show(call, page));
  }

  private CatalogPage kept(CatalogApi.Request question, Reply reply) {
    var page = CatalogPage.of(Json.encode(reply));
    lastKnown.keep(question, page);
    return page;
  }

  /** A refusal is the truth, and ends what was known; a fault says nothing of it. */
  private Future<CatalogPage> lastKnown(Call call, CatalogApi.Request question, Throwable cause) {
    if (cause instanceof ProblemException) {
      lastKnown.forget(question);
    }
    var page = cause instanceof FaultException ? lastKnown.of(question) : null;
    if (page == null) {
      return Future.failedFuture(cause);
    }
    call.with("X-Tidegate-Stale", "true");
    return Future.succeededFuture(page);
  }

  private static Future<Void> show(Call call, CatalogPage page) {
    call.with("ETag", page.etag()).with("Cache-Control", "no-cache");
    return page.isNamedBy(call.header("If-None-Match"))
        ? call.answer(304)
        : call.answer(200, page.body());
  }

  private Future<Void> createChannel(Call call) {
    var body = call.body();
    var channel = Channel.of(body.getString("channel"));
    var command = new CreateChannel(channel, body.getString("name"), call.key());
    return call.ask(CatalogApi.ROLE, command, ChannelView.class)
        .compose(answer -> call.replayed(answer.replayed()).answer(201, answer.reply()));
  }

  private Future<Void> registerProduct(Call call) {
    var command = new RegisterProduct(Products.product(call.body()), call.key());
    return call.ask(CatalogApi.ROLE, command, ProductView.class)
        .compose(
            answer ->
                show(
                    call.replayed(answer.replayed())
                        .with("Location", "/api/admin/products/" + command.product().sku()),
                    201,
                    answer.reply()));
  }

  private Future<Void> getProduct(Call call) {
    return call.ask(CatalogApi.ROLE, new GetProduct(call.path("sku", Sku::of)), ProductView.class)
        .compose(answer -> show(call, 200, answer.reply()));
  }

  private Future<Void> changeProduct(Call call) {
    var sku = call.path("sku", Sku::of);
    var product = Products.product(call.body());
    if (!product.sku().equals(sku)) {
      throw new ProblemException(Problem.invalid("/sku", "this must be the SKU of the path"));
    }
    var command = new ChangeProduct(product, version(call.header("If-Match")));
    return call.ask(CatalogApi.ROLE, command, ProductView.class)
        .compose(answer -> show(call, 200, answer.reply()));
  }

  private static int version(String ifMatch) {
    var version = VERSION.matcher(ifMatch.strip());
    if (!version.matches()) {
      throw new ProblemException(
          Problem.of(Slug.PRECONDITION_FAILED, "If-Match names no version of a product"));
    }
    return Integer.parseInt(version.group(1));
  }

  private static Future<Void> show(Exchange call, int status, ProductView view) {
    return call.with(HttpHeaders.ETAG.toString(), '"' + Integer.toString(view.version()) + '"')
        .answer(status, view.product());
  }
}
