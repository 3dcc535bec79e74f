package io.tidegate.gateway.call;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Refusal;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.Request;
import io.tidegate.gateway.admission.Admitted;
import io.tidegate.gateway.caller.Verified;
import io.tidegate.gateway.problem.Problem;
import io.tidegate.gateway.problem.ProblemException;
import io.tidegate.gateway.problem.Problems;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.bus.Bus;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/**
 * One request and its answer: who asks, the way to the domains, and back. Lives as long as the
 * request, on its event loop.
 */
public class Exchange {

  private final RoutingContext context;
  private final Bus bus;

  public Exchange(RoutingContext context, Bus bus) {
    this.context = context;
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

  /** A header, or null. */
  public String header(String name) {
    return context.request().getHeader(name);
  }

  /** Until when an answer is of use. */
  public Deadline deadline() {
    return Admitted.of(context).deadline();
  }

  /** Asks a domain in the caller's name; a refusal fails with its problem. */
  public <T extends Reply> Future<Answered<T>> ask(
      String role, Request question, Class<T> expected) {
    return ask(role, question, expected, deadline());
  }

  /** The same within a deadline of its own, where a call asks more than once. */
  public <T extends Reply> Future<Answered<T>> ask(
      String role, Request question, Class<T> expected, Deadline deadline) {
    return bus.ask(role, question, caller(), deadline, Admitted.of(context).traceparent())
        .map(answer -> answered(answer, expected));
  }

  /** Asks one node alone; half of the time that is left is for those that are silent. */
  public <T extends Reply> Future<Answered<T>> askNode(
      String node, String role, Request question, Class<T> expected) {
    return bus.askNode(
            node, role, question, caller(), deadline().half(), Admitted.of(context).traceparent())
        .map(answer -> answered(answer, expected));
  }

  private static <T extends Reply> Answered<T> answered(Answer answer, Class<T> expected) {
    if (answer.reply() instanceof Refusal refusal) {
      throw new ProblemException(Problems.of(refusal));
    }
    return new Answered<>(expected.cast(answer.reply()), answer.replayed());
  }

  /** Adds a header to the answer. */
  public Exchange with(String name, String value) {
    context.response().putHeader(name, value);
    return this;
  }

  /** Says that this answer was given before, where it was. */
  public Exchange replayed(boolean replayed) {
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

  /** Answers with a problem that is foreseen, where many are: failing takes a longer way. */
  public Future<Void> answer(Problem problem) {
    return problem.writeTo(context.response(), Admitted.of(context));
  }

  /** Answers with a status alone. */
  public Future<Void> answer(int status) {
    return context.response().setStatusCode(status).end();
  }
}
