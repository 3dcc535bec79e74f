package io.tidegate.cluster.demo;

import io.tidegate.platform.json.Json;
import java.util.UUID;

/**
 * One request to the shop. A retry sends the very same one.
 *
 * @param bearer the access token, or null
 * @param key the idempotency key, or null
 * @param body the JSON text, or null
 */
record Call(String method, String path, String bearer, String key, String body) {

  static Call get(String path) {
    return new Call("GET", path, null, null, null);
  }

  static Call post(String path, Object body) {
    return new Call("POST", path, null, null, body == null ? null : Json.encode(body));
  }

  Call as(String accessToken) {
    return new Call(method, path, accessToken, key, body);
  }

  Call under(String idempotencyKey) {
    return new Call(method, path, bearer, idempotencyKey, body);
  }

  /** With a key of its own, so that it may be repeated. */
  Call once() {
    return under(UUID.randomUUID().toString());
  }

  @Override
  public String toString() {
    return method + ' ' + path;
  }
}
