package io.tidegate.gateway.caller;

import io.tidegate.contracts.Role;
import io.tidegate.gateway.admission.RequestMeters;
import io.tidegate.gateway.problem.Problem;
import io.tidegate.gateway.problem.ProblemException;
import io.tidegate.gateway.problem.Slug;
import io.vertx.core.Future;
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

  public BearerHandler(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  @Override
  public void handle(RoutingContext context) {
    Operation operation = context.currentRoute().getMetadata(RouterBuilder.KEY_META_DATA_OPERATION);
    RequestMeters.name(context, operation.getOperationId());
    var token = token(context.request().getHeader(HttpHeaders.AUTHORIZATION));
    if (token == null) {
      fail(context, new ProblemException(Problem.of(Slug.UNAUTHENTICATED)));
      return;
    }
    authenticator
        .authenticate(token)
        .compose(verified -> allowed(operation, verified))
        .onSuccess(verified -> verified.keepIn(context))
        .onSuccess(_ -> context.next())
        .onFailure(cause -> fail(context, cause));
  }

  /** The token of an {@code Authorization} header, which may be null; null where it has none. */
  public static String token(String header) {
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

  /** Whether one of the operation's roles is the caller's, where it names some. */
  public static boolean isAllowed(Operation operation, Verified verified) {
    var roles = operation.getOpenAPIModel().getJsonArray("x-roles");
    return roles == null
        || roles.stream()
            .map(String.class::cast)
            .map(Role::valueOf)
            .anyMatch(verified.caller()::is);
  }

  private static Future<Verified> allowed(Operation operation, Verified verified) {
    return isAllowed(operation, verified)
        ? Future.succeededFuture(verified)
        : Future.failedFuture(new ProblemException(Problem.of(Slug.FORBIDDEN)));
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
