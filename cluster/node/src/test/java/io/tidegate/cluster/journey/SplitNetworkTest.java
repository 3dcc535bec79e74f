package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import io.tidegate.cluster.check.OrderLedger;
import io.tidegate.cluster.check.ResourcesChecker;
import io.tidegate.cluster.journey.Regulars.Heard;
import io.tidegate.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three nodes on machines of their own, and a network between them that loses what it should carry,
 * under load (F23, F24, F25, F28). Meanwhile every node answers, and soon; afterwards the cluster
 * is whole again by itself, and every promise is kept.
 */
@Tag("chaos")
@Timeout(600)
final class SplitNetworkTest {

  private static final int NODES = 3;
  private static final int SHOPPERS_PER_NODE = 2;
  private static final int PIECES = 100_000;

  /** So many that each node owns some. */
  private static final int SKUS = 12;

  private static final Set<Integer> ANSWERS = Set.of(201, 202, 503, 504);

  /** A request has two seconds; the rest is this machine's. */
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(4);

  private static final Duration HEALED_WITHIN = Duration.ofSeconds(10);

  private static final long MORE_MEBIBYTES_MAX = 256;

  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private static Network network;
  private static SpreadShop spread;
  private static Shop shop;
  private static List<String> skus;
  private static Member operator;

  private final OrderLedger ledger = OrderLedger.inMemory();

  @BeforeAll
  static void start() {
    try {
      network = Network.of(NODES);
    } catch (Network.NotPermitted cause) {
      abort(cause.getMessage());
    }
    spread = SpreadShop.start(network);
    shop = new Shop(spread.localJson());
    skus = IntStream.range(0, SKUS).mapToObj(_ -> shop.product(PIECES)).toList();
    operator = shop.operator();
  }

  @AfterAll
  static void stop() {
    if (spread != null) {
      spread.close();
    }
    if (network != null) {
      network.close();
    }
  }

  /** F23: of the node that the others have joined, and of the last one that came. */
  @ParameterizedTest
  @ValueSource(ints = {1, NODES})
  void isWholeAgainAfterANodeWasCutOff(int alone) throws Exception {
    healsFrom("F23, node " + alone + " cut off", () -> cutOff(alone, Duration.ofSeconds(30)));
  }

  /** F24. */
  @Test
  void isWholeAgainAfterALinkThatCameAndWent() throws Exception {
    healsFrom(
        "F24, a node's links come and go",
        () -> {
          for (var time = 0; time < 10; time++) {
            cutOff(2, Duration.ofSeconds(1));
            network.heal();
            pass(Duration.ofSeconds(1));
          }
        });
  }

  /** F24: both ways round, as one of the two is the cluster's oldest member. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isWholeAgainAfterOneWayWasCut(boolean fromTheOldest) throws Exception {
    healsFrom(
        "F24, one way cut, " + (fromTheOldest ? "from node 1 to 3" : "from node 3 to 2"),
        () -> {
          if (fromTheOldest) {
            network.cut(1, 3);
          } else {
            network.cut(3, 2);
          }
          pass(Duration.ofSeconds(20));
        });
  }

  /** F25: long enough for everything that waits for somebody, and one part has no database. */
  @Test
  void isWholeAgainAfterASplitInWhichAPartHadNoDatabase() throws Exception {
    healsFrom(
        "F25, node 3 alone for 90 s, 30 of them without PostgreSQL",
        () -> {
          cutOff(3, Duration.ofSeconds(30));
          network.cut(3, Network.Server.POSTGRES);
          pass(Duration.ofSeconds(30));
          network.heal(3, Network.Server.POSTGRES);
          pass(Duration.ofSeconds(30));
        });
  }

  /** F28: a kilobyte a second is all that it hears, which is as good as nothing. */
  @Test
  void boundsWhatWaitsForANodeThatHearsSlowly() throws Exception {
    var others = List.of(1, 2);
    healsFrom(
        "F28, node 3 hears 1 kB a second",
        others,
        () -> {
          var before = spread.residentMebibytes(others);
          network.throttle(3, 8_000);
          pass(Duration.ofSeconds(20));
          var more = spread.residentMebibytes(others) - before;
          network.unthrottle(3);
          System.out.println("F28: the other two took %d MiB more".formatted(more));
          assertTrue(more < MORE_MEBIBYTES_MAX, () -> "the other two took " + more + " MiB more");
        });
  }

