package io.tidegate.cluster.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class CatalogueTest {

  @Test
  void hasAtLeastTwoHundredProductsWithSkusOfTheirOwn() {
    var skus = Catalogue.products().stream().map(Product::sku).collect(Collectors.toSet());
    assertEquals(Catalogue.products().size(), skus.size());
    assertTrue(skus.size() >= 200);
  }

  @Test
  void isTheSameAtEveryRun() {
    assertEquals(Catalogue.products(), Catalogue.products());
  }

  @Test
  void writesSkusAsTheContractWantsThem() {
    for (var product : Catalogue.products()) {
      assertTrue(product.sku().matches("[A-Z0-9_-]{1,64}"), product.sku());
    }
  }

  @Test
  void namesEveryProductInKoreanAndInEnglish() {
    for (var product : Catalogue.products()) {
      assertTrue(product.name().matches(".*\\p{IsHangul}.* · .*[a-z].*"), product.name());
    }
  }

  @Test
  void sellsEveryProductInEveryChannelOnTermsOfItsOwn() {
    for (var product : Catalogue.products()) {
      var channels = product.offers().stream().map(Product.Offer::channel).toList();
      assertEquals(Catalogue.CHANNELS, channels);
      assertEquals(
          3, new HashSet<>(product.offers().stream().map(Product.Offer::price).toList()).size());
      assertEquals(
          3, new HashSet<>(product.offers().stream().map(Product.Offer::shipping).toList()).size());
    }
  }

  @Test
  void asksForAPositivePrice() {
    for (var product : Catalogue.products()) {
      for (var offer : product.offers()) {
        assertTrue(offer.price().amount() > 0, product.sku() + " in " + offer.channel());
      }
    }
  }

  @Test
  void takesCardsEverywhere() {
    for (var product : Catalogue.products()) {
      for (var channel : Catalogue.CHANNELS) {
        assertEquals("CARD", product.paymentMethod(channel));
      }
    }
  }
}
