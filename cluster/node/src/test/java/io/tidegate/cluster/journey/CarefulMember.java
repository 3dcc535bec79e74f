package io.tidegate.cluster.journey;

import io.tidegate.cluster.check.OrderLedger;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.order.OrderApi.CartLine;
import io.tidegate.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A member who writes down what is ordered before it is sent, and what was heard. */
record CarefulMember(Member member, String memberId, OrderLedger ledger) {

  static CarefulMember of(Member member, OrderLedger ledger) {
    var memberId = member.get("/api/member/me").is(200).text("/memberId");
    return new CarefulMember(member, memberId, ledger);
  }

  /** Sends an order once, to the node where the member is; empty where there was no answer. */
  Optional<Answer> attempt(String sku, int quantity, String key) {
    return attempt(member.visitor(), sku, quantity, key);
  }

  /** The same to the node of that visitor. */
  Optional<Answer> attempt(Visitor visitor, String sku, int quantity, String key) {
    return attempt(visitor, List.of(new CartLine(new Sku(sku), quantity)), key);
  }

  Optional<Answer> attempt(Visitor visitor, List<CartLine> lines, String key) {
    ledger.sends(memberId, key, lines);
    var cart =
        Cart.of(lines.stream().map(it -> Cart.line(it.sku().value(), it.quantity())).toList());
    var answer = answered(() -> visitor.post("/api/orders", cart, key));
    answer.ifPresent(it -> ledger.hears(memberId, key, it.status(), it.body().toString()));
    return answer;
  }

  /** Sends it until the answer is an order, as a careful client does. */
  Answer insist(String sku, int quantity, String key, Duration patience) {
    var orders = new ArrayList<Answer>();
    Await.until(
        "the order is answered",
        patience,
        () -> {
          attempt(sku, quantity, key).filter(CarefulMember::isOrder).ifPresent(orders::add);
          return !orders.isEmpty();
        });
    return orders.getFirst();
  }

  static boolean isOrder(Answer answer) {
    return answer.status() == 201 || answer.status() == 202;
  }

  /** An answer, or nothing where nobody is there or nobody speaks. */
  static Optional<Answer> answered(Supplier<Answer> call) {
    try {
      return Optional.of(call.get());
    } catch (NoAnswerError _) {
      return Optional.empty();
    }
  }
}
