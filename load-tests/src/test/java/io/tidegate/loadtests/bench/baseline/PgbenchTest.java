package io.tidegate.loadtests.bench.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidegate.cluster.launch.LaunchException;
import org.junit.jupiter.api.Test;

final class PgbenchTest {

  @Test
  void readsWhatItMeasured() {
    var said =
        """
        pgbench (15.18 (Debian 15.18-0+deb12u1), server 18.6)
        transaction type: one.pgbench
        query mode: prepared
        number of clients: 16
        duration: 4 s
        number of transactions actually processed: 2082
        number of failed transactions: 0 (0.000%)
        latency average = 30.897 ms
        initial connection time = 21.411 ms
        tps = 519.104243 (without initial connection time)
        """;

    assertEquals(new Pgbench.Result(519.104243, 2082, 30.897), Pgbench.Result.parse(said));
  }

  /** So it says where the time was over before all clients had connected. */
  @Test
  void readsThatItGotNothingDone() {
    var said =
        """
        pgbench (15.18 (Debian 15.18-0+deb12u1), server 18.6)
        number of clients: 64
        duration: 1 s
        number of transactions actually processed: 0
        number of failed transactions: 0 (NaN%)
        """;

    assertEquals(new Pgbench.Result(0, 0, 0), Pgbench.Result.parse(said));
  }

  @Test
  void refusesWhatSaysNothing() {
    assertThrows(LaunchException.class, () -> Pgbench.Result.parse("pgbench: error: gone"));
  }
}
