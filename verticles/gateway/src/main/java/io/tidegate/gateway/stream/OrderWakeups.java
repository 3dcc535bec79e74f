package io.tidegate.gateway.stream;

import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.order.OrderEvents;
import io.tidegate.platform.kafka.TopicTail;
import io.tidegate.platform.run.Platform;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says at once when something happened to an order that somebody follows on this node, as far as
 * Kafka says so: a hint, so nothing is lost where it fails. It listens only while somebody follows,
 * and a little longer. One for a node; any thread.
 */
public final class OrderWakeups {

  private static final long LINGER_MILLIS = 30_000;

  private final Platform platform;
  private final Map<String, Set<Runnable>> followers = new HashMap<>();

  private TopicTail tail;

  public OrderWakeups(Platform platform) {
    this.platform = platform;
  }

  /** From now on {@code wake} is called after each event of the order, until what it returns. */
  synchronized Runnable follow(OrderId orderId, Runnable wake) {
    followers.computeIfAbsent(orderId.toString(), _ -> new HashSet<>()).add(wake);
    if (tail == null) {
      tail =
          new TopicTail(
              platform.vertx(),
              OrderEvents.TOPIC,
              platform.kafka(),
              platform.breakers(),
              this::moved);
      tail.start();
    }
    return () -> leave(orderId.toString(), wake);
  }

  /** Listens no more, until somebody follows again. */
  public synchronized void stop() {
    if (tail != null) {
      tail.stop();
      tail = null;
    }
  }

  private synchronized void leave(String orderId, Runnable wake) {
    followers.computeIfPresent(
        orderId,
        (_, wakes) -> {
          wakes.remove(wake);
          return wakes.isEmpty() ? null : wakes;
        });
    if (followers.isEmpty()) {
      platform.vertx().setTimer(LINGER_MILLIS, _ -> stopIfAlone());
    }
  }

  private synchronized void stopIfAlone() {
    if (followers.isEmpty()) {
      stop();
    }
  }

  private void moved(String orderId) {
    List<Runnable> wakes;
    synchronized (this) {
      wakes = List.copyOf(followers.getOrDefault(orderId, Set.of()));
    }
    wakes.forEach(Runnable::run);
  }
}
