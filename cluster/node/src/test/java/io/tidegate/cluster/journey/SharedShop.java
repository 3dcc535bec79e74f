package io.tidegate.cluster.journey;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one {@link Shop} that all of them share. It is started by the first one and
 * stopped after the last, or it is one that runs already: {@code -Dtidegate.journey.local=<path of
 * its local.json>}.
 *
 * <p>Its access tokens live for a few seconds only, so that the expiry of one can be waited for;
 * {@link Visitor}s renew theirs. What its nodes log is what those of any shop do.
 */
final class SharedShop implements ParameterResolver {

  static final int ACCESS_TOKEN_SECONDS = 6;

  private static final Path LOG_SETTINGS =
      Path.of(System.getProperty("tidegate.root"), "cluster/node/src/main/resources/logback.xml");

  /** So that an order is decided before it is answered, however busy the machine is. */
  static final Map<String, String> PATIENCE =
      Map.of("TIDEGATE_GATEWAY_REQUEST_TIMEOUT_MS", "10000");

  private static final Namespace NAMESPACE = Namespace.create(SharedShop.class);

  /**
   * What is closed at the end.
   *
   * @param running null where the shop is not ours
   * @param failure why there is no shop: it is not tried again for each test
   */
  private record Held(Shop shop, RunningShop running, Throwable failure) implements AutoCloseable {

    private Shop orFail() {
      if (failure != null) {
        throw new IllegalStateException("there is no shop to visit", failure);
      }
      return shop;
    }

    @Override
    public void close() {
      if (running != null) {
        running.close();
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Shop.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .computeIfAbsent(Held.class, _ -> hold(), Held.class)
        .orFail();
  }

  private static Held hold() {
    var local = System.getProperty("tidegate.journey.local");
    if (local != null) {
      return new Held(new Shop(Path.of(local)), null, null);
    }
    var environment = new HashMap<>(PATIENCE);
    environment.put(
        "TIDEGATE_IDENTITY_ACCESS_TOKEN_SECONDS", Integer.toString(ACCESS_TOKEN_SECONDS));
    // Rather than the settings of tests, which come first on the class path.
    environment.put("JAVA_TOOL_OPTIONS", "-Dlogback.configurationFile=" + LOG_SETTINGS);
    RunningShop running = null;
    try {
      running = RunningShop.start(1, environment);
      var shop = new Shop(running.localJson());
      shop.warmUp();
      return new Held(shop, running, null);
    } catch (AssertionError | RuntimeException failure) {
      return new Held(null, running, failure);
    }
  }
}
