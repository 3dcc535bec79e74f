package io.tidegate.gateway.caller;

import io.tidegate.contracts.Role;
import io.tidegate.gateway.admission.RequestMeters;
import io.tidegate.gateway.problem.Problem;
import io.tidegate.gateway.problem.ProblemException;
import io.tidegate.gateway.problem.Slug;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.JWTAuthHandler;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.Operation;
import java.util.List;

/**
 * Lets a request of the contract on whose bearer (RFC 6750) may make it: a good token, and one of
 * the operation's {@code x-roles} where it names some. It runs before the request is validated, so
 * that strangers learn nothing of what a request should look like. Any event loop.
 *
 * <p>A {@link JWTAuthHandler} by type alone: the router of the contract takes no other for bearer
 * tokens, and the library's own has neither revocation nor problems.
 */
public final class BearerHandler implements JWTAuthHandler {

  private static final String SCHEME = "Bearer ";

  private final Authenticator authenticator;
  private final CallerLimits limits;

  public BearerHandler(Authenticator authenticator, CallerLimits limits) {
    this.authenticator = authenticator;
    this.limits = limits;
  }

  @Override
  public void handle(RoutingContext context) {
    Operation operation = context.currentRoute().getMetadata(RouterBuilder.KEY_META_DATA_OPERATION);
    RequestMeters.name(context, operation.getOperationId());
    var known = CallerLimits.known(context);
    if (known != null) {
      pass(context, operation, known);
      return;
    }
    var token = token(context.request().getHeader(HttpHeaders.AUTHORIZATION));
    if (token == null) {
      fail(context, new ProblemException(Problem.of(Slug.UNAUTHENTICATED)));
      return;
    }
    authenticator
        .authenticate(token)
        .onSuccess(verified -> meet(context, operation, verified))
        .onFailure(cause -> fail(context, cause));
  }

  /** Somebody who was not known before counts as himself from now on. */
  private void meet(RoutingContext context, Operation operation, Verified verified) {
    if (limits.letsOn(context, verified)) {
      pass(context, operation, verified);
    }
  }

  private static void pass(RoutingContext context, Operation operation, Verified verified) {
    if (isAllowed(operation, verified)) {
      verified.keepIn(context);
      context.next();
    } else {
      fail(context, new ProblemException(Problem.of(Slug.FORBIDDEN)));
    }
  }

  /** The token of an {@code Authorization} header, which may be null; null where it has none. */
  static String token(String header) {
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    var token = header.substring(SCHEME.length()).strip();
    return token.isEmpty() || hasBlank(token) ? null : token;
  }

  private static boolean hasBlank(String token) {
    for (var i = 0; i < token.length(); i++) {
      if (Character.isWhitespace(token.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** Whose a request is that may make this call, where that was known when it came; or null. */
  public static Verified known(RoutingContext context, Operation operation) {
    var known = CallerLimits.known(context);
    return known != null && isAllowed(operation, known) ? known : null;
  }

  /** Whether one of the operation's roles is the caller's, where it names some. */
  private static boolean isAllowed(Operation operation, Verified verified) {
    var roles = operation.getOpenAPIModel().getJsonArray("x-roles");
    return roles == null
        || roles.stream()
            .map(String.class::cast)
            .map(Role::valueOf)
            .anyMatch(verified.caller()::is);
  }

  private static void fail(RoutingContext context, Throwable cause) {
    if (cause instanceof ProblemException known) {
      context.fail(known.problem().status(), known);
    } else {
      context.fail(cause);
    }
  }

  @Override
  public JWTAuthHandler scopeDelimiter(String delimiter) {
    throw new UnsupportedOperationException("the contract has roles, not scopes");
  }

  @Override
  public JWTAuthHandler withScope(String scope) {
    throw new UnsupportedOperationException("the contract has roles, not scopes");
  }

  @Override
  public JWTAuthHandler withScopes(List<String> scopes) {
    throw new UnsupportedOperationException("the contract has roles, not scopes");
  }
}
