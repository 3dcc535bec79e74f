package io.tidegate.cluster.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tidegate.cluster.demo.Exchange.NoReply;
import io.tidegate.cluster.demo.Exchange.Reply;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RetriesTest {

  @ParameterizedTest
  @ValueSource(ints = {429, 503, 504})
  void asksAgainWhereTheShopSaysSo(int status) {
    assertTrue(Retries.isOpen(reply(status, "overloaded", null)));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 400, 401, 404, 422, 500})
  void takesEveryOtherAnswerAsAnAnswer(int status) {
    assertFalse(Retries.isOpen(reply(status, "validation-failed", null)));
  }

  @Test
  void takesARefusalAsAnAnswer() {
    assertFalse(Retries.isOpen(reply(409, "insufficient-stock", null)));
  }

  @Test
  void asksAgainWhileTheFirstRequestOfItsKeyRuns() {
    assertTrue(Retries.isOpen(reply(409, "request-in-progress", null)));
  }

  @Test
  void asksAgainWhenTheConnectionBroke() {
    assertTrue(Retries.isOpen(new NoReply("connection reset")));
  }

  @Test
  void waitsAsLongAsTheShopAsksFor() {
    var overloaded = reply(503, "overloaded", Duration.ofSeconds(1));
    assertEquals(Duration.ofSeconds(1), Retries.pause(overloaded, 1, 0));
    assertEquals(Duration.ofMillis(1500), Retries.pause(overloaded, 1, 1));
  }

  @Test
  void doublesThePauseUpToABound() {
    var lost = new NoReply("connection reset");
    assertEquals(Duration.ofMillis(50), Retries.pause(lost, 1, 0));
    assertEquals(Duration.ofMillis(100), Retries.pause(lost, 2, 0));
    assertEquals(Duration.ofSeconds(2), Retries.pause(lost, 1000, 0));
  }

  private static Reply reply(int status, String slug, Duration retryAfter) {
    var body = JsonNodeFactory.instance.objectNode().put("type", "urn:tidegate:problem:" + slug);
    return new Reply(status, body, retryAfter, false);
  }
}
