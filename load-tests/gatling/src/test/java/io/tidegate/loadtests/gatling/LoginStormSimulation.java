package io.tidegate.loadtests.gatling;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * Everybody logs in at once, which is the dearest call there is, while others, who are logged in,
 * order. A login may be put off in good order; an order may not suffer by it.
 */
public final class LoginStormSimulation extends Simulation {

  private static final String LOGIN = "login";
  private static final String WRONG_PASSWORD = "login, wrong password";
  private static final String WHO_AM_I = "who am I";
  private static final double ORDERS_PART = 0.2;

  /** So many of those who come must get in, at least; those put off come again in real life. */
  private static final double ADMITTED_PART_MIN = 0.5;

  private final LoadRun run = new LoadRun(1, 1_000_000);
  private final String sku = run.goods().skus().getFirst();

  public LoginStormSimulation() {
    var settings = run.settings();
    var storm =
        scenario("storm")
            .exec(randomSwitch().on(percent(98).then(logIn()), percent(2).then(wrongPassword())))
            .injectOpen(
                atOnceUsers(settings.ratePerSecond()),
                constantUsersPerSec(settings.rate(1)).during(settings.time(1)).randomized());
    var buyers =
        scenario("buyers")
            .exec(new Orders(run).place(() -> Cart.one(sku)))
            .injectOpen(
                constantUsersPerSec(Math.max(1, settings.rate(ORDERS_PART)))
                    .during(settings.time(1))
                    .randomized());
    setUp(storm, buyers).protocols(run.protocol()).assertions(thresholds(settings));
  }

  @Override
  public void before() {
    run.open();
  }

  @Override
  public void after() {
    run.close();
  }

  private List<Assertion> thresholds(Settings settings) {
    var thresholds = new ArrayList<>(run.thresholds(LOGIN, Orders.ORDER));
    var admittedMin = settings.ratePerSecond() * settings.seconds() * ADMITTED_PART_MIN;
    thresholds.add(details(WHO_AM_I).successfulRequests().count().gte((long) admittedMin));
    return thresholds;
  }

  private ChainBuilder logIn() {
    return exec(session ->
            session.remove("bearer").set("body", Shop.encoded(run.members().any().credentials())))
        .exec(
            login(LOGIN)
                .check(status().in(200, 429, 503))
                .checkIf((response, _) -> response.status().code() == 200)
                .then(jsonPath("$.accessToken").saveAs("bearer"))
                .checkIf((response, _) -> response.status().code() != 200)
                .then(header("Retry-After"), jsonPath("$.executed").ofBoolean().is(false)))
        .exec(
            doIf(session -> session.contains("bearer"))
                .then(
                    http(WHO_AM_I)
                        .get("/api/member/me")
                        .header("Authorization", "Bearer #{bearer}")
                        .check(status().is(200))));
  }

  private ChainBuilder wrongPassword() {
    return exec(session -> {
          var credentials = new HashMap<>(run.members().any().credentials());
          credentials.put("password", "not the password");
          return session.set("body", Shop.encoded(credentials));
        })
        .exec(
            login(WRONG_PASSWORD)
                .check(status().in(401, 429, 503))
                .checkIf((response, _) -> response.status().code() == 401)
                .then(jsonPath("$.type").is(Orders.PROBLEM + "invalid-credentials")));
  }

  private static HttpRequestActionBuilder login(String name) {
    return http(name)
        .post("/auth/login")
        .header("Content-Type", "application/json")
        .body(StringBody("#{body}"));
  }
}
