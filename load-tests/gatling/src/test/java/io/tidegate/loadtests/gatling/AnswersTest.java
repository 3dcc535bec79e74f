package io.tidegate.loadtests.gatling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.loadtests.gatling.Answers.Answer;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnswersTest {

  private final Answers answers = new Answers();

  @Test
  void seeAKeyThatWasAnsweredWithTwoOrders() {
    came("key 1", 201, "order 1");
    came("key 1", 201, "order 2");
    came("key 2", 201, "order 3");
    came("key 2", 201, "order 3");
    assertEquals(1, answers.keysWithTwoOrders());
  }

  @Test
  void takeARefusalWithoutAnOrderForAnAnswer() {
    came("key 1", 409, null);
    assertEquals(1, answers.keys());
    assertEquals(Set.of(), answers.orderIds());
  }

  @Test
  void keepTheLatest() {
    for (var number = 0; number <= Answers.KEPT_MAX; number++) {
      came("key " + number, 201, "order " + number);
    }
    assertEquals(Answers.KEPT_MAX, answers.orderIds().size());
  }

  private void came(String key, int status, String orderId) {
    answers.came(new Answer(null, key, status, orderId));
  }
}
