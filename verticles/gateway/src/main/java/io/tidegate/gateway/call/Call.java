package io.tidegate.gateway.call;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.PageRequest;
import io.tidegate.contracts.Refusal;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.RequestKey;
import io.tidegate.gateway.admission.Admitted;
import io.tidegate.gateway.caller.Verified;
import io.tidegate.gateway.problem.Problem;
import io.tidegate.gateway.problem.ProblemException;
import io.tidegate.gateway.problem.Problems;
import io.tidegate.gateway.problem.Slug;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.bus.Bus;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.validation.ValidatedRequest;
import java.util.function.Function;

/**
 * One request that the contract let through: typed reading of what it says, the way to the domains,
 * and its answer. Lives as long as the request, on its event loop.
 */
public final class Call {

  private static final int LIMIT_DEFAULT = 50;

  private final RoutingContext context;
  private final ValidatedRequest request;
  private final Bus bus;

  Call(RoutingContext context, ValidatedRequest request, Bus bus) {
    this.context = context;
    this.request = request;
    this.bus = bus;
  }

  /** Below this level: for what is more than one answer to one question. */
  public RoutingContext context() {
    return context;
  }

  /** Who calls: {@link Caller#ANONYMOUS} where the contract asks for nobody in particular. */
  public Caller caller() {
    var verified = Verified.of(context);
    return verified == null ? Caller.ANONYMOUS : verified.caller();
  }

  /** A value of the path as the thing that it names; one of another shape names nothing: 404. */
  public <T> T path(String name, Function<String, T> parse) {
    try {
      return parse.apply(request.getPathParameters().get(name).getString());
    } catch (IllegalArgumentException _) {
      throw new ProblemException(Problem.of(Slug.NOT_FOUND));
    }
  }

  /** A query value, read; null where there is none. */
  public <T> T query(String name, Function<String, T> parse) {
    var value = request.getQuery().get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    try {
      return parse.apply(value.get().toString());
    } catch (RuntimeException _) {
      throw new ProblemException(Problem.invalid("/" + name, "this cannot be read"));
    }
  }

  /** A header, or null. */
  public String header(String name) {
    return context.request().getHeader(name);
  }

  /** The page that the query asks for. */
  public PageRequest page() {
    return new PageRequest(limit(), query("cursor", Function.identity()));
  }

  /** How many items the query asks for. */
  public int limit() {
    var limit = query("limit", Integer::valueOf);
    return limit == null ? LIMIT_DEFAULT : limit;
  }

  /** The body, which is an object wherever the contract has one; empty where it may be left out. */
  public JsonObject body() {
    return request.getBody().isNull() ? new JsonObject() : request.getBody().getJsonObject();
  }

  /** The key that makes this request recognisable when it is repeated. */
  public RequestKey key() {
    return key(header("Idempotency-Key"));
  }

  /** The same where a client may leave it out: then nothing is a repetition of this request. */
  public RequestKey keyOr(String drawn) {
    var sent = header("Idempotency-Key");
    return key(sent == null ? drawn : sent);
  }

  private RequestKey key(String key) {
    var body = request.getBody();
    return new RequestKey(
        key,
        Fingerprint.of(
            context.request().method().name(),
            context.normalizedPath(),
            body.isNull() ? null : body.get()));
  }

  /** Asks a domain in the caller's name; a refusal fails with its problem. */
  public <T extends Reply> Future<Answered<T>> ask(
      String role, Request question, Class<T> expected) {
    return ask(role, question, expected, Admitted.of(context).deadline());
  }

  /** The same within a deadline of its own, where a call asks more than once. */
  public <T extends Reply> Future<Answered<T>> ask(
      String role, Request question, Class<T> expected, Deadline deadline) {
    return bus.ask(role, question, caller(), deadline, Admitted.of(context).traceparent())
        .map(answer -> answered(answer, expected));
  }

  private static <T extends Reply> Answered<T> answered(Answer answer, Class<T> expected) {
    if (answer.reply() instanceof Refusal refusal) {
      throw new ProblemException(Problems.of(refusal));
    }
    return new Answered<>(expected.cast(answer.reply()), answer.replayed());
  }

  /** Adds a header to the answer. */
  public Call with(String name, String value) {
    context.response().putHeader(name, value);
    return this;
  }

  /** Says that this answer was given before, where it was. */
  public Call replayed(boolean replayed) {
    return replayed ? with("Idempotency-Replayed", "true") : this;
  }

  /** Answers with a contract record, or with a JSON value made of one. */
  public Future<Void> answer(int status, Object body) {
    return answer(
        status,
        body instanceof JsonObject json ? json.toBuffer() : Buffer.buffer(Json.encode(body)));
  }

  /** Answers with JSON that is ready. */
  public Future<Void> answer(int status, Buffer json) {
    return context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(json);
  }

  /** Answers with a status alone. */
  public Future<Void> answer(int status) {
    return context.response().setStatusCode(status).end();
  }
}
