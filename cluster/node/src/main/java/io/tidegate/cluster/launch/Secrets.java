package io.tidegate.cluster.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Every password and key of one data folder: drawn at random at its first start and kept beside the
 * data that they belong to. They do not print.
 *
 * @param domainPasswords of the database roles, by domain
 */
record Secrets(
    Account admin,
    Account ops,
    LocalJson.ServiceClient service,
    String postgresPassword,
    Map<String, String> domainPasswords,
    String internalTokenSecret) {

  private static final int BYTES = 24;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The folder's secrets, drawn now if it has none. */
  static Secrets of(Path file) {
    if (Files.exists(file)) {
      return PrivateFile.read(file, Secrets.class);
    }
    var drawn = draw();
    PrivateFile.write(file, drawn);
    return drawn;
  }

  private static Secrets draw() {
    return new Secrets(
        new Account("admin@tidegate.local", word()),
        new Account("ops@tidegate.local", word()),
        new LocalJson.ServiceClient("service-" + word().substring(0, 8), word()),
        word(),
        Role.domains().stream().collect(Collectors.toMap(Role::word, _ -> word())),
        word() + word());
  }

  /** 192 random bits in letters that need no quoting in a URI or a shell. */
  private static String word() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).replace('-', 'x');
  }

  @Override
  public String toString() {
    return "Secrets[•••]";
  }
}
