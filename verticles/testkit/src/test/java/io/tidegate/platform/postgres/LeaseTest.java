package io.tidegate.platform.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LeaseTest {

  private static TestDatabase database;
  private static TestNode node;
  private static Postgres postgres;

  private final String name = UUID.randomUUID().toString();

  @BeforeAll
  static void start() {
    database = TestDatabase.of("inventory", "text");
    node = TestNode.on(database).start();
    postgres = node.platform().postgres("inventory");
  }

  @AfterAll
  static void stop() {
    Await.result(postgres.close());
    node.close();
    database.close();
  }

  @Test
  void goesToOneHolder() {
    assertEquals(1, acquire(lease("a", 60_000)));
    assertEquals(0, acquire(lease("b", 60_000)));
  }

  @Test
  void staysTheSameWhenItIsRenewed() {
    var lease = lease("a", 60_000);

    assertEquals(1, acquire(lease));
    assertEquals(1, acquire(lease));
    assertEquals(0, acquire(lease("b", 60_000)));
  }

  @Test
  void passesOnWithTheNextEpochWhenItHasExpired() {
    acquire(lease("a", 50));
    var other = lease("b", 60_000);

    Await.until("it has expired", () -> acquire(other) == 2);
    assertEquals(0, acquire(lease("a", 50)));
  }

  @Test
  void keepsItsEpochForAHolderThatCameTooLateButFirst() {
    var lease = lease("a", 1);
    acquire(lease);
    Await.until(
        "it has expired",
        () ->
            database.number(
                    "SELECT count(*) FROM inventory.lease WHERE name = '%s' AND expires_at < now()"
                        .formatted(name))
                == 1);

    assertEquals(1, acquire(lease));
  }

  @Test
  void passesOnAtOnceWhenItIsReleased() {
    var lease = lease("a", 60_000);
    acquire(lease);

    Await.result(lease.release());

    assertEquals(2, acquire(lease("b", 60_000)));
  }

  @Test
  void isReleasedOnlyByItsHolder() {
    acquire(lease("a", 60_000));

    Await.result(lease("b", 60_000).release());

    assertEquals(0, acquire(lease("b", 60_000)));
  }

  private Lease lease(String holder, long millis) {
    return new Lease(postgres, "inventory", name, holder, Duration.ofMillis(millis));
  }

  private static long acquire(Lease lease) {
    return Await.result(lease.acquire());
  }
}
