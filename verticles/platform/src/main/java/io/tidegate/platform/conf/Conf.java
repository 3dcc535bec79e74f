package io.tidegate.platform.conf;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The settings of a node: one section per file {@code conf/<section>.json} with its defaults, laid
 * over by overlay files (objects of sections) in order, then by environment variables {@code
 * TIDEGATE_<SECTION>_<KEY>} with the key in upper snake case ({@code TIDEGATE_ORDER_WRITE_URI}).
 *
 * <p>Overlays and the environment may set only keys that a default file names, so that a misspelt key stops the start
 * rather than being ignored. Every error is a {@link ConfException} that names the key.
 */
public final class Conf {

  private final Map<String, JsonObject> sections;

  private Conf(Map<String, JsonObject> sections) {
    this.sections = sections;
  }

  /** Reads the default files of a folder, then overlays in order, then the environment. */
  public static Conf load(Path folder, List<Path> overlays, Map<String, String> environment) {
    var sections = new java.util.TreeMap<String, JsonObject>();
    for (var file : defaultFiles(folder)) {
      var name = file.getFileName().toString();
      sections.put(name.substring(0, name.length() - ".json".length()), read(file));
    }
    for (var overlay : overlays) {
      lay(sections, read(overlay), overlay.toString());
    }
    layEnvironment(sections, environment);
    return new Conf(sections);
  }

  /** One section; unknown sections are a mistake of ours. */
  public Section section(String name) {
    var values = sections.get(name);
    if (values == null) {
      throw new ConfException("there is no conf/" + name + ".json");
    }
    return new Section(name, values);
  }

  private static List<Path> defaultFiles(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException cause) {
      throw new ConfException("the settings folder " + folder + " cannot be read: " + cause);
    }
  }

  private static JsonObject read(Path file) {
    try {
      return new JsonObject(Files.readString(file));
    } catch (IOException | DecodeException cause) {
      throw new ConfException(file + " is not a readable JSON object: " + cause.getMessage());
    }
  }

  private static void lay(Map<String, JsonObject> sections, JsonObject overlay, String origin) {
    for (var entry : overlay) {
      var section = sections.get(entry.getKey());
      if (section == null) {
        throw new ConfException(
            "%s sets %s, which is no section; there are %s"
                .formatted(origin, entry.getKey(), sections.keySet()));
      }
      if (!(entry.getValue() instanceof JsonObject values)) {
        throw new ConfException(origin + ": " + entry.getKey() + " must be an object");
      }
      for (var value : values) {
        if (!section.containsKey(value.getKey())) {
          throw new ConfException(
              "%s sets %s.%s, which is no setting; there are %s"
                  .formatted(
                      origin, entry.getKey(), value.getKey(), new TreeSet<>(section.fieldNames())));
        }
        section.put(value.getKey(), value.getValue());
      }
    }
  }

  private static void layEnvironment(
      Map<String, JsonObject> sections, Map<String, String> environment) {
    sections.forEach(
        (name, section) -> {
          var prefix = "TIDEGATE_" + snake(name) + "_";
          var known = new TreeSet<String>();
          for (var key : List.copyOf(section.fieldNames())) {
            known.add(prefix + snake(key));
            var value = environment.get(prefix + snake(key));
            if (value != null) {
              section.put(key, parsed(value, section.getValue(key)));
            }
          }
          for (var variable : environment.keySet()) {
            if (variable.startsWith(prefix) && !known.contains(variable)) {
              throw new ConfException(
                  "the environment sets %s, which is no setting; there are %s"
                      .formatted(variable, known));
            }
          }
        });
  }

  /** Texts as they are, as nobody quotes a URI in an environment variable; the rest as JSON. */
  private static Object parsed(String text, Object standing) {
    if (standing == null || standing instanceof String) {
      return text;
    }
    try {
      return io.vertx.core.json.Json.decodeValue(text);
    } catch (DecodeException _) {
      // The section says what it may be when it is read.
      return text;
    }
  }

  private static String snake(String camel) {
    return camel.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(java.util.Locale.ROOT);
  }

  /** The settings of one section, by typed reads that check. */
  public static final class Section {

    private final String name;
    private final JsonObject values;

    private Section(String name, JsonObject values) {
      this.name = name;
      this.values = values;
    }

    /** A text that must be there. */
    public String text(String key) {
      return required(key, String.class, "a text");
    }

    /** A text, or null. */
    public String textOrNull(String key) {
      return values.getValue(key) == null ? null : text(key);
    }

    /** A whole number within bounds. */
    public int integer(String key, int least, int most) {
      var number = required(key, Number.class, "a whole number from " + least + " to " + most);
      var value = number.longValue();
      if (number.doubleValue() != value || value < least || value > most) {
        throw wrong(key, number, "a whole number from " + least + " to " + most);
      }
      return (int) value;
    }

    /** Milliseconds, positive; the key must end in {@code Ms}. */
    public Duration milliseconds(String key) {
      return Duration.ofMillis(integer(key, 1, Integer.MAX_VALUE));
    }

    /** Seconds, positive; the key must end in {@code Seconds}. */
    public Duration seconds(String key) {
      return Duration.ofSeconds(integer(key, 1, Integer.MAX_VALUE));
    }

    /** True or false. */
    public boolean flag(String key) {
      return required(key, Boolean.class, "true or false");
    }

    /** A list of texts. */
    public List<String> texts(String key) {
      var array = required(key, JsonArray.class, "a list of texts");
      var texts = new ArrayList<String>();
      for (var item : array) {
        if (!(item instanceof String text)) {
          throw wrong(key, array, "a list of texts");
        }
        texts.add(text);
      }
      return List.copyOf(texts);
    }

    /** Says that a setting is wrong, and what it may be. */
    public ConfException wrong(String key, Object value, String mayBe) {
      return new ConfException(
          "the setting %s.%s is %s; it must be %s".formatted(name, key, value, mayBe));
    }

    private <T> T required(String key, Class<T> type, String mayBe) {
      if (!values.containsKey(key)) {
        throw new ConfException(
            "the setting %s.%s is missing; it must be %s".formatted(name, key, mayBe));
      }
      var value = values.getValue(key);
      if (!type.isInstance(value)) {
        var shown = value instanceof String ? "of the wrong type" : String.valueOf(value);
        throw wrong(key, value == null ? "not set" : shown, mayBe);
      }
      return type.cast(value);
    }
  }
}
