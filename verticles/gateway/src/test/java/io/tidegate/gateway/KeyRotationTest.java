package io.tidegate.gateway;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.identity.IdentityApi.GetKeys;
import io.tidegate.contracts.identity.IdentityApi.GetMe;
import io.tidegate.contracts.identity.IdentityApi.MemberView;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.guard.JwkSet;
import io.tidegate.testkit.Await;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys come and go while members call and strangers make keys up (F40). */
@Timeout(60)
class KeyRotationTest {

  private static final int INTERVAL_MILLIS = 100;
  private static final int ROTATIONS = 5;

  private final AtomicBoolean over = new AtomicBoolean();
  private final Map<Integer, Integer> answered = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> answeredToStrangers = new ConcurrentHashMap<>();

  @Test
  void refusesNoGoodTokenWhileKeysAreRotated() throws Exception {
    try (var shop =
            ScriptedShop.open(plan -> plan.set("gateway", "keysIntervalMs", INTERVAL_MILLIS));
        var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      shop.onInquiry(GetMe.class, inquiry -> Answer.of(view(inquiry.caller().subject())));
      var begin = System.nanoTime();
      var askedBefore = shop.asked(GetKeys.class).size();
      var calling =
          List.of(
              clients.submit(() -> call(shop, answered, () -> shop.token(Role.ROLE_USER))),
              clients.submit(() -> call(shop, answered, () -> shop.token(Role.ROLE_USER))),
              clients.submit(() -> call(shop, answeredToStrangers, () -> madeUp(shop))));

      for (var i = 0; i < ROTATIONS; i++) {
        rotate(shop);
      }
      over.set(true);
      for (var one : calling) {
        one.get(30, TimeUnit.SECONDS);
      }
      // On a machine that is busy with others some come too late, which is not the point here.
      assertFalse(answered.containsKey(401), answered.toString());
      assertTrue(answered.get(200) > ROTATIONS, answered.toString());
      assertFalse(answeredToStrangers.containsKey(200), answeredToStrangers.toString());
      var most = Duration.ofNanos(System.nanoTime() - begin).toMillis() / INTERVAL_MILLIS + 1;
      var asked = shop.asked(GetKeys.class).size() - askedBefore;
      assertTrue(asked <= most, asked + " questions, and not " + most);
      // Each rotation was noticed at all.
      assertTrue(asked >= ROTATIONS, "only " + asked + " questions");
    }
  }

  /** As {@code SigningKeys} of identity says: known to everybody first, in use then, gone last. */
  private static void rotate(ScriptedShop shop) {
    var current = shop.keys();
    var next = JwkSet.generate();
    shop.signWith(both(current, next));
    awaitAQuestion(shop);
    shop.signWith(both(next, current));
    awaitAQuestion(shop);
    shop.signWith(next);
    awaitAQuestion(shop);
  }

  /** The strangers' made-up keys see to it that one comes. */
  private static void awaitAQuestion(ScriptedShop shop) {
    var asked = shop.asked(GetKeys.class).size();
    // The first may have been on its way already when the keys changed.
    Await.until("keys are asked for", () -> shop.asked(GetKeys.class).size() >= asked + 2);
  }

  private static JwkSet both(JwkSet first, JwkSet second) {
    var keys = new JsonArray();
    Stream.of(first, second)
        .map(set -> new JsonObject(set.toJson()).getJsonArray("keys").getJsonObject(0))
        .forEach(keys::add);
    return JwkSet.parse(new JsonObject().put("keys", keys).encode());
  }

  private void call(
      ScriptedShop shop,
      Map<Integer, Integer> statuses,
      java.util.function.Supplier<String> tokens) {
    while (!over.get()) {
      var answer = shop.send(shop.request("/api/member/me", tokens.get()).GET());
      statuses.merge(answer.statusCode(), 1, Integer::sum);
    }
  }

  private static String madeUp(ScriptedShop shop) {
    var now = Instant.now();
    var caller = ScriptedShop.caller(Role.ROLE_ADMIN);
    return shop.token(
        JwkSet.generate(), "tidegate", "tidegate-api", caller, now, now.plusSeconds(60));
  }

  private static MemberView view(String member) {
    return new MemberView("mina@example.com", MemberId.of(member), java.util.Set.of());
  }
}
