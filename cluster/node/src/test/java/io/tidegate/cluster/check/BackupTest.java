package io.tidegate.cluster.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.cluster.Topic;
import io.tidegate.cluster.backup.Backup;
import io.tidegate.cluster.backup.BackupFile;
import io.tidegate.cluster.backup.OldTopics;
import io.tidegate.cluster.backup.Queued;
import io.tidegate.cluster.backup.Refill;
import io.tidegate.cluster.backup.Restore;
import io.tidegate.cluster.launch.LaunchException;
import io.tidegate.cluster.rebuild.Projection;
import io.tidegate.cluster.rebuild.Rebuild;
import io.tidegate.contracts.Role;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A shop is restored as it stood, and its topics are made anew of its event tables (F55). */
@OnSmallShop
@Timeout(120)
final class BackupTest {

  private static final List<String> DOMAINS = List.of("catalog", "inventory", "order", "delivery");

  private static final int SHOPPERS = 3;

  private final SmallShop shop;
  private final Path file;
  private final AtomicInteger orders = new AtomicInteger();

  BackupTest(SmallShop shop, @TempDir Path folder) {
    this.shop = shop;
    this.file = folder.resolve("shop.backup");
  }

  @Test
  void makesAShopAsItStoodAndGoesOnFromThere() {
    shop.awaitPeace();
    var then = state(shop.database);
    backUp();
    shop.place(SmallShop.caller(Role.ROLE_USER), "after the backup", SmallShop.TEA, 1);
    shop.awaitPeace();
    assertNotEquals(then, state(shop.database));

    try (var restored = emptyShop()) {
      var queued = restore(restored);

      assertEquals(then, state(restored));
      assertEquals(events(restored), queued.all());
      try (var node = SmallShop.open(restored)) {
        SmallShop.awaitHeard(restored, node.platform().kafka());
        // Every event has come to everybody once more, and has changed nothing.
        assertEquals(then, state(restored));
        assertEquals(List.of(), SmallShop.broken(restored, node.platform().kafka()));
        for (var projection : Projection.values()) {
          new Rebuild(node.vertx(), node.platform().conf()).run(projection);
        }
        assertEquals(then, state(restored));
      }
    }
  }

  @Test
  void isOfOneMomentWhileOrdersComeAndGo() throws Exception {
    shop.receive(SmallShop.TEA, 1_000);
    var open = new AtomicBoolean(true);
    var shoppers = new ArrayList<Future<?>>();
    try (var threads = Executors.newFixedThreadPool(SHOPPERS)) {
      for (var i = 0; i < SHOPPERS; i++) {
        shoppers.add(threads.submit(() -> buy(open)));
      }
      try {
        Await.until("they have begun", () -> orders.get() > SHOPPERS);
        backUp();
      } finally {
        open.set(false);
      }
      for (var shopper : shoppers) {
        shopper.get(60, TimeUnit.SECONDS);
      }
    }
    shop.awaitPeace();

    try (var restored = emptyShop();
        var node = TestNode.on(restored).withKafka().start()) {
      restore(restored);
      node.topics(Topic.names());
      assertEquals(List.of(), SmallShop.broken(restored, node.platform().kafka()));
    }
  }

  private void buy(AtomicBoolean open) {
    var customer = SmallShop.caller(Role.ROLE_USER);
    while (open.get()) {
      var order = shop.place(customer, "order " + orders.incrementAndGet(), SmallShop.TEA, 1);
      shop.cancel(customer, order.orderId());
    }
  }

  @Test
  void makesTopicsAnewThatWereLost() {
    backUp();
    try (var restored = emptyShop()) {
      restore(restored);
      var plan = TestNode.on(restored).withKafka();
      try (var node = plan.start()) {
        SmallShop.open(node);
        SmallShop.awaitPeace(restored);
        assertThrows(
            LaunchException.class, () -> Refill.requireRest(SmallShop.login(restored)), "it runs");
      }
      try (var node = plan.start()) {
        var kafka = node.platform().kafka();
        Refill.requireRest(SmallShop.login(restored));
        assertThrows(LaunchException.class, () -> OldTopics.delete(kafka, false));
        OldTopics.delete(kafka, true);
        node.topics(Topic.names());
        assertFalse(SmallShop.broken(restored, kafka).isEmpty(), "the events are gone");
        // As if these had not heard of them when they went.
        restored.execute(
            """
            DELETE FROM "order".sale_line WHERE order_id = '%s';
            DELETE FROM catalog.availability;
            DELETE FROM "order".offer
            """
                .formatted(shop.confirmed));

        assertEquals(events(restored), Refill.queueAll(SmallShop.login(restored)).all());

        assertEquals(List.of(), SmallShop.broken(restored, kafka), "they are on their way");
        SmallShop.open(node);
        SmallShop.awaitPeace(restored);
        assertEquals(List.of(), SmallShop.broken(restored, kafka));
      }
    }
  }

