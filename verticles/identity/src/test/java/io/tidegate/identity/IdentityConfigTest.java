package io.tidegate.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Role;
import io.tidegate.platform.conf.Conf;
import io.tidegate.platform.conf.ConfException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdentityConfigTest {

  @Test
  void hasDefaultsForAllButItsKeys() {
    var config = config(Map.of());

    assertEquals(Duration.ofMinutes(10), config.lifetimes().accessToken());
    assertEquals(Duration.ofDays(30), config.lifetimes().login());
    assertEquals(Duration.ofDays(7), config.lifetimes().idle());
    assertEquals(19_456, config.argonCost().memoryKib());
    assertEquals(2, config.argonCost().iterations());
    assertEquals(List.of(), config.accounts());
  }

  @Test
  void readsTheAccountsThatMustExist() {
    var config =
        config(
            Map.of(
                "TIDEGATE_IDENTITY_ADMIN_EMAIL", "Admin@example.com",
                "TIDEGATE_IDENTITY_ADMIN_PASSWORD", "a long password"));

    var admin = config.accounts().getFirst();
    assertEquals("admin@example.com", admin.email().value());
    assertEquals(Set.of(Role.ROLE_USER, Role.ROLE_ADMIN), admin.roles());
    assertFalse(config.toString().contains("a long password"));
  }

  @Test
  void namesTheSettingThatIsWrong() {
    var unset =
        assertThrows(
            ConfException.class,
            () -> IdentityConfig.from(Conf.load(settings(), List.of(), Map.of())));
    assertTrue(unset.getMessage().contains("identity.signingKeysFile"), unset::getMessage);
    refuses("accessTokenSeconds", Map.of("TIDEGATE_IDENTITY_ACCESS_TOKEN_SECONDS", "0"));
    refuses("accessTokenSeconds", Map.of("TIDEGATE_IDENTITY_ACCESS_TOKEN_SECONDS", "86401"));
    refuses(
        "endedLoginRetentionSeconds",
        Map.of("TIDEGATE_IDENTITY_ENDED_LOGIN_RETENTION_SECONDS", "659"));
    refuses("hashThreads", Map.of("TIDEGATE_IDENTITY_HASH_THREADS", "0"));
    refuses("opsPassword", Map.of("TIDEGATE_IDENTITY_OPS_EMAIL", "ops@example.com"));
    refuses(
        "opsPassword",
        Map.of(
            "TIDEGATE_IDENTITY_OPS_EMAIL", "ops@example.com",
            "TIDEGATE_IDENTITY_OPS_PASSWORD", "short"));
    refuses(
        "opsEmail",
        Map.of(
            "TIDEGATE_IDENTITY_OPS_EMAIL", "ops",
            "TIDEGATE_IDENTITY_OPS_PASSWORD", "a long password"));
  }

  private static void refuses(String setting, Map<String, String> environment) {
    var refusal = assertThrows(ConfException.class, () -> config(environment));
    assertTrue(refusal.getMessage().contains(setting), refusal::getMessage);
  }

  private static IdentityConfig config(Map<String, String> environment) {
    var whole = new HashMap<>(Map.of("TIDEGATE_IDENTITY_SIGNING_KEYS_FILE", "keys.json"));
    whole.putAll(environment);
    return IdentityConfig.from(Conf.load(settings(), List.of(), whole));
  }

  private static Path settings() {
    return Path.of(System.getProperty("tidegate.root"), "conf");
  }
}