  /** What is done to the network; it is healed afterwards. */
  private interface Trouble {
    void make() throws InterruptedException;
  }

  private void cutOff(int alone, Duration time) throws InterruptedException {
    network.all().stream().filter(it -> it != alone).forEach(it -> network.split(alone, it));
    pass(time);
  }

  private void healsFrom(String what, Trouble trouble) throws InterruptedException {
    healsFrom(what, network.all(), trouble);
  }

  /** Those that are judged are the nodes that customers can reach meanwhile. */
  private void healsFrom(String what, List<Integer> judged, Trouble trouble)
      throws InterruptedException {
    try (var shoppers = new Regulars(shop.nodeUrls(), skus)) {
      var before = Registry.of(network);
      assertEquals(NODES, before.reachable().size());
      var resources = ResourcesChecker.read(spread.managementUrls());
      var buyer = CarefulMember.of(shop.newMember(), ledger);
      shoppers.enter(shop, ledger, SHOPPERS_PER_NODE);
      shoppers.awaitOrders(30);

      var began = System.nanoTime();
      trouble.make();
      network.heal();
      var healed = System.nanoTime();
      var whole = awaitAfter(healed, "every node can ask every other", () -> isWhole());
      var sells = awaitAfter(healed, "every node sells everything", () -> sells(buyer));
      // Read once: who reads it joins and leaves, and so has the others say it all again.
      pass(HEALED_WITHIN.minusNanos(System.nanoTime() - healed));
      assertEquals(before, Registry.of(network), "what the cluster knows of its nodes");
      shoppers.leave();

      System.out.println(
          what
              + ": "
              + Troubled.of(heardFrom(judged, shoppers), began, healed).inWords()
              + "; after it, cluster whole after %d ms, all sold everywhere after %d ms"
                  .formatted(whole.toMillis(), sells.toMillis()));
      assertAnswered(heardFrom(judged, shoppers));
      Promises.assertKept(
          spread.local(),
          ledger,
          new ResourcesChecker(ResourcesChecker.read(spread.managementUrls()), resources));
    } catch (AssertionError failure) {
      throw new AssertionError(failure.getMessage() + "\n" + spread.logs(), failure);
    }
  }

  private static Duration awaitAfter(long healed, String what, BooleanSupplier condition) {
    var left = HEALED_WITHIN.minusNanos(System.nanoTime() - healed);
    Await.until(what, left, condition);
    return Duration.ofNanos(System.nanoTime() - healed);
  }

  /** Each node knows all and each of them answers it. */
  private static boolean isWhole() {
    return shop.nodeUrls().stream()
        .allMatch(
            url ->
                CarefulMember.answered(
                        () -> operator.visitor().at(url).get("/ops/api/breakers?limit=200"))
                    .filter(page -> page.status() == 200)
                    .filter(page -> page.body().path("unanswered").isEmpty())
                    .filter(page -> nodesOn(page).size() == NODES)
                    .isPresent());
  }

  private static Set<String> nodesOn(Answer page) {
    var nodes = new TreeSet<String>();
    StreamSupport.stream(page.body().path("items").spliterator(), false)
        .forEach(item -> nodes.add(item.path("nodeId").asText()));
    return nodes;
  }

  /** Each node takes an order of each SKU at the first attempt, whoever owns what. */
  private static boolean sells(CarefulMember buyer) {
    return shop.nodeUrls().stream()
        .allMatch(
            url ->
                skus.stream()
                    .allMatch(
                        sku ->
                            buyer
                                .attempt(
                                    buyer.member().visitor().at(url),
                                    sku,
                                    1,
                                    UUID.randomUUID().toString())
                                .filter(CarefulMember::isOrder)
                                .isPresent()));
  }

  private static List<Heard> heardFrom(List<Integer> nodes, Regulars shoppers) {
    return shoppers.heard().stream().filter(one -> nodes.contains(one.node() + 1)).toList();
  }

  private static void assertAnswered(List<Heard> heard) {
    var odd =
        heard.stream()
            .filter(
                one -> !ANSWERS.contains(one.status()) || one.took().compareTo(ANSWERED_WITHIN) > 0)
            .toList();
    assertTrue(odd.isEmpty(), () -> odd.size() + " odd answers, such as " + odd.getFirst());
  }

  private static void pass(Duration time) throws InterruptedException {
    var _ = NEVER.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
