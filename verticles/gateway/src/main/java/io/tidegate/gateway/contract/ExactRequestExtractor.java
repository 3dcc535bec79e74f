package io.tidegate.gateway.contract;

import io.tidegate.gateway.problem.Problem;
import io.tidegate.gateway.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.json.schema.common.dsl.SchemaType;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.contract.RequestBody;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatableRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Hands a request to the validator as the client meant it; needs a body handler before it.
 *
 * <p>The router's own extractor decodes headers and query values as URLs a second time (a {@code +}
 * becomes a blank, a lone {@code %} is refused), and the validator then reads texts as JSON where
 * they look like it, so the idempotency key {@code 12.5} or the ETag {@code W/"1"} would be refused
 * and {@code "1"} would lose its quotes. Here each value is decoded once, and a text goes in as a
 * JSON text, which that reading gives back unchanged. A media type is compared without its
 * parameters and in lower case (RFC 9110, section 8.3.1).
 */
public final class ExactRequestExtractor implements RequestExtractor {

  @Override
  public Future<ValidatableRequest> extractValidatableRequest(
      RoutingContext context, Operation operation) {
    var accepted = operation.getRequestBody();
    var body = accepted == null ? null : context.body().buffer();
    var mediaType = accepted == null ? null : mediaType(context, accepted);
    if (body != null && mediaType != null && !StrictJson.is(body)) {
      return Future.failedFuture(
          new ProblemException(
              Problem.invalid("", "the body is not JSON in UTF-8, or names a field twice")));
    }
    return Future.succeededFuture(
        new Extracted(
            values(context, operation, Location.HEADER),
            values(context, operation, Location.PATH),
            values(context, operation, Location.QUERY),
            () -> body,
            mediaType));
  }

  private static Map<String, RequestParameter> values(
      RoutingContext context, Operation operation, Location location) {
    var values = new HashMap<String, RequestParameter>();
    for (var parameter : operation.getParameters()) {
      if (parameter.getIn() == location) {
        var value = asJson(parameter, raw(context, parameter));
        values.put(parameter.getName(), () -> value);
      }
    }
    return values;
  }

  private static String raw(RoutingContext context, Parameter parameter) {
    var name = parameter.getName();
    return switch (parameter.getIn()) {
      case HEADER -> context.request().getHeader(name);
      case PATH -> context.pathParam(name);
      case QUERY -> context.queryParam(name).stream().findFirst().orElse(null);
      case COOKIE -> throw new IllegalStateException("the contract has no cookies: " + name);
    };
  }

  private static String asJson(Parameter parameter, String raw) {
    return raw == null || parameter.getSchemaType() != SchemaType.STRING ? raw : Json.encode(raw);
  }

  /** One that the contract names, or null; a longer one with the same beginning is another one. */
  private static String mediaType(RoutingContext context, RequestBody accepted) {
    var contentType = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    if (contentType == null) {
      return null;
    }
    var end = contentType.indexOf(';');
    var named = end < 0 ? contentType : contentType.substring(0, end);
    var mediaType = named.strip().toLowerCase(Locale.ROOT);
    return accepted.getContent().containsKey(mediaType) ? mediaType : null;
  }

  private record Extracted(
      Map<String, RequestParameter> headers,
      Map<String, RequestParameter> path,
      Map<String, RequestParameter> query,
      RequestParameter body,
      String contentType)
      implements ValidatableRequest {

    @Override
    public Map<String, RequestParameter> getCookies() {
      return Map.of();
    }

    @Override
    public Map<String, RequestParameter> getHeaders() {
      return headers;
    }

    @Override
    public Map<String, RequestParameter> getPathParameters() {
      return path;
    }

    @Override
    public Map<String, RequestParameter> getQuery() {
      return query;
    }

    @Override
    public RequestParameter getBody() {
      return body;
    }

    @Override
    public String getContentType() {
      return contentType;
    }
  }
}
