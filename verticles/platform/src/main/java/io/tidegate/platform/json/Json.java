package io.tidegate.platform.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tidegate.contracts.Channel;
import io.tidegate.contracts.DeliveryId;
import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.SessionId;
import io.tidegate.contracts.Sku;
import java.io.IOException;
import java.util.function.Function;

/**
 * The one JSON form of contract records: by component names, ids and SKUs as text, moments as RFC
 * 3339 in UTC. Unknown fields are ignored, as a reader of a later writer must. Any thread.
 */
public final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(ids())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .build();

  private Json() {}

  /** The JSON text of a record. */
  public static String encode(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException cause) {
      throw new IllegalStateException(value.getClass().getName() + " has no JSON form", cause);
    }
  }

  /** The record that a JSON text says; {@link IllegalArgumentException} where it says none. */
  public static <T> T decode(String text, Class<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JsonProcessingException cause) {
      throw new IllegalArgumentException(
          "not a " + type.getSimpleName() + ": " + cause.getOriginalMessage(), cause);
    }
  }

  private static SimpleModule ids() {
    var module = new SimpleModule("tidegate-ids");
    add(module, OrderId.class, OrderId::of);
    add(module, DeliveryId.class, DeliveryId::of);
    add(module, MemberId.class, MemberId::of);
    add(module, SessionId.class, SessionId::of);
    add(module, Sku.class, Sku::of);
    add(module, Channel.class, Channel::of);
    return module;
  }

  private static <T> void add(SimpleModule module, Class<T> type, Function<String, T> parse) {
    module.addSerializer(type, ToStringSerializer.instance);
    module.addDeserializer(type, new TextDeserializer<>(type, parse));
  }

  private static final class TextDeserializer<T> extends StdDeserializer<T> {

    private final transient Function<String, T> parse;

    TextDeserializer(Class<T> type, Function<String, T> parse) {
      super(type);
      this.parse = parse;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      var text = parser.getValueAsString();
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException cause) {
        throw context.weirdStringException(text, handledType(), cause.getMessage());
      }
    }
  }
}
