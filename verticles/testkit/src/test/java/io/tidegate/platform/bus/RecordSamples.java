package io.tidegate.platform.bus;

import io.tidegate.contracts.Channel;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.PageRequest;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Sku;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Makes a record of any contract type, every component filled with something of its own. */
public final class RecordSamples {

  private static final UUID ID = UUID.fromString("01932c07-8f3e-7cc1-b0a4-1a2b3c4d5e6f");

  private RecordSamples() {}

  /** A sample of a record type. */
  public static <T> T of(Class<T> type) {
    var components = type.getRecordComponents();
    var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    var values =
        Arrays.stream(components).map(one -> value(one.getGenericType())).toArray(Object[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException cause) {
      throw new IllegalStateException("no sample of " + type, cause);
    }
  }

  private static Object value(Type type) {
    return type instanceof ParameterizedType generic
        ? collection(generic)
        : single((Class<?>) type);
  }

  private static Object collection(ParameterizedType type) {
    var of = type.getActualTypeArguments();
    return switch (((Class<?>) type.getRawType()).getSimpleName()) {
      case "List" -> List.of(value(of[0]));
      case "Set" -> Set.of(value(of[0]));
      case "Map" -> Map.of("colour 색", value(of[1]));
      case String other -> throw new IllegalStateException("no sample of " + other);
    };
  }

  private static Object single(Class<?> type) {
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    return switch (type.getSimpleName()) {
      case "String" -> "깃발 \"flag\" \\ \n é";
      case "int", "Integer" -> 7;
      case "long", "Long" -> 9_007_199_254_740_993L;
      case "boolean" -> true;
      case "UUID" -> ID;
      case "Instant" -> Instant.parse("2026-11-21T07:01:02.003004Z");
      case "LocalDate" -> LocalDate.parse("2026-11-24");
      case "Sku" -> Sku.of("MUG-BLUE_1");
      case "Channel" -> Channel.of("WEB");
      case "Money" -> new Money(-12_900, "KRW");
      case "PageRequest" -> new PageRequest(20, "Y3Vyc29y");
      case "RequestKey" -> new RequestKey("key-1", "fingerprint-1");
      default -> of(type);
    };
  }
}
