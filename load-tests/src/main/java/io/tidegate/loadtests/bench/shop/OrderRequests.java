package io.tidegate.loadtests.bench.shop;

import io.netty.buffer.ByteBuf;
import io.tidegate.loadtests.bench.load.Requests;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Orders, rendered beforehand: each takes the next token, a fresh key, and a cart whose article
 * numbers are patched in. A request is two copies and a few digits.
 */
public final class OrderRequests implements Requests {

  private static final int KEY_LENGTH = 16;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final String FIRST_LINE = "{\"channel\":\"WEB\",\"lines\":[";
  private static final String LINE = "{\"sku\":\"" + Articles.PREFIX + "00000\",\"quantity\":1}";
  private static final String REST =
      "],\"paymentMethod\":\"CARD\",\"deliveryAddress\":{\"recipient\":\"Kim Mina\","
          + "\"line1\":\"12 Sejong-daero\",\"city\":\"Seoul\",\"postalCode\":\"04524\","
          + "\"country\":\"KR\"}}";

  private final byte[][] heads;
  private final byte[] tail;
  private final int[] digitsAt;
  private final int[] articles;
  private final Cart cart;
  private final String keyPrefix = "bench-%08x-".formatted(ThreadLocalRandom.current().nextInt());
  private int nextToken;
  private long nextKey;

  /**
   * @param lines how many each order has
   */
  public OrderRequests(List<String> tokens, int lines, Cart cart) {
    this.cart = cart;
    this.articles = new int[lines];
    this.heads = tokens.stream().map(this::head).toArray(byte[][]::new);
    var body = FIRST_LINE + String.join(",", java.util.Collections.nCopies(lines, LINE)) + REST;
    var beforeBody = "\r\nContent-Length: " + body.length() + "\r\n\r\n";
    this.tail = (beforeBody + body).getBytes(StandardCharsets.US_ASCII);
    this.digitsAt = new int[lines];
    var firstDigits = beforeBody.length() + FIRST_LINE.length() + LINE.indexOf("00000");
    for (var line = 0; line < lines; line++) {
      digitsAt[line] = firstDigits + line * (LINE.length() + 1);
    }
  }

  private byte[] head(String token) {
    return """
        POST /api/orders HTTP/1.1\r
        Host: 127.0.0.1\r
        Content-Type: application/json\r
        Authorization: Bearer %s\r
        Idempotency-Key: %s"""
        .formatted(token, keyPrefix)
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void writeNext(ByteBuf buffer) {
    buffer.writeBytes(heads[nextToken]);
    nextToken = nextToken + 1 == heads.length ? 0 : nextToken + 1;
    var key = nextKey++;
    for (var digit = KEY_LENGTH - 1; digit >= 0; digit--) {
      buffer.writeByte(HEX[(int) (key >>> (digit * 4)) & 15]);
    }
    var start = buffer.writerIndex();
    buffer.writeBytes(tail);
    cart.fill(articles);
    for (var line = 0; line < articles.length; line++) {
      var number = articles[line];
      for (var digit = Articles.DIGITS - 1; digit >= 0; digit--) {
        buffer.setByte(start + digitsAt[line] + digit, '0' + number % 10);
        number /= 10;
      }
    }
  }
}
