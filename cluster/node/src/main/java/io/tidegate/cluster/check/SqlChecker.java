package io.tidegate.cluster.check;

import java.sql.SQLException;
import java.util.ArrayList;

/**
 * A promise that SQL can say: the file of its name begins with the promise as a comment and selects
 * every offence against it as one text.
 */
final class SqlChecker implements Checker {

  private static final String FIRST_OF =
      "SELECT offence, count(*) OVER () FROM (\n%s\n) AS offences (offence) LIMIT %d";

  private final String name;
  private final String of;
  private final String examined;
  private final SqlFile file;

  /**
   * A checker.
   *
   * @param of what is looked at, in the plural
   * @param examined the tables, or whatever stands behind FROM, whose rows those are
   */
  SqlChecker(String name, String of, String examined) {
    this.name = name;
    this.of = of;
    this.examined = examined;
    this.file = SqlFile.of(name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String promise() {
    return file.comment();
  }

  @Override
  public Verdict check(ShopUnderCheck shop) throws SQLException {
    var wrong = 0L;
    var first = new ArrayList<String>();
    try (var statement = shop.snapshot().createStatement();
        var rows =
            statement.executeQuery(FIRST_OF.formatted(file.statement(), Offences.SHOWN_MAX))) {
      while (rows.next()) {
        first.add(rows.getString(1));
        wrong = rows.getLong(2);
      }
    }
    var looked = shop.number("SELECT count(*) FROM " + examined);
    return new Verdict(name, promise(), looked, of, wrong, first);
  }
}
