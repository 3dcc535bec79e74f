package io.tidegate.cluster.launch;

/** An account that is made at the first start. Its password does not print. */
public record Account(String email, String password) {

  @Override
  public String toString() {
    return "Account[" + email + ", •••]";
  }
}
