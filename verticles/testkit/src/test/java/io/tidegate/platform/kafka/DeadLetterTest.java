package io.tidegate.platform.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.CommonRefusal.Forbidden;
import io.tidegate.contracts.CommonRefusal.NotFound;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.ops.OpsApi.DeadLetter;
import io.tidegate.contracts.ops.OpsApi.DeadLetterList;
import io.tidegate.contracts.ops.OpsApi.DeadLetterRetry;
import io.tidegate.contracts.ops.OpsApi.ListDeadLetters;
import io.tidegate.contracts.ops.OpsApi.RetryDeadLetter;
import io.tidegate.platform.bus.Inquiry;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What operators see of events that could not be applied, and what a retry does. */
class DeadLetterTest extends EventFlow {

  private static final Caller OPERATOR = new Caller("mina", Set.of(Role.ROLE_OPS), null);

  @Test
  void appliesWhatWasParkedInItsOrder() {
    deploy(node);
    park("SKU-1", 3);
    append("SKU-2", 0, 1);
    awaitSeen(1);
    seen.poison.clear();

    retry(only());

    awaitSeen(4);
    assertEquals(0, disorder());
    assertEquals(0, parked());
    assertEquals(0, wishes());
    assertEquals(0, waiting());
    append("SKU-1", 3, 1);
    awaitSeen(5);
    assertEquals(0, disorder());
  }

  @Test
  void showsTheFirstOfEachAggregate() {
    deploy(node);
    park("SKU-1", 3);

    var letter = only();

    assertEquals("SKU-1", letter.aggregateId());
    assertEquals(1, letter.version());
    assertEquals("stock.changed.v1", letter.type());
    assertEquals(seen.name(), letter.consumer());
    assertEquals("java.lang.IllegalStateException: no sense in SKU-1", letter.reason());
    assertEquals(2, letter.behind());
    assertEquals(1, letter.attempts());
    assertEquals(1, waiting());
  }

  @Test
  void showsThemByPages() {
    deploy(node);
    for (var id = 1; id <= 3; id++) {
      park("SKU-" + id, 1);
    }

    var first = list(0, 2);
    var second = list(first.getLast().number(), 2);

    assertEquals(List.of("SKU-1", "SKU-2"), first.stream().map(DeadLetter::aggregateId).toList());
    assertEquals(List.of("SKU-3"), second.stream().map(DeadLetter::aggregateId).toList());
  }

  @Test
  void keepsWhatFailsAgain() {
    deploy(node);
    park("SKU-1", 2);
    park("SKU-2", 1);
    seen.poison.remove("SKU-2");

    retry(list(0, 10).getFirst());
    retry(list(0, 10).getLast());

    awaitSeen(1);
    Await.until("it was tried again", () -> only().attempts() == 2);
    assertEquals("SKU-1", only().aggregateId());
    assertEquals(1, only().behind());
    assertEquals(0, wishes());
  }

  @Test
  void keepsWhatCannotEvenBeRead() {
    deploy(node);
    park("SKU-1", 1);
    database.execute(
        "UPDATE inventory.dead_letter SET headers = '{\"ce_time\": \"noon\", \"ce_id\": null}'");

    retry(only());

    Await.until("it was tried again", () -> only().attempts() == 2);
    append("SKU-2", 0, 1);
    awaitSeen(1);
  }

  @Test
  void triesUntilTheWorldLetsIt() {
    deploy(node);
    park("SKU-1", 2);
    seen.poison.clear();
    seen.outages.set(2);

    retry(only());

    awaitSeen(2);
    assertEquals(0, parked());
  }

  @Test
  void goesOnWhereMoreIsParkedThanATurnTakes() {
    deploy(node);
    var count = node.platform().kafka().pollRecordsMax() + 10;
    park("SKU-1", count);
    seen.poison.clear();

    retry(only());

    awaitSeen(count);
    assertEquals(0, disorder());
    assertEquals(0, parked());
    assertEquals(0, wishes());
  }

  @Test
  void parksBehindWhatWasOnlyPartlyApplied() {
    deploy(node);
    park("SKU-1", 1);
    append("SKU-1", 1, 1);
    Await.until("it waits behind", () -> parked() == 2);
    seen.poison.clear();
    // The second one breaks the primary key; the first does not.
    database.execute("INSERT INTO inventory.seen (aggregate_id, version) VALUES ('SKU-1', 2)");

    retry(only());
    Await.until("the first is applied", () -> parked() == 1);
    Await.until("the second was tried", () -> only().attempts() == 2);

    append("SKU-1", 2, 1);
    Await.until("the third waits behind", () -> only().behind() == 1);
  }

  @Test
  void knowsNoLetterOfAnotherNumber() {
    assertInstanceOf(NotFound.class, ask(OPERATOR, new RetryDeadLetter(4711)));
  }

  @Test
  void isForOperatorsAlone() {
    var admin = new Caller("kim", Set.of(Role.ROLE_USER, Role.ROLE_ADMIN), null);
    assertInstanceOf(Forbidden.class, ask(admin, new ListDeadLetters(0, 1)));
    assertInstanceOf(Forbidden.class, ask(admin, new RetryDeadLetter(1)));
  }

  private void park(String id, int count) {
    var before = parked();
    seen.poison.add(id);
    append(id, 0, count);
    Await.until("they are parked", () -> parked() == before + count);
  }

  private DeadLetter only() {
    var letters = list(0, 10);
    assertEquals(1, letters.size(), letters::toString);
    return letters.getFirst();
  }

  private List<DeadLetter> list(long after, int limit) {
    return ((DeadLetterList) ask(OPERATOR, new ListDeadLetters(after, limit))).items();
  }

  private void retry(DeadLetter letter) {
    assertInstanceOf(DeadLetterRetry.class, ask(OPERATOR, new RetryDeadLetter(letter.number())));
  }

  private Reply ask(Caller caller, Request request) {
    var desk = new DeadLetterDesk(postgres, "inventory");
    var deadline = Deadline.in(Duration.ofSeconds(5));
    return Await.result(desk.answer(new Inquiry<>(request, caller, deadline, null))).reply();
  }

  private long wishes() {
    return database.number("SELECT count(*) FROM inventory.dead_letter_retry");
  }

  private double waiting() {
    return node.platform()
        .meters()
        .get("tidegate.dead.letters")
        .tag("consumer", seen.name())
        .gauge()
        .value();
  }
}
