package io.tidegate.loadtests.gatling;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.httpConcurrentRequests;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import io.tidegate.loadtests.gatling.Answers.Answer;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** What people do with orders. Every answer with an order in it is kept for the check. */
final class Orders {

  static final String PROBLEM = "urn:tidegate:problem:";

  static final String ORDER = "order";
  static final String AGAIN = "order again";
  static final String FIRST_CLICK = "double click, first";
  static final String SECOND_CLICK = "double click, second";
  static final String KEY_REUSED = "other order, same key";
  static final String CANCEL = "cancel";

  private static final String MEMBER = "member";
  private static final String BEARER = "bearer";
  private static final String KEY = "key";
  private static final String BODY = "body";
  private static final String STATUS = "status";
  private static final String ORDER_ID = "orderId";
  private static final String SECOND = "second";

  private final LoadRun run;

  Orders(LoadRun run) {
    this.run = run;
  }

  /** Somebody orders, under a fresh key. */
  ChainBuilder place(Supplier<Cart> cart) {
    return exec(session -> fresh(session, cart))
        .exec(outcome(order(ORDER), ""))
        .exec(session -> keep(session, ""));
  }

  /** Whoever ordered sends the very same once more: one effect, the same order. */
  ChainBuilder again() {
    return exec(session -> session.removeAll(STATUS + AGAIN, ORDER_ID + AGAIN))
        .exec(
            order(AGAIN)
                .check(status().in(201, 202, 409).saveAs(STATUS + AGAIN))
                .check(jsonPath("$.orderId").isEL("#{orderId}").saveAs(ORDER_ID + AGAIN)))
        .exec(session -> keep(session, AGAIN));
  }

  /** Somebody impatient: the repeat is on its way before the answer is. */
  ChainBuilder doubleClick(Supplier<Cart> cart) {
    return exec(session -> fresh(session, cart))
        .exec(
            httpConcurrentRequests(
                outcome(order(FIRST_CLICK), ""), outcome(order(SECOND_CLICK), SECOND)))
        .exec(session -> keep(session, ""))
        .exec(session -> keep(session, SECOND));
  }

  /** A mistaken client sends something else under a key that it used. */
  ChainBuilder otherOrderSameKey(Supplier<Cart> other) {
    return exec(session -> session.set(BODY, Shop.encoded(other.get().order())))
        .exec(
            order(KEY_REUSED)
                .check(status().is(422))
                .check(jsonPath("$.type").is(PROBLEM + "idempotency-key-reused")));
  }

  /** Whoever ordered thinks better of it; the parcel may have left. */
  ChainBuilder cancel() {
    return exec(session -> session.set(KEY, UUID.randomUUID().toString()))
        .exec(
            http(CANCEL)
                .post("/api/orders/#{orderId}/cancel")
                .header("Authorization", "Bearer #{bearer}")
                .header("Idempotency-Key", "#{key}")
                .check(status().in(200, 409))
                .checkIf((response, _) -> response.status().code() == 409)
                .then(jsonPath("$.type").is(PROBLEM + "order-not-cancellable")));
  }

  /** Whoever ordered looks at it and at what they ordered before. */
  ChainBuilder lookAtOwn() {
    return exec(
        http("own order")
            .get("/api/orders/#{orderId}")
            .header("Authorization", "Bearer #{bearer}")
            .check(status().is(200))
            .check(jsonPath("$.orderId").isEL("#{orderId}")),
        http("own orders")
            .get("/api/orders?limit=20")
            .header("Authorization", "Bearer #{bearer}")
            .check(status().is(200)));
  }

  /** The warehouse sends off what is due. */
  ChainBuilder dispatch(int limit) {
    return exec(session ->
            session
                .set(BEARER, run.members().admin().bearer())
                .set(KEY, UUID.randomUUID().toString()))
        .exec(
            http("dispatch")
                .post("/api/admin/deliveries/dispatch")
                .header("Authorization", "Bearer #{bearer}")
                .header("Idempotency-Key", "#{key}")
                .header("Content-Type", "application/json")
                .body(StringBody("{\"limit\": %d}".formatted(limit)))
                .check(status().is(200)));
  }

  /** Whether the last order was made: sold out is an answer without one. */
  static boolean made(Session session) {
    return session.contains(ORDER_ID);
  }

  /** Whether the last order holds goods. */
  static boolean confirmed(Session session) {
    return made(session) && session.getInt(STATUS) == 201;
  }

  static boolean oneIn(int many) {
    return ThreadLocalRandom.current().nextInt(many) == 0;
  }

  private Session fresh(Session session, Supplier<Cart> cart) {
    var member = run.members().any();
    return session
        .removeAll(STATUS, ORDER_ID, STATUS + SECOND, ORDER_ID + SECOND)
        .set(MEMBER, member)
        .set(BEARER, member.bearer())
        .set(KEY, UUID.randomUUID().toString())
        .set(BODY, Shop.encoded(cart.get().order()));
  }

  private static HttpRequestActionBuilder order(String name) {
    return http(name)
        .post("/api/orders")
        .header("Authorization", "Bearer #{bearer}")
        .header("Idempotency-Key", "#{key}")
        .header("Content-Type", "application/json")
        .body(StringBody("#{body}"));
  }

  /** The good ends of an order; out of stock is one, too. */
  private static HttpRequestActionBuilder outcome(HttpRequestActionBuilder order, String which) {
    return order
        .check(status().in(201, 202, 409).saveAs(STATUS + which))
        .check(jsonPath("$.orderId").optional().saveAs(ORDER_ID + which))
        .checkIf((response, _) -> response.status().code() == 201)
        .then(jsonPath("$.status").is("CONFIRMED"))
        .checkIf((response, _) -> response.status().code() == 202)
        .then(jsonPath("$.status").is("PENDING"))
        .checkIf((response, _) -> response.status().code() == 409)
        .then(jsonPath("$.type").is(PROBLEM + "insufficient-stock"));
  }

  private Session keep(Session session, String which) {
    if (session.contains(STATUS + which)) {
      var orderId = session.contains(ORDER_ID + which) ? session.getString(ORDER_ID + which) : null;
      Member member = session.get(MEMBER);
      run.answers()
          .came(
              new Answer(member, session.getString(KEY), session.getInt(STATUS + which), orderId));
    }
    return session;
  }
}
