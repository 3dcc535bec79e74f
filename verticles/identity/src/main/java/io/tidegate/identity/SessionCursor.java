package io.tidegate.identity;

import io.tidegate.contracts.SessionId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Where a page of logins ends: the last one's id, in base64url. */
final class SessionCursor {

  private static final int UUID_BYTES = 16;

  private SessionCursor() {}

  static String of(SessionId last) {
    var bytes =
        ByteBuffer.allocate(UUID_BYTES)
            .putLong(last.value().getMostSignificantBits())
            .putLong(last.value().getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /** Reads one; empty where it is not one of ours. */
  static Optional<SessionId> read(String cursor) {
    try {
      var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      return bytes.remaining() == UUID_BYTES
          ? Optional.of(new SessionId(new UUID(bytes.getLong(), bytes.getLong())))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      // Not base64url.
      return Optional.empty();
    }
  }
}
