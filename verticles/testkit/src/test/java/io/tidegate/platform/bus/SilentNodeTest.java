package io.tidegate.platform.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Request;
import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.contracts.inventory.InventoryApi.ReceiveStock;
import io.tidegate.contracts.ops.OpsApi;
import io.tidegate.contracts.ops.OpsApi.BreakerList;
import io.tidegate.testkit.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that says nothing, as its network or its machine stands still (F23, F24, F26). */
class SilentNodeTest extends TwoNodes {

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger wondered = new AtomicInteger();
  private final AtomicBoolean speaks = new AtomicBoolean();
  private final AtomicBoolean isThere = new AtomicBoolean();
  private ReceiveStock question;

  @BeforeEach
  void openBoth() {
    question =
        IntStream.range(0, 100)
            .mapToObj(number -> receive("MUG-" + number))
            .filter(one -> directory.ranking(ROLE, one.routingKey()).getFirst().equals("far"))
            .findFirst()
            .orElseThrow();
    open("near", _ -> Future.succeededFuture(Answer.of(LEVEL)));
    openFar(
        ROLE,
        InventoryApi.Request.class,
        _ -> {
          asked.incrementAndGet();
          return answer(speaks, Answer.of(LEVEL));
        });
    openFar(
        OpsApi.ROLE,
        OpsApi.OfNode.class,
        _ -> {
          wondered.incrementAndGet();
          return answer(isThere, Answer.of(new BreakerList(List.of())));
        });
  }

  /** With room for everything that is never answered. */
  private void openFar(String role, Class<? extends Request> type, Service service) {
    var inbox = new Inbox(vertx, role, Directory.fixed("far", nodes), type, tokens, 1_000);
    inbox.attach(vertx.getOrCreateContext(), service);
    Await.result(inbox.open());
  }

  private static Future<Answer> answer(AtomicBoolean speaks, Answer answer) {
    return speaks.get() ? Future.succeededFuture(answer) : Promise.<Answer>promise().future();
  }

  @Test
  void isAskedAfterAllOthersUntilItSaysAnything() {
    Await.until("the node is passed over", () -> !reachesTheNode());
    speaks.set(true);
    isThere.set(true);
    Await.until("the node is asked again", this::reachesTheNode);
  }

  @Test
  void isNotTakenForSilentWhileItSaysThatItIsThere() {
    isThere.set(true);
    ask(question);
    Await.until("it was asked often enough whether it is there", () -> wondered.get() > 3);
    assertTrue(reachesTheNode());
  }

  @Test
  void isNotAskedWhetherItIsThereWhileItAnswers() {
    speaks.set(true);
    for (var times = 0; times < 100; times++) {
      Await.result(ask(question));
    }
    assertEquals(0, wondered.get());
  }

  private boolean reachesTheNode() {
    var before = asked.get();
    Await.result(ask(question));
    return asked.get() > before;
  }
}
