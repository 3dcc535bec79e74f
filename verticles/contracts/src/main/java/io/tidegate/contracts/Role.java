package io.tidegate.contracts;

/** What a caller may be. The names are those of the access token's {@code auth} claim. */
public enum Role {
  ROLE_USER,
  ROLE_ADMIN,
  ROLE_OPS,
  /** A machine: the dispatch batch, or a domain acting on its own behalf. */
  ROLE_SERVICE
}
