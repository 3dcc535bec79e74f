package io.tidegate.cluster.backup;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a backup says of itself, in its last entry.
 *
 * @param form of the file; a reader refuses one that it does not know
 * @param at the moment at which the shop stood as it is in here
 */
public record Contents(int form, Instant at, List<Schema> schemas) {

  static final int FORM = 1;

  public Contents {
    schemas = List.copyOf(schemas);
  }

  /**
   * A domain's tables.
   *
   * @param version of its migrations
   * @param sequences the numbers drawn last, by sequence
   */
  public record Schema(
      String domain, String version, List<Table> tables, Map<String, Long> sequences) {

    public Schema {
      tables = List.copyOf(tables);
      sequences = Map.copyOf(sequences);
    }
  }

  /** A table. */
  public record Table(String name, List<String> columns, long rows) {

    public Table {
      columns = List.copyOf(columns);
    }
  }

  /** The version of each domain's migrations, by domain. */
  public Map<String, String> versions() {
    return schemas.stream().collect(Collectors.toMap(Schema::domain, Schema::version));
  }

  /** In all tables. */
  public long rows() {
    return schemas.stream()
        .flatMap(schema -> schema.tables().stream())
        .mapToLong(Table::rows)
        .sum();
  }
}
