package io.tidegate.simulation.store;

import io.vertx.sqlclient.PropertyKind;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.desc.ColumnDescriptor;
import io.vertx.sqlclient.impl.RowBase;
import java.util.Arrays;
import java.util.List;

/** An answer as the client's callers see it. */
final class Rows implements RowSet<Row> {

  private final Answer answer;

  Rows(Answer answer) {
    this.answer = answer;
  }

  private static final class OneRow extends RowBase {
    private final List<String> columns;

    private OneRow(List<String> columns, Object[] values) {
      super(Arrays.asList(values));
      this.columns = columns;
    }

    @Override
    public String getColumnName(int position) {
      return columns.get(position);
    }

    @Override
    public int getColumnIndex(String column) {
      return columns.indexOf(column);
    }
  }

  @Override
  public RowIterator<Row> iterator() {
    var rows = answer.rows().iterator();
    return new RowIterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Row next() {
        return new OneRow(answer.columns(), rows.next());
      }
    };
  }

  @Override
  public int rowCount() {
    return answer.count();
  }

  @Override
  public List<String> columnsNames() {
    return answer.columns();
  }

  @Override
  public List<ColumnDescriptor> columnDescriptors() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int size() {
    return answer.rows().size();
  }

  @Override
  public <V> V property(PropertyKind<V> kind) {
    return null;
  }

  @Override
  public RowSet<Row> value() {
    return this;
  }

  @Override
  public RowSet<Row> next() {
    return null;
  }
}
