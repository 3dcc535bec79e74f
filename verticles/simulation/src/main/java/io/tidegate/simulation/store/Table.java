package io.tidegate.simulation.store;

import java.util.LinkedHashMap;
import java.util.Map;

/** Committed rows by their key, and who has which key locked, whether there is a row or not. */
final class Table<K, V> {

  private final String name;
  final Map<K, V> rows = new LinkedHashMap<>();
  final Map<K, Transaction> locks = new LinkedHashMap<>();

  Table(String name) {
    this.name = name;
  }

  @Override
  public String toString() {
    return name;
  }
}
