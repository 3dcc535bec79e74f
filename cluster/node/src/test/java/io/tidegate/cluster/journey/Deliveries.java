package io.tidegate.cluster.journey;

import io.tidegate.testkit.Await;
import java.util.Map;

/** Parcels in tests. */
final class Deliveries {

  private Deliveries() {}

  /** The delivery of an order; it follows the confirmation by an event, so this may wait. */
  static Answer awaitScheduled(Member owner, String orderId) {
    var path = "/api/orders/" + orderId + "/delivery";
    Await.until("order " + orderId + " is scheduled", () -> owner.get(path).status() == 200);
    return owner.get(path).is(200);
  }

  static String status(Member owner, String orderId) {
    return owner.get("/api/orders/" + orderId + "/delivery").is(200).text("/status");
  }

  /** Sends everything off that is scheduled by now, whoever ordered it. */
  static void dispatchAll(Shop shop) {
    Await.until(
        "nothing is scheduled any more",
        () ->
            shop.admin()
                    .post("/api/admin/deliveries/dispatch", Map.of())
                    .is(200)
                    .number("/dispatched")
                == 0);
  }
}
