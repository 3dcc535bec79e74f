package io.tidegate.gateway;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A good cart that something has happened to: the same for the same seed. */
final class SpoiltCart {

  private static final String GOOD =
      """
      {"channel": "WEB", "lines": [{"sku": "TEA-1", "quantity": 2}, {"sku": "TEA-2", "quantity": 1}],
       "paymentMethod": "CARD",
       "deliveryAddress": {"recipient": "Kim 김", "line1": "1 Road", "city": "서울",
                           "postalCode": "04524", "country": "KR"}}
      """;

  /** Names, texts and numbers: what may be where a value is, and what may be a value. */
  private static final Pattern PART = Pattern.compile("\"[^\"]*\"|-?\\d+|[{}\\[\\],:]");

  /** Octets, one for each character. */
  private static final List<String> ODDITIES =
      List.of(
          // Texts that are none, and escapes of what no text has.
          "\u0000",
          "\\u0000",
          "\\ud800",
          "\\udc00\\ud800",
          "\u00ed\u00a0\u0080",
          "\u00c3(",
          "\u00ff\u00fe",
          "\u00c0\u0080",
          "\u00f4\u0090\u0080\u0080",
          "\u00ef\u00bb\u00bf",
          "\u00e2\u0080\u00ae",
          "\u00f0\u009f\u008d\u00b5",
          "\\",
          "\\u12",
          "\"",
          "\r\n",
          "\u000b",
          // What does no harm, in some places.
          " ",
          "\t\n",
          "1",
          "A",
          "\\u0041",
          "\\/",
          // Numbers.
          "1e999999999",
          "-1e-999999999",
          "1e5",
          "0x10",
          "01",
          "-0",
          "+1",
          "2.0",
          "NaN",
          "Infinity",
          "9223372036854775808",
          "9".repeat(5_000),
          "0." + "0".repeat(5_000) + "1",
          // Values of other types.
          "null",
          "true",
          "{}",
          "[]",
          "\"\"",
          "\"__proto__\"",
          "\"" + "x".repeat(20_000) + "\"",
          // Depth, open and closed.
          "[".repeat(5_000),
          "{\"a\":".repeat(5_000),
          "[".repeat(900) + "]".repeat(900),
          "[".repeat(5_000) + "]".repeat(5_000),
          "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000),
          // What is not JSON, to some.
          "/* a note */",
          "// a note\n",
          ",",
          "'",
          "#",
          "]",
          "}",
          "{",
          "\"price\": 1,",
          "\"channel\": \"MOBILE\",",
          "\"sku\": \"TEA-9\",",
          "\"quantity\": 3,");

  private final SplittableRandom random;
  private String cart = octets(GOOD);

  private SpoiltCart(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** The octets of a body, one for each character. */
  static String of(long seed) {
    var spoilt = new SpoiltCart(seed);
    var times = spoilt.random.nextInt(3) == 0 ? 2 : 1;
    for (var i = 0; i < times && !spoilt.cart.isEmpty(); i++) {
      spoilt.spoil();
    }
    return spoilt.cart;
  }

  private static String octets(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private void spoil() {
    var at = random.nextInt(cart.length());
    switch (random.nextInt(8)) {
      case 0 -> put(at, at + 1, String.valueOf((char) (cart.charAt(at) ^ 1 << random.nextInt(8))));
      case 1 -> put(at, cart.length(), "");
      case 2 -> put(at, end(at), "");
      case 3 -> put(at, at, cart.substring(at, end(at)));
      case 4 -> put(at, at, oddity());
      case 5 -> exchange();
      case 6 -> afterABrace();
      default -> replace();
    }
  }

  private int end(int begin) {
    return begin + 1 + random.nextInt(Math.min(60, cart.length() - begin));
  }

  private String oddity() {
    return ODDITIES.get(random.nextInt(ODDITIES.size()));
  }

  private void put(int begin, int end, String octets) {
    cart = cart.substring(0, begin) + octets + cart.substring(end);
  }

  /** One of the parts, or an empty one where there is none. */
  private int[] part() {
    var parts =
        PART.matcher(cart).results().map(part -> new int[] {part.start(), part.end()}).toList();
    return parts.isEmpty() ? new int[] {0, 0} : parts.get(random.nextInt(parts.size()));
  }

  /** Something else where a part was. */
  private void replace() {
    var part = part();
    put(part[0], part[1], oddity());
  }

  /** A part where another was: a name twice, a value of another type. */
  private void exchange() {
    var from = part();
    var octets = cart.substring(from[0], from[1]);
    var to = part();
    put(to[0], to[1], octets);
  }

  /** One thing more in an object, often a name that it has. */
  private void afterABrace() {
    var braces = IntStream.range(0, cart.length()).filter(at -> cart.charAt(at) == '{').toArray();
    if (braces.length > 0) {
      var at = braces[random.nextInt(braces.length)] + 1;
      put(at, at, oddity());
    }
  }
}
