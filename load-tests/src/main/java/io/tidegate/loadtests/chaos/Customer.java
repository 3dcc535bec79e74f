package io.tidegate.loadtests.chaos;

import io.tidegate.cluster.check.OrderLedger;
import io.tidegate.contracts.order.OrderApi.CartLine;
import io.tidegate.loadtests.chaos.HttpCalls.Reply;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A member who orders, and writes down what is wanted before it is sent.
 *
 * @param home the number of the node that is asked first
 */
record Customer(String id, String token, int home, OrderLedger ledger, HttpCalls http) {

  private static final Map<String, String> ADDRESS =
      Map.of(
          "recipient", "Kim Mina",
          "line1", "12 Sejong-daero",
          "city", "Seoul",
          "postalCode", "04524",
          "country", "KR");

  /** What somebody wants: sent again, it is the very same. */
  record Wish(Customer customer, String key, List<CartLine> lines) {

    /** Sends it once; what was heard is in the ledger. */
    Answer send(String baseUrl) throws InterruptedException {
      var ledger = customer.ledger;
      ledger.sends(customer.id, key, lines);
      var reply = customer.http.post(baseUrl, "/api/orders", customer.token, key, body());
      reply.ifPresent(it -> ledger.hears(customer.id, key, it.status(), it.text()));
      return new Answer(reply.orElse(null));
    }

    /** Whether it is not known what came of it. */
    boolean isOpen() {
      return customer.ledger.isOpen(customer.id, key);
    }

    private Map<String, Object> body() {
      return Map.of(
          "channel",
          "WEB",
          "lines",
          lines.stream().map(Wish::json).toList(),
          "paymentMethod",
          "CARD",
          "deliveryAddress",
          ADDRESS);
    }

    private static Map<String, Object> json(CartLine line) {
      return Map.of("sku", line.sku().toString(), "quantity", line.quantity());
    }
  }

  /**
   * What came of sending a wish once.
   *
   * @param reply null where there was none
   */
  record Answer(Reply reply) {

    /** There is an order, confirmed or on its way. */
    boolean isOrdered() {
      return reply != null && (reply.status() == 201 || reply.status() == 202);
    }

    boolean isConfirmed() {
      return reply != null && reply.status() == 201;
    }

    String orderId() {
      return reply.body().path("orderId").asText();
    }

    /** Nothing more has to be asked: there is an order, or there will be none. */
    boolean isFinal() {
      return isOrdered()
          || (reply != null
              && reply.status() / 100 == 4
              && reply.status() != 429
              && !problem().equals("request-in-progress"));
    }

    String inWords() {
      return reply == null ? "no answer" : (reply.status() + " " + problem()).strip();
    }

    private String problem() {
      return reply.body().path("type").asText("").replace("urn:tidegate:problem:", "");
    }
  }

  /** Asks once to have an order cancelled; whatever is answered, the shop's books must fit. */
  Optional<Reply> cancel(String baseUrl, String orderId) throws InterruptedException {
    return http.post(
        baseUrl, "/api/orders/" + orderId + "/cancel", token, "cancel-" + orderId, Map.of());
  }
}
