package io.tidegate.cluster.demo;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The shoppers' passwords: drawn from the admin's, which is drawn at random for each data folder,
 * so that a later run on the folder knows them and nobody else does.
 */
final class Passwords {

  private static final String ALGORITHM = "HmacSHA256";

  private Passwords() {}

  static String of(String email, String adminPassword) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(adminPassword.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(email.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException cause) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, cause);
    }
  }
}
