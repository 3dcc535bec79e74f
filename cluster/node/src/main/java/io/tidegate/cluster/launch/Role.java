package io.tidegate.cluster.launch;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a node can carry: the gateway, or a domain. */
enum Role {
  GATEWAY,
  IDENTITY,
  CATALOG,
  INVENTORY,
  ORDER,
  DELIVERY;

  /** The domains: the roles that own a schema. */
  static List<Role> domains() {
    return Arrays.stream(values()).filter(role -> role != GATEWAY).toList();
  }

  /** As settings and people write it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
