package io.tidegate.platform.eventstore;

import io.tidegate.contracts.EventType;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The published contract of the events: the AsyncAPI document and the samples beside it. */
final class EventContract {

  private static final String JSON = ".json";

  private final JsonObject document;
  private final Map<String, String> samples;

  private EventContract(JsonObject document, Map<String, String> samples) {
    this.document = document;
    this.samples = samples;
  }

  /** Reads them from the contracts module, which is a folder or a jar. */
  static EventContract load() throws IOException, URISyntaxException {
    var source = EventType.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    var module = Path.of(source);
    if (Files.isDirectory(module)) {
      return read(module);
    }
    try (var jar = FileSystems.newFileSystem(module)) {
      return read(jar.getPath("/"));
    }
  }

  private static EventContract read(Path root) throws IOException {
    Map<String, Object> document =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(Files.readString(root.resolve("asyncapi/tidegate.yaml")));
    var samples = new TreeMap<String, String>();
    try (var files = Files.list(root.resolve("samples"))) {
      for (var file : files.toList()) {
        var name = file.getFileName().toString();
        samples.put(name.substring(0, name.length() - JSON.length()), Files.readString(file));
      }
    }
    return new EventContract(new JsonObject(document), samples);
  }

  /** One event of each type, by type. */
  Map<String, String> samples() {
    return samples;
  }

  /** The event types that each topic carries. */
  Map<String, Set<String>> topics() {
    var topics = new TreeMap<String, Set<String>>();
    for (var channel : objects(document.getJsonObject("channels")).values()) {
      var messages = channel.getJsonObject("messages");
      messages.forEach(
          message -> requireReference(message.getKey(), (JsonObject) message.getValue()));
      topics.put(channel.getString("address"), new TreeSet<>(messages.fieldNames()));
    }
    return topics;
  }

  /** The topics that something is said to be sent to. */
  Set<String> topicsSentTo() {
    return objects(document.getJsonObject("operations")).values().stream()
        .map(operation -> lastWord(operation.getJsonObject("channel").getString("$ref")))
        .map(channel -> document.getJsonObject("channels").getJsonObject(channel))
        .map(channel -> channel.getString("address"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The names of all messages that are defined, as they call themselves. */
  Set<String> messages() {
    return objects(messageObjects()).values().stream()
        .map(message -> message.getString("name"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What is wrong with an event of that type, according to its schema; empty where nothing is. */
  List<String> violations(String type, JsonObject event) {
    var payload = messageObjects().getJsonObject(type).getJsonObject("payload").getString("$ref");
    return violations(event, lastWord(payload));
  }

  /** What is wrong with the headers of an event. */
  List<String> headerViolations(JsonObject headers) {
    return violations(headers, "Headers");
  }

  /** The schema, but closed: what it does not name is wrong, so that nothing stays unsaid. */
  private List<String> violations(JsonObject value, String schemaName) {
    var schemas = new JsonObject();
    objects(document.getJsonObject("components").getJsonObject("schemas"))
        .forEach((name, schema) -> schemas.put(name, closed(schema)));
    var schema =
        new JsonObject()
            .put("$ref", "#/components/schemas/" + schemaName)
            .put("components", new JsonObject().put("schemas", schemas));
    var options =
        new JsonSchemaOptions()
            .setBaseUri("https://tidegate.invalid/")
            .setDraft(Draft.DRAFT7)
            .setOutputFormat(OutputFormat.Basic);
    var found = Validator.create(JsonSchema.of(schema), options).validate(value);
    return found.getValid()
        ? List.of()
        : found.getErrors().stream()
            .map(error -> error.getInstanceLocation() + " " + error.getError())
            .toList();
  }

  private static JsonObject closed(JsonObject schema) {
    return schema.containsKey("properties")
        ? schema.copy().put("additionalProperties", false)
        : schema;
  }

  private JsonObject messageObjects() {
    return document.getJsonObject("components").getJsonObject("messages");
  }

  private static void requireReference(String name, JsonObject message) {
    if (!name.equals(lastWord(message.getString("$ref")))) {
      throw new IllegalStateException(name + " is another message: " + message);
    }
  }

  private static String lastWord(String reference) {
    return reference.substring(reference.lastIndexOf('/') + 1);
  }

  private static Map<String, JsonObject> objects(JsonObject parent) {
    var objects = new LinkedHashMap<String, JsonObject>();
    parent.fieldNames().forEach(name -> objects.put(name, parent.getJsonObject(name)));
    return objects;
  }
}
