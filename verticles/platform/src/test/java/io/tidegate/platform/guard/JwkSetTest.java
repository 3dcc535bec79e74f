package io.tidegate.platform.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class JwkSetTest {

  @Test
  void readsWhatItWrote() {
    var set = JwkSet.generate();

    var read = JwkSet.parse(set.toJson());

    assertEquals(set.toJson(), read.toJson());
    assertTrue(read.canSign());
  }

  @Test
  void publishesNoPrivatePart() {
    var published = JwkSet.generate().publicOnly();

    assertFalse(published.toJson().contains("\"d\""));
    assertFalse(published.canSign());
  }

  @Test
  void namesEachKeyDifferently() {
    assertFalse(JwkSet.generate().toString().equals(JwkSet.generate().toString()));
  }

  @Test
  void refusesKeysThatAreNotForEs256() {
    refuses("{}");
    refuses("{\"keys\":[]}");
    refuses("{\"keys\":[7]}");
    refuses("no json");
    refuses(with("kty", "RSA"));
    refuses(with("crv", "P-384"));
    refuses(with("alg", "HS256"));
    refuses(with("kid", ""));
    refuses(with("x", "AAAA"));
    refuses(with("y", "not base64url!"));
    refuses(with("d", "AAAA"));
  }

  @Test
  void refusesTwoKeysOfOneName() {
    var key = key();
    refuses(new JsonObject().put("keys", new JsonArray().add(key).add(key)).encode());
  }

  private static JsonObject key() {
    return new JsonObject(JwkSet.generate().toJson()).getJsonArray("keys").getJsonObject(0);
  }

  private static String with(String name, String value) {
    return new JsonObject().put("keys", new JsonArray().add(key().put(name, value))).encode();
  }

  private static void refuses(String json) {
    assertThrows(IllegalArgumentException.class, () -> JwkSet.parse(json), json);
  }
}
