package io.tidegate.gateway.problem;

import io.tidegate.contracts.CommonRefusal.Violation;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.validation.SchemaValidationException;
import io.vertx.openapi.validation.ValidatorErrorType;
import io.vertx.openapi.validation.ValidatorException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the validator of the contract found, said so that its reader finds it in the request: the
 * innermost places, a pointer each. The validator also reports everything around them.
 */
final class Violations {

  /** The validator names a parameter in its message alone. */
  private static final Pattern PARAMETER =
      Pattern.compile("(?:header|path|query) parameter (\\S+)");

  /** Keywords that say only that something inside is wrong. */
  private static final List<String> WRAPPERS =
      List.of("/$ref", "/items", "/properties", "/propertyNames");

  private static final String UNKNOWN = "/additionalProperties";
  private static final Pattern MISSING =
      Pattern.compile("Instance does not have required property \"(.+)\"");
  private static final String REQUIRED = "this is required";

  private Violations() {}

  /** The problem of a request that the contract does not let through. */
  static Problem problem(ValidatorException found) {
    if (found.type() == ValidatorErrorType.UNSUPPORTED_VALUE_FORMAT) {
      return Problem.of(Slug.UNSUPPORTED_MEDIA_TYPE, "the body must be application/json");
    }
    var parameter = PARAMETER.matcher(found.getMessage());
    var pointer = parameter.find() ? "/" + parameter.group(1) : "";
    if (found instanceof SchemaValidationException invalid) {
      return Problem.invalid(innermost(invalid.getOutputUnit(), pointer));
    }
    return Problem.invalid(pointer, detail(found.type(), pointer));
  }

  private static String detail(ValidatorErrorType type, String pointer) {
    return switch (type) {
      case MISSING_REQUIRED_PARAMETER -> pointer.isEmpty() ? "a body is required" : REQUIRED;
      default -> pointer.isEmpty() ? "the body is not JSON" : "this cannot be read";
    };
  }

  /** One for each place, the first that was found there. */
  private static List<Violation> innermost(OutputUnit result, String pointer) {
    var places = new LinkedHashMap<String, String>();
    var units = result.getErrors() == null ? List.<OutputUnit>of() : result.getErrors();
    for (var unit : units) {
      var missing = MISSING.matcher(unit.getError());
      if (missing.matches()) {
        places.putIfAbsent(pointer + place(unit) + "/" + missing.group(1), REQUIRED);
      } else if (!isWrapper(unit) && !isUnknown(unit)) {
        places.putIfAbsent(pointer + place(unit), text(unit));
      }
    }
    for (var unit : units) {
      var place = pointer + place(unit);
      // A known field with a wrong value is reported as an unknown one, too.
      if (isUnknown(unit) && places.keySet().stream().noneMatch(known -> isAtOrIn(known, place))) {
        places.put(place, "there is no such field");
      }
    }
    if (places.isEmpty()) {
      places.put(pointer, "this does not fit the contract");
    }
    return places.entrySet().stream()
        .map(place -> new Violation(place.getKey(), place.getValue()))
        .toList();
  }

  private static boolean isWrapper(OutputUnit unit) {
    return WRAPPERS.stream().anyMatch(unit.getKeywordLocation()::endsWith);
  }

  private static boolean isUnknown(OutputUnit unit) {
    return unit.getKeywordLocation().endsWith(UNKNOWN);
  }

  private static boolean isAtOrIn(String pointer, String place) {
    return pointer.equals(place) || pointer.startsWith(place + "/");
  }

  /** The validator writes places as fragments: {@code #/lines/0/quantity}. */
  private static String place(OutputUnit unit) {
    var location = unit.getInstanceLocation();
    return location.startsWith("#") ? location.substring(1) : location;
  }

  private static String text(OutputUnit unit) {
    return unit.getError().replace("( + ", "(");
  }
}
