package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.cluster.PostgresLogin;
import io.tidegate.cluster.check.Checker;
import io.tidegate.cluster.check.Checkers;
import io.tidegate.cluster.check.LedgerChecker;
import io.tidegate.cluster.check.OrderLedger;
import io.tidegate.cluster.check.ShopUnderCheck;
import io.tidegate.cluster.check.Verdict;
import io.tidegate.platform.conf.Conf;
import io.tidegate.platform.kafka.KafkaConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code ./tidegate check --ledger} says of a running shop. */
final class Promises {

  private static final Path CONF = Path.of(System.getProperty("tidegate.root"), "conf");

  private Promises() {}

  /** Fails if a promise is broken, or if what the shop has is not what this client was told. */
  static void assertKept(RunningShop running, OrderLedger ledger) {
    assertKept(running.local(), ledger);
  }

  /** The same of a shop that is where this says, and what else is to be looked at. */
  static void assertKept(JsonNode local, OrderLedger ledger, Checker... more) {
    var kafka =
        KafkaConfig.from(
            Conf.load(CONF, List.of(), Map.of()).section("kafka"),
            local.at("/kafka/bootstrapServers").asText());
    var login = PostgresLogin.of("postgres.uri", local.at("/postgres/uri").asText());
    try (var shop = ShopUnderCheck.open(login, kafka)) {
      var checkers = new ArrayList<>(Checkers.all());
      checkers.add(new LedgerChecker(ledger));
      checkers.addAll(List.of(more));
      var broken =
          Checkers.check(shop, checkers).stream().filter(verdict -> !verdict.passed()).toList();
      assertEquals(List.<Verdict>of(), broken);
    }
  }
}
