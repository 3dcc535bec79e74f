package io.tidegate.platform.eventstore;

import io.tidegate.platform.json.Json;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** The events of a batch as the arrays that {@link EventStore#tail} takes. */
public final class EventRows {

  private final String[] ids;
  private final Integer[] versions;
  private final String[] types;
  private final String[] data;
  private final String[] metadata;

  private EventRows(int size) {
    ids = new String[size];
    versions = new Integer[size];
    types = new String[size];
    data = new String[size];
    metadata = new String[size];
  }

  /** The events of all appends; each aggregate's in their order. All have the same origin. */
  public static EventRows of(Collection<Append> batch, Origin origin) {
    var same = Json.encode(origin);
    return of(batch, Stream.generate(() -> same).iterator());
  }

  /** The same with an origin for each append. */
  public static EventRows of(Collection<Append> batch, List<Origin> origins) {
    return of(batch, origins.stream().map(Json::encode).iterator());
  }

  private static EventRows of(Collection<Append> batch, Iterator<String> origins) {
    var rows = new EventRows(batch.stream().mapToInt(append -> append.events().size()).sum());
    var row = 0;
    for (var append : batch) {
      var version = append.expectedVersion();
      var origin = origins.next();
      for (var event : append.events()) {
        rows.ids[row] = append.aggregateId();
        rows.versions[row] = ++version;
        rows.types[row] = EventTypes.nameOf(event);
        rows.data[row] = Json.encode(event);
        rows.metadata[row] = origin;
        row++;
      }
    }
    return rows;
  }

  /** Adds the five arrays. */
  public void addTo(Tuple parameters) {
    parameters
        .addArrayOfString(ids)
        .addArrayOfInteger(versions)
        .addArrayOfString(types)
        .addArrayOfString(data)
        .addArrayOfString(metadata);
  }
}
