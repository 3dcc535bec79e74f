package io.tidegate.simulation.store;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;

/** What a statement answers: rows under their columns, or how many it changed. */
public final class Answer {

  private final List<String> columns;
  private final List<Object[]> rows = new ArrayList<>();
  private int count;

  private Answer(List<String> columns) {
    this.columns = columns;
  }

  static Answer of(String... columns) {
    return new Answer(List.of(columns));
  }

  static Answer changed(int count) {
    var answer = new Answer(List.of());
    answer.count = count;
    return answer;
  }

  Answer row(Object... values) {
    rows.add(values);
    count++;
    return this;
  }

  public List<String> columns() {
    return columns;
  }

  public List<Object[]> rows() {
    return rows;
  }

  public int count() {
    return count;
  }

  @Override
  public String toString() {
    var text = new JsonArray();
    rows.forEach(row -> text.add(java.util.Arrays.deepToString(row)));
    return count + " " + columns + " " + text.encode();
  }
}
