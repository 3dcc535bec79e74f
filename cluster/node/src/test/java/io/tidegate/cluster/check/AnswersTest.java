package io.tidegate.cluster.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.order.OrderApi.CartLine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a customer would see of a gateway that shows something else than it told. */
@Timeout(60)
final class AnswersTest {

  private static final String CUSTOMER = "01900000-0000-7000-8000-00000000000c";
  private static final String ORDER = "01900000-0000-7000-8000-000000000001";
  private static final Money TOTAL = new Money(14_610, "KRW");

  private static final String SHOWN =
      """
      {"orderId": "%s", "status": "CONFIRMED", "channel": "WEB",
       "lines": [{"sku": "TEA", "name": "Tea", "quantity": 2}],
       "total": {"amount": 14610, "currency": "KRW"}}
      """
          .formatted(ORDER);

  private final OrderLedger ledger = OrderLedger.inMemory();
  private final AtomicInteger busy = new AtomicInteger();
  private volatile int status = 200;
  private volatile String body = SHOWN;
  private HttpServer gateway;

  @BeforeEach
  void open() throws IOException {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext(
        "/api/orders/" + ORDER,
        exchange -> {
          var isTheirs =
              ("Bearer token of " + CUSTOMER)
                  .equals(exchange.getRequestHeaders().getFirst("Authorization"));
          var answer = busy.getAndDecrement() > 0 ? 503 : isTheirs ? status : 404;
          var octets = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer, octets.length);
          exchange.getResponseBody().write(octets);
          exchange.close();
        });
    gateway.start();
    ledger.sends(CUSTOMER, "key", List.of(new CartLine(Sku.of("TEA"), 2)));
    ledger.hears(CUSTOMER, "key", ORDER, "CONFIRMED", TOTAL);
  }

  @AfterEach
  void close() {
    gateway.stop(0);
  }

  @Test
  void findsWhatWasTold() {
    assertEquals(List.of(), offences());
  }

  @Test
  void asksAgainWhereThereIsNoAnswerYet() {
    busy.set(2);

    assertEquals(List.of(), offences());
  }

  @Test
  void takesWhatFollowsForWhatWasTold() {
    body = SHOWN.replace("CONFIRMED", "DISPATCHED");

    assertEquals(List.of(), offences());
  }

  @Test
  void seesAnOrderThatIsNotThere() {
    status = 404;

    assertOne("was told as CONFIRMED and is read as 404");
  }

  @Test
  void seesAnOrderThatWasTurnedBack() {
    body = SHOWN.replace("CONFIRMED", "PENDING");

    assertOne("was told as CONFIRMED and is read as PENDING");
  }

  @Test
  void seesAnotherTotal() {
    body = SHOWN.replace("14610", "14611");

    assertOne("was told to cost");
  }

  @Test
  void seesOtherLines() {
    body = SHOWN.replace("\"quantity\": 2", "\"quantity\": 3");

    assertOne("is read with other lines");
  }

  @Test
  void seesSomebodyElsesOrder() {
    body = SHOWN.replace(ORDER, ORDER.replace("01", "02"));

    assertOne("is read as 02");
  }

  private List<String> offences() {
    var url = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort());
    try (var reader = new GatewayReader(List.of(url), customer -> "token of " + customer)) {
      return new AnswersChecker(ledger, reader).check(null).first();
    }
  }

  private void assertOne(String offence) {
    var offences = offences();
    assertEquals(1, offences.size(), offences::toString);
    assertTrue(offences.getFirst().contains(offence), offences::toString);
  }
}
