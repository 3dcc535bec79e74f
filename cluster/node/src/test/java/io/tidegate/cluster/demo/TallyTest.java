package io.tidegate.cluster.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tidegate.cluster.demo.Exchange.NoReply;
import io.tidegate.cluster.demo.Exchange.Reply;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.order.OrderApi.CartLine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a refusal says of an attempt that had tries without an answer, and what it does not. */
final class TallyTest {

  private static final String MEMBER = "0198f0a2-0000-7000-8000-000000000001";
  private static final Reply REFUSED = problem("insufficient-stock");

  private final Tally tally = new Tally();
  private final Attempt attempt =
      new Attempt(
          0,
          new Shopper(1, MEMBER, null),
          List.of(new CartLine(Sku.of("LIPSTICK-01"), 1)),
          new Call("POST", "/api/orders", null, "key-1", "{}"));

  @Test
  void takesTheRefusalOfTheOnlyTryAsTheLastWord() {
    ends(tries(REFUSED));

    assertEquals(List.of(), tally.takeDoubtful());
    assertEquals(1, tally.refused());
    assertFalse(isOpen());
  }

  @Test
  void doubtsARefusalAfterATryThatHadNoAnswer() {
    ends(tries(new NoReply("cut off"), REFUSED));

    assertEquals(List.of(attempt), tally.takeDoubtful());
    assertEquals(List.of(), tally.takeDoubtful());
  }

  @Test
  void doesNotDoubtWhatARepeatHasCleared() {
    ends(tries(new NoReply("cut off"), REFUSED));
    tally.repeated(attempt, tries(confirmed()));

    assertEquals(List.of(), tally.takeDoubtful());
    assertEquals(0, tally.refused());
    assertEquals(1, tally.confirmed());
  }

  @Test
  void staysRefusedWhereTheDoubtfulOneIsRefusedAgain() {
    ends(tries(new NoReply("cut off"), REFUSED));
    tally.ledger().nothingIsUnderWay();

    tally.settled(tries(REFUSED));

    assertEquals(1, tally.refused());
    assertEquals(0, tally.confirmed());
    assertFalse(isOpen());
  }

  @Test
  void isConfirmedWhereTheTryWithoutAnAnswerHadItsEffect() {
    ends(tries(new NoReply("cut off"), REFUSED));
    tally.ledger().nothingIsUnderWay();

    tally.settled(tries(confirmed()));

    assertEquals(0, tally.refused());
    assertEquals(1, tally.confirmed());
    assertEquals(1, tally.decided());
    assertFalse(isOpen());
  }

  @Test
  void doesNotTakeSilenceOrTroubleForAnEnd() {
    tally.settled(new NoReply("cut off"));
    tally.settled(problem("internal-error"));

    assertEquals(1, tally.unanswered());
    assertEquals(1, tally.unexpected());
  }

  /** The attempt is sent so often and comes to the last of these. */
  private Exchange tries(Exchange... exchanges) {
    var witness = tally.witness(attempt);
    for (var exchange : exchanges) {
      witness.sends();
      witness.hears(exchange);
    }
    return exchanges[exchanges.length - 1];
  }

  private void ends(Exchange exchange) {
    tally.came(attempt, exchange, Duration.ofMillis(1).toNanos());
  }

  private boolean isOpen() {
    return tally.ledger().isOpen(MEMBER, "key-1");
  }

  private static Reply problem(String slug) {
    var body =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "urn:tidegate:problem:" + slug)
            .put("status", slug.equals("internal-error") ? 500 : 409);
    return new Reply(body.path("status").asInt(), body, null, false);
  }

  private static Reply confirmed() {
    var body =
        JsonNodeFactory.instance
            .objectNode()
            .put("orderId", "0198f0a2-0000-7000-8000-000000000002")
            .put("status", "CONFIRMED");
    return new Reply(201, body, null, false);
  }
}
