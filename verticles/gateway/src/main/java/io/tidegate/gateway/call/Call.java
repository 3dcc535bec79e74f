package io.tidegate.gateway.call;

import io.tidegate.contracts.PageRequest;
import io.tidegate.contracts.RequestKey;
import io.tidegate.gateway.problem.Problem;
import io.tidegate.gateway.problem.ProblemException;
import io.tidegate.gateway.problem.Slug;
import io.tidegate.platform.bus.Bus;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.validation.ValidatedRequest;
import java.util.function.Function;

/**
 * One request that the contract let through, with typed reading of what it says. Lives as long as
 * the request, on its event loop.
 */
public final class Call extends Exchange {

  private static final int LIMIT_DEFAULT = 50;

  private final ValidatedRequest request;

  Call(RoutingContext context, ValidatedRequest request, Bus bus) {
    super(context, bus);
    this.request = request;
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
            context().request().method().name(),
            context().normalizedPath(),
            body.isNull() ? null : body.get()));
  }
}
