package io.tidegate.cluster.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** What came of sending a call once. */
sealed interface Exchange {

  /**
   * The shop said something.
   *
   * @param body a missing node where there was none
   * @param retryAfter when to ask again; null where the shop did not say
   * @param replayed whether this is the answer that the key already had
   */
  record Reply(int status, JsonNode body, Duration retryAfter, boolean replayed)
      implements Exchange {

    /** The slug of the problem, or nothing. */
    String problem() {
      return body.path("type").asText("").replace("urn:tidegate:problem:", "");
    }

    /** The order that this is about, or null. */
    String orderId() {
      return body.path("orderId").asText(null);
    }

    /** For calls that have no other good end. */
    Reply expect(int expected, Call call) {
      if (status != expected) {
        throw new DemoException("%s answered %d %s".formatted(call, status, body));
      }
      return this;
    }
  }

  /** No answer: whether anything was done is not known. */
  record NoReply(String reason) implements Exchange {}
}
