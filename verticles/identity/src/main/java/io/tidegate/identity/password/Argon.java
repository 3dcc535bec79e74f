package io.tidegate.identity.password;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Argon2id (RFC 9106) with one lane, a salt of 16 bytes and an output of 32, written as PHC
 * strings, which name their own cost. Blocks its caller for as long as the cost says.
 */
final class Argon {

  private static final int SALT_BYTES = 16;
  private static final int OUTPUT_BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final Argon2Function function;
  private final String nobodys;

  Argon(ArgonCost cost) {
    this.function =
        Argon2Function.getInstance(cost.memoryKib(), cost.iterations(), 1, OUTPUT_BYTES, Argon2.ID);
    // No password has this hash; checking one against it costs what any check costs.
    var encoder = Base64.getEncoder().withoutPadding();
    this.nobodys =
        "$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s"
            .formatted(
                function.getVersion(),
                cost.memoryKib(),
                cost.iterations(),
                encoder.encodeToString(bytes(SALT_BYTES)),
                encoder.encodeToString(bytes(OUTPUT_BYTES)));
  }

  String hash(String password) {
    return function.hash(utf8(password), bytes(SALT_BYTES)).getResult();
  }

  boolean matches(String password, String hash) {
    return Argon2Function.getInstanceFromHash(hash).check(utf8(password), utf8(hash));
  }

  /** A hash that no password has. */
  String nobodys() {
    return nobodys;
  }

  /** Whether a hash was made at another cost than today's. */
  boolean isOutdated(String hash) {
    return !Argon2Function.getInstanceFromHash(hash).equals(function);
  }

  private byte[] bytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
