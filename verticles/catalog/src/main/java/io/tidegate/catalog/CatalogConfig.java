package io.tidegate.catalog;

import io.tidegate.platform.conf.Conf;

/** The catalogue's settings beside its database's: keys of {@code conf/catalog.json}. */
public record CatalogConfig(int inFlightMax, int slots) {

  /** Reads and checks them. */
  public static CatalogConfig from(Conf conf) {
    var section = conf.section("catalog");
    return new CatalogConfig(
        section.integer("inFlightMax", 1, 1_000_000), section.integer("slots", 1, 64));
  }
}
