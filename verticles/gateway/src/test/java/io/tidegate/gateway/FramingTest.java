package io.tidegate.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.catalog.CatalogApi.ChannelPage;
import io.tidegate.contracts.catalog.CatalogApi.ListChannels;
import io.tidegate.contracts.identity.IdentityApi.InvalidCredentials;
import io.tidegate.contracts.identity.IdentityApi.LogIn;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where a request ends is never a matter of opinion (RFC 9112, section 6.3): what two servers could
 * read differently is refused, and nothing behind it on the connection is answered (F35). HTTP/2 is
 * not spoken, so its floods begin with a refusal, too (F33).
 */
@Timeout(60)
class FramingTest {

  private static final String CREDENTIALS = "{\"email\":\"a@b.cd\",\"password\":\"xxxxxxxx\"}";
  private static final String LENGTH = "Content-Length: " + CREDENTIALS.length() + "\r\n";
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
  private static final String SIZE = Integer.toHexString(CREDENTIALS.length());
  private static final String CHUNK = SIZE + "\r\n" + CREDENTIALS + "\r\n";
  private static final String LAST_CHUNK = "0\r\n\r\n";
  private static final String SMUGGLED = "GET /api/channels HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final Pattern STATUS = Pattern.compile("HTTP/\\d\\.\\d (\\d{3}) ");
  private static final String CLOSE = "Connection: close\r\n";

  private static ScriptedShop shop;

  @BeforeAll
  static void open() {
    shop = ScriptedShop.open();
    shop.on(LogIn.class, _ -> new InvalidCredentials());
    shop.on(ListChannels.class, _ -> new ChannelPage(List.of(), null));
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  private static String logIn(String headers) {
    return "POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        + headers
        + "\r\n";
  }

  private static String answer(String octets) {
    try (var client = RawConnection.to(shop)) {
      client.say(octets);
      return client.readToTheEnd();
    }
  }

  private static List<String> statuses(String answer) {
    // One may begin where the body of another ends.
    return STATUS.matcher(answer).results().map(found -> found.group(1)).toList();
  }

  static Stream<String> ambiguous() {
    return Stream.of(
        // Two lengths.
        logIn(LENGTH + CHUNKED) + CHUNK + LAST_CHUNK,
        logIn(CHUNKED + LENGTH) + CHUNK + LAST_CHUNK,
        logIn(LENGTH + "Content-Length: 0\r\n") + CREDENTIALS,
        logIn("Content-Length: 0, " + CREDENTIALS.length() + "\r\n") + CREDENTIALS,
        logIn("Content-Length: +" + CREDENTIALS.length() + "\r\n") + CREDENTIALS,
        logIn("Content-Length: 0x10\r\n") + CREDENTIALS,
        logIn("Content-Length: 99999999999999999999\r\n") + CREDENTIALS,
        // Chunks, but perhaps not for everybody.
        logIn("Transfer-Encoding: xchunked\r\n") + CHUNK + LAST_CHUNK,
        logIn("Transfer-Encoding: chunked, identity\r\n") + CHUNK + LAST_CHUNK,
        logIn("Transfer-Encoding : chunked\r\n") + CHUNK + LAST_CHUNK,
        logIn("Transfer-Encoding:\u000bchunked\r\n") + CHUNK + LAST_CHUNK,
        logIn(CHUNKED).replace("HTTP/1.1", "HTTP/1.0") + CHUNK + LAST_CHUNK,
        // Lines that end for some.
        logIn("X: a\rContent-Length: 0\r\n" + LENGTH) + CREDENTIALS,
        logIn("X: a\nContent-Length: 0\r\n" + LENGTH) + CREDENTIALS,
        logIn(LENGTH).replace("\r\n", "\n") + CREDENTIALS,
        logIn("X: a\u0000b\r\n" + LENGTH) + CREDENTIALS,
        // Chunks that end for some.
        logIn(CHUNKED) + SIZE + ";\n" + CREDENTIALS + "\r\n" + LAST_CHUNK,
        logIn(CHUNKED) + SIZE + ";x=\n" + CREDENTIALS + "\r\n" + LAST_CHUNK,
        logIn(CHUNKED) + SIZE + "\n" + CREDENTIALS + "\n0\n\n",
        logIn(CHUNKED) + "0x" + CHUNK + LAST_CHUNK,
        logIn(CHUNKED) + "-" + CHUNK + LAST_CHUNK,
        logIn(CHUNKED) + "1" + "0".repeat(16) + SIZE + "\r\n" + CREDENTIALS + "\r\n" + LAST_CHUNK,
        logIn(CHUNKED) + SIZE + "\r\n" + CREDENTIALS + "more\r\n" + LAST_CHUNK);
  }

  @ParameterizedTest
  @MethodSource("ambiguous")
  void refusesWhatTwoServersCouldReadDifferently(String request) {
    var asked = shop.asked(ListChannels.class).size();
    var answer = answer(request + SMUGGLED + SMUGGLED);
    // Where it goes wrong in the middle of a body, the connection may end without a word.
    assertTrue(answer.isEmpty() || statuses(answer).equals(List.of("400")), answer);
    assertEquals(asked, shop.asked(ListChannels.class).size());
  }

  /** What is refused above is refused for its framing alone. */
  @Test
  void readsTheSameRequestWhereItIsClear() {
    var good = List.of("401");
    assertEquals(good, statuses(answer(logIn(CLOSE + LENGTH) + CREDENTIALS)));
    assertEquals(good, statuses(answer(logIn(CLOSE + CHUNKED) + CHUNK + LAST_CHUNK)));
  }

  @Test
  void speaksNoHttp2() {
    var settings = "\0\0\0\4\0\0\0\0\0";
    var reset = "\0\0\4\3\0\0\0\0\1\0\0\0\b";
    var answer = answer("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + settings + reset.repeat(1_000));
    assertEquals(List.of("501"), statuses(answer), answer);
  }

  @Test
  void doesNotChangeOverToHttp2() {
    var wish =
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n";
    var first = SMUGGLED.replace("Host", wish + "Host");
    var answer = answer(first + SMUGGLED.replace("Host", CLOSE + "Host"));
    assertEquals(List.of("200", "200"), statuses(answer), answer);
  }
}
