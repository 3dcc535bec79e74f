package io.tidegate.cluster.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.cluster.demo.Attempt.Answer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AnswersTest {

  private static final Attempt FIRST = attempt("key-1");
  private static final Attempt SECOND = attempt("key-2");

  @Test
  void countsAKeyThatHasTwoOrders() {
    var answers =
        new Answers(
            List.of(
                new Answer(FIRST, 201, "order-1"),
                new Answer(FIRST, 201, "order-2"),
                new Answer(SECOND, 201, "order-3")));
    assertEquals(1, answers.keysWithTwoOrders());
  }

  @Test
  void takesARepeatWithTheSameOrderForOne() {
    var answers =
        new Answers(List.of(new Answer(FIRST, 202, "order-1"), new Answer(FIRST, 201, "order-1")));
    assertEquals(0, answers.keysWithTwoOrders());
    assertEquals(1, answers.onePerOrder().size());
  }

  @Test
  void knowsWhatWasPromised() {
    var answers =
        new Answers(
            List.of(
                new Answer(FIRST, 201, "order-1"),
                new Answer(SECOND, 409, "order-2"),
                new Answer(attempt("key-3"), 409, null)));
    assertEquals(Set.of("order-1", "order-2"), answers.orderIds());
    assertEquals(Set.of("order-1"), answers.confirmed());
    assertEquals(Set.of("order-2"), answers.rejected());
  }

  private static Attempt attempt(String key) {
    return new Attempt(0, new Shopper(0, null), Call.post("/api/orders", "").under(key));
  }
}
