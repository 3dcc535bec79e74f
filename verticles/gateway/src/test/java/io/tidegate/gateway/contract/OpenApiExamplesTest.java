package io.tidegate.gateway.contract;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.openapi.contract.OpenAPIContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OpenApiExamplesTest {

  private static Vertx vertx;
  private static OpenAPIContract contract;

  @BeforeAll
  static void load() throws Exception {
    vertx = Vertx.vertx();
    contract = HttpContract.load(vertx).await(10, SECONDS);
  }

  @AfterAll
  static void close() throws Exception {
    vertx.close().await(10, SECONDS);
  }

  @Test
  void givesOnlyExamplesThatFitTheirSchemas() {
    var checked = checkExamples("", contract.getRawContract());
    assertTrue(checked > 100, "only " + checked + " examples were found");
  }

  private static int checkExamples(String place, JsonObject node) {
    var checked = 0;
    if (node.getValue("schema") instanceof JsonObject schema && node.containsKey("example")) {
      checked += checkExample(place, schema, node.getValue("example"));
    }
    if (node.getValue("examples") instanceof JsonArray examples) {
      for (var example : examples) {
        checked += checkExample(place, node, example);
      }
    }
    for (var field : node) {
      if (field.getValue() instanceof JsonObject child && !field.getKey().startsWith("example")) {
        checked += checkExamples(place + "/" + field.getKey(), child);
      }
    }
    return checked;
  }

  private static int checkExample(String place, JsonObject schema, Object example) {
    var outcome =
        contract.getSchemaRepository().validator(JsonSchema.of(schema)).validate(plain(example));
    if (!outcome.getValid()) {
      fail("example of " + place + ": " + outcome.toJson().encodePrettily());
    }
    return 1;
  }

  /** Without the annotations that the library adds while it resolves references. */
  private static Object plain(Object node) {
    return switch (node) {
      case JsonObject object -> {
        var plain = new JsonObject();
        for (var field : object) {
          if (!field.getKey().startsWith("__")) {
            plain.put(field.getKey(), plain(field.getValue()));
          }
        }
        yield plain;
      }
      case JsonArray array -> {
        var plain = new JsonArray();
        array.forEach(item -> plain.add(plain(item)));
        yield plain;
      }
      case null -> null;
      default -> node;
    };
  }
}
