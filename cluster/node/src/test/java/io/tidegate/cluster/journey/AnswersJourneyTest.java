package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.cluster.check.OrderLedger;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.order.OrderApi.CartLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client holds the shop to what it was told; its customers read their orders once more. */
@Journey
final class AnswersJourneyTest {

  private final Shop shop;
  private final Path file;
  private final Path report;
  private final Tidegate tidegate;

  AnswersJourneyTest(Shop shop, @TempDir Path folder) {
    this.shop = shop;
    this.file = folder.resolve("orders.ledger");
    this.report = folder.resolve("report.json");
    this.tidegate = new Tidegate(folder);
  }

  @Test
  void findsWhatItWasToldAndSeesWhatItWasNot() throws Exception {
    var member = shop.newMember();
    var customer = member.get("/api/member/me").is(200).text("/memberId");
    var sku = shop.product(3);
    try (var ledger = OrderLedger.inFile(file)) {
      order(ledger, member, customer, sku, 1, 201);
      order(ledger, member, customer, sku, 9, 409);
    }

    assertEquals(0, check(), tidegate::output);
    assertEquals(List.of(), red(), tidegate::output);

    // A gateway that shows another total than it told would be seen by this alone.
    Files.writeString(file, Files.readString(file).replace("\"amount\":14610", "\"amount\":14611"));
    assertEquals(1, check("--since", report.toString()), tidegate::output);
    assertEquals(List.of("answers"), red(), tidegate::output);
    assertTrue(tidegate.output().contains("was told to cost"), tidegate::output);
  }

  private static void order(
      OrderLedger ledger, Member member, String customer, String sku, int quantity, int status) {
    var key = "of " + quantity;
    ledger.sends(customer, key, List.of(new CartLine(Sku.of(sku), quantity)));
    var answer = member.post("/api/orders", Cart.of(sku, quantity), key).is(status);
    var orderId = answer.text("/orderId");
    if (status == 201) {
      var total = new Money(answer.number("/total/amount"), answer.text("/total/currency"));
      ledger.hears(customer, key, orderId, answer.text("/status"), total);
    } else {
      ledger.hears(customer, key, orderId, "REJECTED");
    }
  }

  private int check(String... more) {
    var options =
        Stream.<Object>of("check", "--ledger", file, "--json", report, "--data", shop.dataFolder());
    return tidegate.run(Stream.concat(options.map(Object::toString), Stream.of(more)));
  }

  private List<String> red() {
    var red = new ArrayList<String>();
    for (var verdict : Json.file(report).path("verdicts")) {
      if (verdict.path("wrong").asLong() > 0) {
        red.add(verdict.path("checker").asText());
      }
    }
    return red;
  }
}
