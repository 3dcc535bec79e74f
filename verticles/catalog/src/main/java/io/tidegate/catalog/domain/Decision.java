package io.tidegate.catalog.domain;

import io.tidegate.contracts.Refusal;
import io.tidegate.contracts.catalog.CatalogEvents.CatalogEvent;

/** What comes of a command. */
public sealed interface Decision {

  /** This happens. */
  record Accepted(CatalogEvent event) implements Decision {}

  /** The rule says no. */
  record Refused(Refusal refusal) implements Decision {}
}
