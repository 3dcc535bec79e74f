package io.tidegate.platform.eventstore;

import io.vertx.sqlclient.Row;
import java.time.Instant;

/** A row of an event table; {@code data} and {@code metadata} are JSON text. */
public record StoredEvent(
    String aggregateId, int version, String type, String data, String metadata, Instant at) {

  static StoredEvent of(Row row) {
    return new StoredEvent(
        row.getString("aggregate_id"),
        row.getInteger("version"),
        row.getString("type"),
        row.getString("data"),
        row.getString("metadata"),
        row.getOffsetDateTime("at").toInstant());
  }
}
