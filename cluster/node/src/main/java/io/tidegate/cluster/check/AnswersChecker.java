package io.tidegate.cluster.check;

import io.tidegate.cluster.check.OrderLedger.Answer;
import io.tidegate.cluster.check.OrderReader.Seen;
import io.tidegate.contracts.order.OrderApi.CartLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * Reads what a client was told of once more, through the gateway: what the tables say is one thing,
 * what a customer sees is another.
 */
public final class AnswersChecker implements Checker {

  private static final int AT_ONCE = 32;

  private final OrderLedger ledger;
  private final OrderReader reader;

  /** A checker of what this ledger says when it is asked. */
  public AnswersChecker(OrderLedger ledger, OrderReader reader) {
    this.ledger = ledger;
    this.reader = reader;
  }

  @Override
  public String name() {
    return "answers";
  }

  @Override
  public String promise() {
    return "Every order that a client was told of is read by its customer through the gateway, with"
        + " the lines and the total that were told, at the status that was told or one that follows.";
  }

  @Override
  public Verdict check(ShopUnderCheck shop) {
    var looks = new ArrayList<Callable<List<String>>>();
    ledger
        .entries()
        .forEach(
            (key, entry) ->
                entry
                    .answers()
                    .forEach(told -> looks.add(() -> look(key.customerId(), entry.lines(), told))));
    var offences = new Offences();
    try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      for (var found : threads.invokeAll(looks)) {
        found.get().forEach(offences::add);
      }
    } catch (InterruptedException cause) {
      Thread.currentThread().interrupt();
      throw new CheckException("Interrupted while orders were read.", cause);
    } catch (ExecutionException cause) {
      throw new CheckException(
          "Orders cannot be read through the gateway: " + cause.getCause().getMessage(), cause);
    }
    return offences.verdict(this, looks.size(), "answers");
  }

  private List<String> look(String customerId, List<CartLine> lines, Answer told)
      throws InterruptedException {
    return offences(lines, told, reader.read(customerId, told.orderId()));
  }

  /** What is wrong with an order that was read, by what was told of it. */
  static List<String> offences(List<CartLine> lines, Answer told, Seen seen) {
    var order = seen.order();
    if (order == null) {
      return List.of(
          "order %s was told as %s and is read as %d"
              .formatted(told.orderId(), told.status(), seen.httpStatus()));
    }
    var offences = new ArrayList<String>();
    if (!order.orderId().equals(told.orderId())) {
      offences.add("order %s is read as %s".formatted(told.orderId(), order.orderId()));
    }
    if (!follows(told.status(), order.status())) {
      offences.add(
          "order %s was told as %s and is read as %s"
              .formatted(told.orderId(), told.status(), order.status()));
    }
    if (!Set.copyOf(order.lines()).equals(Set.copyOf(lines))) {
      offences.add("order %s is read with other lines".formatted(told.orderId()));
    }
    if (told.total() != null && !told.total().equals(order.total())) {
      offences.add(
          "order %s was told to cost %s and is read as %s"
              .formatted(told.orderId(), told.total(), order.total()));
    }
    return offences;
  }

  private static boolean follows(String told, String now) {
    return switch (told) {
      case "CONFIRMED" -> !Set.of("PENDING", "REJECTED").contains(now);
      case "REJECTED" -> now.equals("REJECTED");
      default -> true;
    };
  }
}
