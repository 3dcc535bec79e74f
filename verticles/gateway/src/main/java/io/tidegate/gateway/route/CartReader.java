package io.tidegate.gateway.route;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tidegate.contracts.Channel;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.order.OrderApi.Address;
import io.tidegate.contracts.order.OrderApi.CartLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Reads a cart that is clearly and completely what the contract asks for, in one pass and on the
 * spot. Of anything else it says only that it is not clear: the validator of the contract says what
 * is wrong, if something is. So this may refuse what the contract accepts (a quantity of {@code
 * 2.0}, a field that is given twice, a letter beyond Unicode's first plane), and never the other
 * way round. Any thread.
 */
final class CartReader {

  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  private static final int LINES_MAX = 50;
  private static final int QUANTITY_MAX = 10_000;

  private final JsonParser json;

  private CartReader(JsonParser json) {
    this.json = json;
  }

  /** The cart, or null. */
  static Cart read(byte[] body) {
    // Two ASCII characters in a row are UTF-8; a parser of bytes would guess other encodings, too.
    if (body.length < 2 || body[0] != '{' || body[1] <= 0) {
      return null;
    }
    try (var json = JSON.createParser(body)) {
      return new CartReader(json).document();
    } catch (IOException | IllegalArgumentException _) {
      return null;
    }
  }

  private Cart document() throws IOException {
    expect(JsonToken.START_OBJECT, json.nextToken());
    var cart = cart();
    expect(null, json.nextToken());
    return cart;
  }

  private Cart cart() throws IOException {
    Channel channel = null;
    List<CartLine> lines = null;
    String paymentMethod = null;
    Address address = null;
    for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      switch (name) {
        case "channel" -> {
          first(channel);
          channel = Channel.of(text());
        }
        case "lines" -> {
          first(lines);
          lines = lines();
        }
        case "paymentMethod" -> {
          first(paymentMethod);
          // Of the same shape as a channel.
          paymentMethod = Channel.of(text()).value();
        }
        case "deliveryAddress" -> {
          first(address);
          address = address();
        }
        default -> throw new Unclear();
      }
    }
    objectEnds();
    if (channel == null || lines == null || paymentMethod == null || address == null) {
      throw new Unclear();
    }
    return new Cart(channel, lines, paymentMethod, address);
  }

  private List<CartLine> lines() throws IOException {
    expect(JsonToken.START_ARRAY, json.nextToken());
    var lines = new ArrayList<CartLine>(4);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(JsonToken.START_OBJECT, json.currentToken());
      lines.add(line());
      if (lines.size() > LINES_MAX) {
        throw new Unclear();
      }
    }
    if (lines.isEmpty() || (lines.size() > 1 && hasOneTwice(lines))) {
      throw new Unclear();
    }
    return lines;
  }

  private static boolean hasOneTwice(List<CartLine> lines) {
    var seen = HashSet.<Sku>newHashSet(lines.size());
    for (var line : lines) {
      if (!seen.add(line.sku())) {
        return true;
      }
    }
    return false;
  }

  private CartLine line() throws IOException {
    Sku sku = null;
    var quantity = 0;
    for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      switch (name) {
        case "sku" -> {
          first(sku);
          sku = Sku.of(text());
        }
        case "quantity" -> {
          first(quantity == 0 ? null : quantity);
          quantity = quantity();
        }
        default -> throw new Unclear();
      }
    }
    objectEnds();
    if (sku == null || quantity == 0) {
      throw new Unclear();
    }
    return new CartLine(sku, quantity);
  }

  private int quantity() throws IOException {
    expect(JsonToken.VALUE_NUMBER_INT, json.nextToken());
    var quantity = json.getIntValue();
    if (quantity < 1 || quantity > QUANTITY_MAX) {
      throw new Unclear();
    }
    return quantity;
  }

  private Address address() throws IOException {
    expect(JsonToken.START_OBJECT, json.nextToken());
    String recipient = null;
    String line1 = null;
    String line2 = null;
    var line2IsThere = false;
    String city = null;
    String postalCode = null;
    String country = null;
    for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      switch (name) {
        case "recipient" -> {
          first(recipient);
          recipient = text(1, 100);
        }
        case "line1" -> {
          first(line1);
          line1 = text(1, 200);
        }
        case "line2" -> {
          first(line2IsThere ? name : null);
          line2IsThere = true;
          line2 = textOrNull(200);
        }
        case "city" -> {
          first(city);
          city = text(1, 100);
        }
        case "postalCode" -> {
          first(postalCode);
          postalCode = text(1, 20);
        }
        case "country" -> {
          first(country);
          country = country();
        }
        default -> throw new Unclear();
      }
    }
    objectEnds();
    if (recipient == null
        || line1 == null
        || city == null
        || postalCode == null
        || country == null) {
      throw new Unclear();
    }
    return new Address(recipient, line1, line2, city, postalCode, country);
  }

  private String country() throws IOException {
    var country = text(2, 2);
    if (!isCapital(country.charAt(0)) || !isCapital(country.charAt(1))) {
      throw new Unclear();
    }
    return country;
  }

  private static boolean isCapital(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private String text() throws IOException {
    expect(JsonToken.VALUE_STRING, json.nextToken());
    return json.getText();
  }

  private String text(int least, int most) throws IOException {
    return checked(text(), least, most);
  }

  private String textOrNull(int most) throws IOException {
    if (json.nextToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    expect(JsonToken.VALUE_STRING, json.currentToken());
    return checked(json.getText(), 0, most);
  }

  private static String checked(String text, int least, int most) {
    if (text.length() < least || text.length() > most) {
      throw new Unclear();
    }
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c < ' ' || c == 0x7f || Character.isSurrogate(c)) {
        throw new Unclear();
      }
    }
    return text;
  }

  private void objectEnds() {
    expect(JsonToken.END_OBJECT, json.currentToken());
  }

  private static void first(Object before) {
    if (before != null) {
      throw new Unclear();
    }
  }

  private static void expect(JsonToken expected, JsonToken token) {
    if (token != expected) {
      throw new Unclear();
    }
  }

  /** Bad bodies come in floods, too, so this costs nothing to throw. */
  private static final class Unclear extends IllegalArgumentException {

    @Override
    public Throwable fillInStackTrace() {
      return this;
    }
  }
}
