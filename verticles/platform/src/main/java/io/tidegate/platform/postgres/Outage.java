package io.tidegate.platform.postgres;

import io.tidegate.platform.guard.FaultException;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.TransactionRollbackException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;

/**
 * Tells a world that failed from a statement that was wrong. Outages are retried and count for the
 * breaker; the rest would fail the same way again.
 *
 * <p>By SQLSTATE class (PostgreSQL, Appendix A): 08 connection, 25006 a primary that became a
 * replica, 40 deadlock or serialization, 53 resources, 55P03 lock not available, 57 operator
 * intervention and statement timeout, 58 system error.
 */
public final class Outage {

  private Outage() {}

  /** Whether the world is to blame. */
  public static boolean isOutage(Throwable failure) {
    return switch (failure) {
      case PgException postgres -> isOutage(postgres.getSqlState());
      case FaultException fault -> fault.fault().counts();
      case IOException _, TimeoutException _ -> true;
      case TransactionRollbackException _ -> false;
      case VertxException vertx -> !isWrongParameter(vertx);
      case KafkaException _ -> true;
      case null, default -> false;
    };
  }

  private static boolean isOutage(String sqlState) {
    return sqlState != null
        && (sqlState.startsWith("08")
            || sqlState.startsWith("40")
            || sqlState.startsWith("53")
            || sqlState.startsWith("57")
            || sqlState.startsWith("58")
            || sqlState.equals("25006")
            || sqlState.equals("55P03"));
  }

  /** The client says so before it sends anything, by nothing but its words. */
  private static boolean isWrongParameter(VertxException failure) {
    var message = String.valueOf(failure.getMessage());
    return message.startsWith("Parameter at position")
        || message.startsWith("The number of parameters");
  }
}
