package io.tidegate.cluster.demo;

import io.tidegate.cluster.demo.Product.Offer;
import io.tidegate.cluster.demo.Product.Shipping;
import io.tidegate.contracts.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The products of the demo, the same at every run: every kind of thing in every make. */
final class Catalogue {

  static final List<String> CHANNELS = List.of("WEB", "MOBILE", "MARKET");

  private static final String KRW = "KRW";
  private static final String USD = "USD";

  /** Won for a dollar, to set the marketplace's prices by; it need not be today's. */
  private static final long KRW_PER_USD = 1_400;

  private record Kind(String korean, String english, String unit, int price) {}

  private record Make(String korean, String english, int pricePercent) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("녹차", "green tea", "pack", 12_900),
          new Kind("원두커피", "coffee beans", "bag", 18_500),
          new Kind("참기름", "sesame oil", "bottle", 15_800),
          new Kind("구운 김", "roasted seaweed", "box", 9_900),
          new Kind("꿀", "honey", "jar", 24_000),
          new Kind("머그컵", "mug", "piece", 11_000),
          new Kind("우산", "umbrella", "piece", 21_000),
          new Kind("담요", "blanket", "piece", 39_000),
          new Kind("수건", "towel set", "set", 27_500),
          new Kind("비누", "soap", "bar", 6_500),
          new Kind("공책", "notebook", "piece", 4_800),
          new Kind("만년필", "fountain pen", "piece", 58_000),
          new Kind("배낭", "backpack", "piece", 79_000),
          new Kind("운동화", "trainers", "pair", 99_000),
          new Kind("양말", "socks", "pair", 5_500),
          new Kind("목도리", "scarf", "piece", 33_000),
          new Kind("손전등", "torch", "piece", 19_900),
          new Kind("이어폰", "earphones", "pair", 129_000),
          new Kind("의자", "chair", "piece", 149_000),
          new Kind("화분", "flower pot", "piece", 13_500));

  private static final List<Make> MAKES =
      List.of(
          new Make("제주", "Jeju", 120),
          new Make("한결같은", "Classic", 100),
          new Make("고급", "Premium", 180),
          new Make("알뜰", "Thrifty", 70),
          new Make("수제", "Handmade", 160),
          new Make("가벼운", "Light", 105),
          new Make("튼튼한", "Sturdy", 115),
          new Make("포근한", "Cosy", 110),
          new Make("새로운", "New", 125),
          new Make("전통", "Traditional", 140),
          new Make("작은", "Small", 60),
          new Make("넉넉한", "Generous", 150));

  private static final List<String> PROMOTIONS =
      List.of("봄맞이 Spring sale", "첫 구매 First order", "오늘만 Today only");

  private Catalogue() {}

  /** All of them, 240. */
  static List<Product> products() {
    var products = new ArrayList<Product>();
    for (var kind : KINDS) {
      for (var make : MAKES) {
        products.add(product(products.size(), kind, make));
      }
    }
    return List.copyOf(products);
  }

  /** The one that everybody wants. */
  static Product scarce(String sku) {
    return new Product(
        sku,
        "한정판 달항아리 · Limited moon jar",
        "piece",
        Map.of("edition", "500", "origin", "Icheon"),
        List.of(
            offer(CHANNELS.get(0), won(89_000), 50, "선착순 500 · First 500", 3_000, 2),
            offer(CHANNELS.get(1), won(89_000), 55, "앱 전용 · App only", 3_000, 2),
            offer(CHANNELS.get(2), won(94_000), 45, null, 5_000, 4)));
  }

  private static Product product(int index, Kind kind, Make make) {
    var price = (long) kind.price() * make.pricePercent() / 10_000 * 100;
    var sku = (make.english() + '-' + kind.english()).replace(' ', '-').toUpperCase(Locale.ROOT);
    return new Product(
        sku,
        "%s %s · %s %s".formatted(make.korean(), kind.korean(), make.english(), kind.english()),
        kind.unit(),
        Map.of("make", make.english(), "kind", kind.english()),
        List.of(
            offer(CHANNELS.get(0), won(price), 5 * (index % 4), promotion(index), 3_000, 2),
            offer(
                CHANNELS.get(1),
                won(price * 97 / 100),
                5 * (index % 5),
                promotion(index + 1),
                2_500,
                1),
            market(index, price)));
  }

  /** A marketplace abroad: in dollars, slower, and paid otherwise. */
  private static Offer market(int index, long won) {
    return new Offer(
        CHANNELS.get(2),
        new Money(won * 110 / KRW_PER_USD, USD),
        10 * (index % 3),
        null,
        List.of("CARD", "WALLET"),
        new Shipping("INTERNATIONAL", new Money(1_200 + 100L * (index % 4), USD), 7 + index % 5));
  }

  private static Offer offer(
      String channel, Money price, int discountPercent, String promotion, long fee, int days) {
    var methods =
        channel.equals("MOBILE") ? List.of("CARD", "POINT") : List.of("CARD", "TRANSFER", "POINT");
    var shipping = new Shipping(days == 1 ? "EXPRESS" : "STANDARD", won(fee), days);
    return new Offer(channel, price, discountPercent, promotion, methods, shipping);
  }

  private static String promotion(int index) {
    return index % 4 == 0 ? null : PROMOTIONS.get(index % PROMOTIONS.size());
  }

  private static Money won(long amount) {
    return new Money(amount, KRW);
  }
}
