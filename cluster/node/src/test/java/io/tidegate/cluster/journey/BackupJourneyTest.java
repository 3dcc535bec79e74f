package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.cluster.MemberTokens;
import io.tidegate.contracts.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator backs the shop up while it is open, and makes another one of that. */
@Journey
final class BackupJourneyTest {

  private final Shop shop;
  private final Path file;
  private final Tidegate tidegate;

  BackupJourneyTest(Shop shop, @TempDir Path folder) {
    this.shop = shop;
    this.file = folder.resolve("shop.backup");
    this.tidegate = new Tidegate(folder);
  }

  @Test
  void goesOnFromWhereItStood() throws IOException {
    var member = shop.newMember();
    var login = shop.anyone().post("/auth/login", credentials(member)).is(200);
    var sku = shop.product(9);
    var before = member.post("/api/orders", Cart.of(sku, 2), "before").is(201);
    member.post("/api/orders", Cart.of(sku, 8), "refused").is(409);
    assertEquals(
        0, tidegate.run("backup", file.toString(), "--data", shop.dataFolder()), this::said);
    var lost = member.post("/api/orders", Cart.of(sku, 3), "after").is(201).text("/orderId");

    var folder = Files.createTempDirectory("tidegate-restored");
    var data = RunningShop.data(folder).toString();
    assertEquals(0, tidegate.run("restore", file.toString(), "--data", data), this::said);

    try (var running = RunningShop.start(folder, 1, SharedShop.PATIENCE)) {
      var restored = new Shop(running.localJson());
      var known = restored.logIn(member.email(), member.password());
      var order = "/api/orders/" + before.text("/orderId");
      assertEquals(before.body(), known.get(order).is(200).body());
      assertEquals(2, restored.stock(sku).path("reserved").asInt());

      // What came after the backup is gone; its key makes another order.
      known.get("/api/orders/" + lost).is(404);
      var again = known.post("/api/orders", Cart.of(sku, 3), "after").is(201).text("/orderId");
      assertNotEquals(lost, again);
      var replayed = known.post("/api/orders", Cart.of(sku, 2), "before").is(201);
      assertTrue(replayed.isReplayed());
      assertEquals(before.text("/orderId"), replayed.text("/orderId"));

      // Neither logins nor keys are restored.
      assertEquals(200, me(shop, token(member)));
      assertEquals(401, me(restored, token(member)));
      assertEquals(401, restored.anyone().post("/auth/reissue", pair(login)).status());

      // Its event comes to delivery behind all that were restored.
      Deliveries.awaitScheduled(known, again);
      assertEquals(0, tidegate.run("check", "--data", data), this::said);
    }
  }

  /** As of a login of theirs, signed with the key of the shop that was backed up. */
  private String token(Member member) {
    var memberId = member.get("/api/member/me").is(200).text("/memberId");
    var keys = Path.of(shop.dataFolder(), "keys", "signing-keys.json");
    try (var tokens = new MemberTokens(keys, "tidegate", "tidegate-api")) {
      return tokens.sign(memberId, Role.ROLE_USER, Duration.ofMinutes(10));
    }
  }

  private static int me(Shop where, String token) {
    return Visitor.withToken(where.url(), token).get("/api/member/me").status();
  }

  private static Map<String, String> pair(Answer login) {
    return Map.of(
        "accessToken", login.text("/accessToken"), "refreshToken", login.text("/refreshToken"));
  }

  private static Map<String, String> credentials(Member member) {
    return Shop.credentials(member.email(), member.password());
  }

  private String said() {
    return tidegate.output();
  }
}
