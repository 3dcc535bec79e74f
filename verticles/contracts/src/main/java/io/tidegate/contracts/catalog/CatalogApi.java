package io.tidegate.contracts.catalog;

import io.tidegate.contracts.Channel;
import io.tidegate.contracts.KeyedCommand;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.PageRequest;
import io.tidegate.contracts.Refusal;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Sku;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What others may ask of the catalogue, which owns products, channels and offers. */
public final class CatalogApi {

  /** The role that answers. */
  public static final String ROLE = "catalog";

  private CatalogApi() {}

  /** {@link Map#copyOf} would show them in another order in each process. */
  private static Map<String, String> inTheirOrder(Map<String, String> attributes) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** A question or a command. */
  public sealed interface Request extends io.tidegate.contracts.Request {}

  /** All channels; answered by {@link ChannelPage}. */
  public record ListChannels(PageRequest page) implements Request {}

  /** Opens a channel; admins only; answered by {@link ChannelView} or {@link ChannelTaken}. */
  public record CreateChannel(Channel channel, String name, RequestKey key)
      implements Request, KeyedCommand {}

  /**
   * The offers of a channel, by SKU, those whose name or SKU contains {@code query} where it is not
   * null; answered by {@link OfferPage}, or not found where there is no such channel.
   */
  public record ListOffers(Channel channel, String query, PageRequest page) implements Request {}

  /** One offer as a shopper sees it; answered by {@link OfferView} or not found. */
  public record GetOffer(Channel channel, Sku sku) implements Request {}

  /**
   * The terms of these SKUs in a channel, for whoever has no copy of them yet; those that do not
   * exist are missing in the {@link OfferTermsList}.
   */
  public record FindOfferTerms(Channel channel, List<Sku> skus) implements Request {
    public FindOfferTerms {
      skus = List.copyOf(skus);
    }
  }

  /** Registers a product; admins only; answered by {@link ProductView} or {@link SkuTaken}. */
  public record RegisterProduct(Product product, RequestKey key) implements Request, KeyedCommand {}

  /**
   * Replaces a product; admins only; {@code expectedVersion} is that of the ETag. Answered by
   * {@link ProductView}, not found, or a failed precondition.
   */
  public record ChangeProduct(Product product, int expectedVersion) implements Request {
    @Override
    public boolean repeatable() {
      return false;
    }
  }

  /** A product with all its offers; admins only; answered by {@link ProductView} or not found. */
  public record GetProduct(Sku sku) implements Request {}

  /**
   * What is sold: its own attributes, in the order in which they are shown, and an offer for each
   * channel that sells it.
   */
  public record Product(
      Sku sku, String name, String unit, Map<String, String> attributes, List<Offer> offers) {
    public Product {
      attributes = inTheirOrder(attributes);
      offers = List.copyOf(offers);
    }
  }

  /** The terms of a product in one channel; {@code promotion} may be null. */
  public record Offer(
      Channel channel,
      Money price,
      int discountPercent,
      String promotion,
      List<String> paymentMethods,
      Shipping shipping) {
    public Offer {
      paymentMethods = List.copyOf(paymentMethods);
    }
  }

  /** How it is sent, for how much, and in how many days it arrives. */
  public record Shipping(String method, Money fee, int leadTimeDays) {}

  /** What an order needs to know of an offer. {@code version} is the product's. */
  public record OfferTerms(
      Sku sku,
      Channel channel,
      long version,
      String name,
      Money unitPrice,
      List<String> paymentMethods,
      Shipping shipping) {
    public OfferTerms {
      paymentMethods = List.copyOf(paymentMethods);
    }
  }

  /** An answer. */
  public sealed interface Reply extends io.tidegate.contracts.Reply {}

  /** A channel. */
  public record ChannelView(Channel channel, String name) implements Reply {}

  /** A page of channels. */
  public record ChannelPage(List<ChannelView> items, String next) implements Reply {
    public ChannelPage {
      items = List.copyOf(items);
    }
  }

  /** A product and its version, which is its ETag. */
  public record ProductView(Product product, int version) implements Reply {}

  /**
   * An offer as a shopper sees it; {@code available} may lag the truth by at most 2 s. {@code
   * promotion} may be null.
   */
  public record OfferView(
      Sku sku,
      String name,
      String unit,
      Map<String, String> attributes,
      Channel channel,
      Money price,
      int discountPercent,
      Money finalPrice,
      String promotion,
      List<String> paymentMethods,
      Shipping shipping,
      long available)
      implements Reply {
    public OfferView {
      attributes = inTheirOrder(attributes);
      paymentMethods = List.copyOf(paymentMethods);
    }
  }

  /** A page of offers. */
  public record OfferPage(List<OfferView> items, String next) implements Reply {
    public OfferPage {
      items = List.copyOf(items);
    }
  }

  /** Terms of offers. */
  public record OfferTermsList(List<OfferTerms> terms) implements Reply {
    public OfferTermsList {
      terms = List.copyOf(terms);
    }
  }

  /** The rule says no. */
  public sealed interface Refused extends Reply, Refusal {}

  /** There is a product with this SKU. */
  public record SkuTaken(Sku sku) implements Refused {}

  /** There is a channel of this name. */
  public record ChannelTaken(Channel channel) implements Refused {}
}
