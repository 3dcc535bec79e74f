package io.tidegate.delivery;

import io.tidegate.contracts.DeliveryId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Where a page of deliveries ended, as opaque text. */
final class DeliveryCursor {

  private DeliveryCursor() {}

  static String of(DeliveryId last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(last.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /** Empty where the text is not one of ours. */
  static Optional<DeliveryId> read(String cursor) {
    try {
      var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
      return Optional.of(DeliveryId.of(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
