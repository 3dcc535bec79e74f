package io.tidegate.loadtests.gatling;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import io.tidegate.loadtests.gatling.Shop.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One run of one simulation: prepares the shop before, and holds it to its promises after. */
final class LoadRun {

  /** {@code load-tests/run} reads it: an exception would cost the report. */
  private static final Path VERDICT = Path.of("target", "promises.txt");

  private static final int WARM_UP_ORDERS = 1_000;
  private static final int WARM_UP_AT_ONCE = 16;
  private static final int NAME_RADIX = 36;

  private final String name =
      Long.toString(System.currentTimeMillis(), NAME_RADIX).toUpperCase(Locale.ROOT);

  private final Settings settings = Settings.from(System::getProperty);
  private final ShopAccess access = ShopAccess.from(System::getProperty, System::getenv);
  private final Shop shop = new Shop(access.nodes());
  private final Answers answers = new Answers();
  private final Goods goods;
  private Members members;

  /** Looks at something that only this simulation knows. */
  @FunctionalInterface
  interface Look {
    List<Check> look(ReadBack readBack) throws InterruptedException;
  }

  LoadRun(int products, int piecesOfEach) {
    this.goods = Goods.of(name, products, piecesOfEach);
  }

  Settings settings() {
    return settings;
  }

  Goods goods() {
    return goods;
  }

  Answers answers() {
    return answers;
  }

  /** There when people arrive, not while the simulation is built. */
  Members members() {
    return members;
  }

  /** One connection pool for all who come: a connection for each would measure the kernel. */
  HttpProtocolBuilder protocol() {
    return http.baseUrls(access.nodes().stream().map(URI::toString).toList())
        .acceptHeader("application/json")
        .userAgentHeader("tidegate-load-test")
        .disableCaching()
        .disableFollowRedirect()
        .shareConnections();
  }

  /** Every answer was one of the contract's, and those to these requests came in time. */
  List<Assertion> thresholds(String... requests) {
    var everyAnswer =
        Stream.of(global().failedRequests().count().is(0L), global().allRequests().count().gt(0L));
    var inTime =
        Arrays.stream(requests)
            .map(request -> details(request).responseTime().percentile(99).lt(settings.p99MsMax()));
    return Stream.concat(everyAnswer, inTime).toList();
  }

  void open() {
    try {
      members = Members.enter(shop, access, name.toLowerCase(Locale.ROOT), settings.users());
      goods.enter(shop, members.admin());
      warmUp();
    } catch (InterruptedException cause) {
      throw stopped(cause);
    }
  }

  void close() {
    close(_ -> List.of());
  }

  void close(Look more) {
    try (shop) {
      var readBack = new ReadBack(shop, members.admin());
      var checks = new ArrayList<>(readBack.look(answers, goods.skus()));
      checks.addAll(more.look(readBack));
      if (access.postgresUri() != null) {
        try (var tables = ShopTables.open(access.postgresUri())) {
          checks.addAll(tables.look(answers, shop));
        }
      }
      var kept = checks.stream().allMatch(Check::passed);
      var lines = checks.stream().map(Check::toString).collect(Collectors.joining("\n"));
      Files.createDirectories(VERDICT.getParent());
      Files.writeString(VERDICT, lines + (kept ? "\npromises kept\n" : "\nPROMISES BROKEN\n"));
    } catch (InterruptedException cause) {
      throw stopped(cause);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  /** Orders something else first: a shop that was just started measures its compiler. */
  private void warmUp() throws InterruptedException {
    var other = Goods.of(name + "-WARM", 1, WARM_UP_ORDERS);
    other.enter(shop, members.admin());
    var body = Cart.one(other.skus().getFirst()).order();
    InParallel.run(
        WARM_UP_ORDERS,
        WARM_UP_AT_ONCE,
        _ -> {
          var key = UUID.randomUUID().toString();
          return shop.ask(Call.post("/api/orders", members.any().bearer(), key, body)).status();
        });
  }

  private static LoadException stopped(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new LoadException("The run was stopped.", cause);
  }
}
