package io.tidegate.cluster.check;

import java.sql.SQLException;

/**
 * Holds a shop to one promise. It looks at what is there, never asks the code that it checks, and
 * takes what is still on its way for what it is.
 */
public interface Checker {

  /** One word for tables and scripts. */
  String name();

  /** What holds if all is well, in a sentence. */
  String promise();

  /** Looks at the shop as it was at one moment. */
  Verdict check(ShopUnderCheck shop) throws SQLException;
}
