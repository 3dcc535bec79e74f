package io.tidegate.cluster.journey;

/** A member of the shop and what they log in with. */
record Member(String email, String password, Visitor visitor) {

  Answer get(String path) {
    return visitor.get(path);
  }

  Answer post(String path, Object body) {
    return visitor.post(path, body);
  }

  Answer post(String path, Object body, String key) {
    return visitor.post(path, body, key);
  }
}