  @Test
  void restoresNothingOfAFileThatIsDamaged() throws Exception {
    backUp();
    var octets = Files.readAllBytes(file);
    octets[octets.length / 2] ^= 0x10;
    Files.write(file, octets);

    try (var restored = emptyShop()) {
      assertThrows(RuntimeException.class, () -> restore(restored));
      assertEquals(0, events(restored));
    }
    octets[octets.length / 2] ^= 0x10;
    octets[checksum(octets)] ^= 0x10;
    Files.write(file, octets);
    try (var restored = emptyShop()) {
      var failure = assertThrows(LaunchException.class, () -> restore(restored));
      assertTrue(failure.getMessage().contains("is damaged"), failure.getMessage());
      assertEquals(0, events(restored));
    }
    Files.write(file, Arrays.copyOf(octets, octets.length / 2));
    assertThrows(LaunchException.class, () -> BackupFile.open(file));
  }

  @Test
  void restoresWhatAnOlderTidegateHasBackedUp() {
    try (var old = TestDatabase.create();
        var restored = TestDatabase.create()) {
      old.with("order", "uuid", "010");
      old.execute(
          """
          INSERT INTO "order".sale (order_id, version, status, placed_at, summary)
          VALUES (gen_random_uuid(), 1, 'PENDING', now(), '{}');
          INSERT INTO "order".sale_line (sku, order_id)
          SELECT 'TEA', order_id FROM "order".sale
          """);
      Backup.write(SmallShop.login(old), List.of("order"), file);
      try (var backup = BackupFile.open(file)) {
        assertEquals("010", backup.contents().versions().get("order"));
      }
      restored
          .with("catalog", "text")
          .with("inventory", "text")
          .with("order", "uuid", "010")
          .with("delivery", "uuid");
      assertEquals(2, rowsRestored(restored));
      restored.with("order", "uuid");
      assertEquals(1, restored.number("SELECT count(*) FROM \"order\".sale_line"));
    }
  }

  @Test
  void overwritesNothing() throws Exception {
    backUp();

    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertThrows(LaunchException.class, this::backUp);
    var used = SmallShop.login(shop.database);
    assertThrows(LaunchException.class, () -> Restore.requireUnused(used, DOMAINS));
    try (var unused = emptyShop();
        var empty = TestDatabase.create()) {
      Restore.requireUnused(SmallShop.login(unused), DOMAINS);
      Restore.requireUnused(SmallShop.login(empty), DOMAINS);
    }
  }

  @Test
  void keepsLoginsOutOfIt() {
    try (var database = TestDatabase.of("identity", "text")) {
      database.execute(
          """
          INSERT INTO identity.member (member_id, email, password_hash, roles, created_at)
          VALUES (gen_random_uuid(), 'mina@example.com', 'hash', '{}', now());
          INSERT INTO identity.login (sid, member_id, created_at, last_used_at, expires_at)
          SELECT gen_random_uuid(), member_id, now(), now(), now() FROM identity.member
          """);
      var contents = Backup.write(SmallShop.login(database), List.of("identity"), file);

      var tables = contents.schemas().getFirst().tables();
      assertTrue(tables.stream().anyMatch(one -> one.name().equals("member") && one.rows() == 1));
      assertFalse(tables.stream().anyMatch(one -> one.name().matches("login|refresh_token")));
    }
  }

  /** Where the directory of a ZIP file has the checksum of its first entry. */
  private static int checksum(byte[] zip) {
    var header = new String(zip, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
    return header + 16;
  }

  private void backUp() {
    Backup.write(SmallShop.login(shop.database), DOMAINS, file);
  }

  private Queued restore(TestDatabase restored) {
    try (var backup = BackupFile.open(file)) {
      return Restore.load(SmallShop.login(restored), backup);
    }
  }

  private long rowsRestored(TestDatabase restored) {
    try (var backup = BackupFile.open(file)) {
      Restore.load(SmallShop.login(restored), backup);
      return backup.contents().rows();
    }
  }

  private static TestDatabase emptyShop() {
    return TestDatabase.create()
        .with("catalog", "text")
        .with("inventory", "text")
        .with("order", "uuid")
        .with("delivery", "uuid");
  }

  private static long events(TestDatabase database) {
    return DOMAINS.stream()
        .mapToLong(domain -> database.number("SELECT count(*) FROM \"%s\".event".formatted(domain)))
        .sum();
  }

  /** Every row of what a shop keeps, shortened. */
  private static String state(TestDatabase database) {
    return database.text(
        """
        SELECT md5(string_agg(content, ' ' ORDER BY name))
          FROM (SELECT nspname || '.' || relname AS name,
                       query_to_xml(format('SELECT md5(coalesce(string_agg(one::text, '' '' ORDER BY one::text), '''')) FROM %I.%I AS one',
                                           nspname, relname), false, true, '')::text AS content
                  FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                 WHERE relkind = 'r' AND nspname IN ('catalog', 'inventory', 'order', 'delivery')
                   AND relname NOT IN ('lease', 'consumer_position', 'outbox', 'dead_letter',
                                       'flyway_schema_history')) AS kept
        """);
  }
}
