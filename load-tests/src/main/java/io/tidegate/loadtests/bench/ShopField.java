package io.tidegate.loadtests.bench;

import io.tidegate.cluster.launch.LocalJson;
import io.tidegate.engine.FolderTree;
import io.tidegate.loadtests.bench.load.LoadGenerator;
import io.tidegate.loadtests.bench.measure.CpuMeter;
import io.tidegate.loadtests.bench.measure.Database;
import io.tidegate.loadtests.bench.measure.DatabaseMeter;
import io.tidegate.loadtests.bench.measure.Meters;
import io.tidegate.loadtests.bench.measure.Quiet;
import io.tidegate.loadtests.bench.shop.Build;
import io.tidegate.loadtests.bench.shop.Cart;
import io.tidegate.loadtests.bench.shop.Goods;
import io.tidegate.loadtests.bench.shop.OrderRequests;
import io.tidegate.loadtests.bench.shop.ShopUnderTest;
import io.tidegate.loadtests.bench.shop.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A shop that runs, with goods on its shelves, and all that is needed to measure it. */
final class ShopField implements AutoCloseable {

  static final String NODES = "nodes";
  static final String POSTGRES = "postgres";
  static final String KAFKA = "kafka";

  private static final int ADMINS = 100;
  private static final int PROGRESS_EACH = 5_000;
  private static final Duration SETTLING_TIME = Duration.ofMinutes(2);

  private final Path data;
  private final ShopUnderTest shop;
  private final Tokens tokens;
  private final LoadGenerator generator;
  private final CpuMeter cpu;
  private final Database database;
  private final DatabaseMeter databaseMeter;
  private final Quiet quiet;

  private ShopField(Path data, ShopUnderTest shop, int connections) {
    this.data = data;
    this.shop = shop;
    this.tokens = new Tokens(shop.signingKeys(), BenchPlan.MEMBERS);
    this.generator = new LoadGenerator(shop.baseUrls(), connections);
    var local = shop.local();
    this.cpu =
        new CpuMeter()
            .with(NODES, local.nodes().stream().map(LocalJson.Node::pid).toList())
            .with(POSTGRES, single(local.postgres().pid()))
            .with(KAFKA, single(local.kafka().pid()));
    this.database = Database.of(local.postgres().uri());
    this.databaseMeter = new DatabaseMeter(database);
    this.quiet = new Quiet(cpu, List.of(NODES, POSTGRES, KAFKA));
  }

  /** All that the shop consists of. */
  private List<Long> pids() {
    var local = shop.local();
    return Stream.of(
            local.nodes().stream().map(LocalJson.Node::pid).toList(),
            single(local.postgres().pid()),
            single(local.kafka().pid()))
        .flatMap(List::stream)
        .toList();
  }

  /** Shows what another shop uses meanwhile, under a name of its own. */
  void watch(String group, ShopField other) {
    cpu.with(group, other.pids());
  }

  private static List<Long> single(Long pid) {
    return pid == null ? List.of() : List.of(pid);
  }

  /** Starts a shop and fills it with so many articles. */
  static ShopField open(BenchPlan plan, int nodes, int articles, Narration narration)
      throws InterruptedException {
    var site = new Site(Build.own(plan.home()), plan.out().resolve("data"), Map.of());
    return open(site, plan, nodes, articles, narration);
  }

  /**
   * What is started, and where.
   *
   * @param settings environment variables as in {@code conf/README.md}
   */
  record Site(Build build, Path data, Map<String, String> settings) {}

  /** The same somewhere else. */
  static ShopField open(Site site, BenchPlan plan, int nodes, int articles, Narration narration)
      throws InterruptedException {
    var data = site.data();
    delete(data);
    narration.say("starting a shop of " + nodes + (nodes == 1 ? " node" : " nodes"));
    var shop = ShopUnderTest.start(site.build(), data, nodes, site.settings());
    var field = new ShopField(data, shop, plan.connections());
    try {
      field.fill(articles, narration);
      return field;
    } catch (RuntimeException | InterruptedException e) {
      field.close();
      throw e;
    }
  }

  private void fill(int articles, Narration narration) throws InterruptedException {
    narration.say("registering " + articles + " articles and their stock over the API");
    new Goods(shop.baseUrls(), tokens.ofAdmins(ADMINS))
        .lay(
            articles,
            done -> {
              if (done % PROGRESS_EACH == 0) {
                narration.say(done + " calls done");
              }
            });
    narration.say("settled after %.1f s".formatted(quiet.await(SETTLING_TIME)));
  }

  /** Whoever orders such carts of this shop, in a closed loop or an open one. */
  HttpContender contender(String name, int lines, Cart cart, boolean refusals) {
    return contender(name, lines, cart, refusals, generator);
  }

  /** The same over other connections. */
  HttpContender contender(
      String name, int lines, Cart cart, boolean refusals, LoadGenerator generator) {
    return new HttpContender(
        name,
        generator,
        () -> new OrderRequests(tokens.ofMembers(), lines, cart),
        refusals,
        new Meters(cpu, databaseMeter),
        quiet,
        database);
  }

  /** Connections beside those that all contenders share; who asks closes it. */
  LoadGenerator generator(int connections) {
    return new LoadGenerator(shop.baseUrls(), connections);
  }

  /** Of members that order, in turn. */
  List<String> tokens() {
    return tokens.ofMembers();
  }

  Database database() {
    return database;
  }

  /** What is used beside a baseline: its database is on the shop's server. */
  CpuMeter cpu() {
    return cpu;
  }

  Quiet quiet() {
    return quiet;
  }

  /** So that no round pays for the pages that another one has changed. */
  void checkpoint() {
    shop.requireAlive();
    databaseMeter.checkpoint();
  }

  @Override
  public void close() {
    generator.close();
    tokens.close();
    databaseMeter.close();
    shop.close();
    delete(data);
  }

  private static void delete(Path folder) {
    try {
      if (Files.exists(folder)) {
        FolderTree.delete(folder);
      }
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
