package io.tidegate.gateway.call;

import io.tidegate.gateway.admission.Admission;
import io.tidegate.gateway.problem.Problem;
import io.tidegate.gateway.problem.ProblemException;
import io.tidegate.gateway.problem.Problems;
import io.tidegate.gateway.problem.Slug;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.validation.ValidatorException;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers every request that failed, whatever failed it, with a problem. Only what is our own
 * mistake is logged: a request that is wrong, or that the world does not let through, is not. Any
 * event loop.
 */
public final class FailureHandler implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(FailureHandler.class);
  private static final List<HttpMethod> METHODS =
      List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE);

  private final Admission admission;
  private final OpenAPIContract contract;

  public FailureHandler(Admission admission, OpenAPIContract contract) {
    this.admission = admission;
    this.contract = contract;
  }

  @Override
  public void handle(RoutingContext context) {
    var response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      // Half an answer is out, so only the end of the connection can still say that it is not all.
      context.request().connection().close();
      return;
    }
    write(context, problem(context));
  }

  private Problem problem(RoutingContext context) {
    return switch (context.failure()) {
      case ProblemException known -> known.problem();
      case FaultException failed -> fault(context, failed);
      case HttpException refused when refused.getCause() instanceof ValidatorException found ->
          Problems.of(found);
      case null -> ofStatus(context);
      default -> context.statusCode() < 500 ? ofStatus(context) : bug(context);
    };
  }

  private Problem fault(RoutingContext context, FaultException failed) {
    if (failed.fault() == Fault.UNAUTHENTICATED) {
      LOG.error("the nodes do not share platform.internalTokenSecret: {}", failed.getMessage());
    } else {
      LOG.debug("request {} met a fault", admission.admitted(context).requestId(), failed);
    }
    return Problems.of(failed.fault());
  }

  private Problem bug(RoutingContext context) {
    LOG.error(
        "request {} (trace {}) met a bug",
        admission.admitted(context).requestId(),
        admission.admitted(context).traceId(),
        context.failure());
    return Problem.of(Slug.INTERNAL);
  }

  /** Failures that the web server found by itself. */
  private Problem ofStatus(RoutingContext context) {
    return switch (context.statusCode()) {
      case 404 -> Problem.of(Slug.NOT_FOUND);
      case 405 -> Problem.of(Slug.METHOD_NOT_ALLOWED).withHeader("Allow", allowed(context));
      case 413 -> Problem.of(Slug.PAYLOAD_TOO_LARGE);
      case 415 -> Problem.of(Slug.UNSUPPORTED_MEDIA_TYPE, "the body must be application/json");
      case 417 -> Problem.invalid("/Expect", "this must be 100-continue");
      default -> Problem.of(Slug.VALIDATION_FAILED, "the request cannot be read");
    };
  }

  private String allowed(RoutingContext context) {
    var methods =
        METHODS.stream()
            .filter(method -> contract.findOperation(context.normalizedPath(), method) != null)
            .map(HttpMethod::name)
            .collect(Collectors.joining(", "));
    // What the contract does not have are pages.
    return methods.isEmpty() ? "GET, HEAD" : methods;
  }

  private void write(RoutingContext context, Problem problem) {
    var response = context.response();
    if (problem.status() == 401) {
      response.putHeader("WWW-Authenticate", challenge(problem.slug()));
    }
    problem.writeTo(response, admission.admitted(context));
  }

  /** RFC 6750, section 3: an error code only for who showed a token. */
  private static String challenge(Slug slug) {
    return switch (slug) {
      case TOKEN_EXPIRED -> "Bearer error=\"invalid_token\", error_description=\"expired\"";
      case TOKEN_REVOKED -> "Bearer error=\"invalid_token\", error_description=\"revoked\"";
      default -> "Bearer";
    };
  }
}
