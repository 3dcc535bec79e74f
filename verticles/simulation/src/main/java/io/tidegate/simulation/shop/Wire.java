package io.tidegate.simulation.shop;

import io.tidegate.simulation.Faults;
import io.tidegate.simulation.Faults.Trip;
import io.tidegate.simulation.world.Machine;
import io.tidegate.simulation.world.World;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The bus between nodes: messages take their time, get lost, come late or twice. */
final class Wire {

  private static final Duration LEAST = Duration.ofNanos(30_000);
  private static final Duration MOST = Duration.ofMillis(2);
  private static final Duration LATE = Duration.ofMillis(1_500);

  private final World world;
  private final Vertx vertx;
  private final Faults faults;
  private final Context network;
  private final Map<String, String> askers = new HashMap<>();
  private final Set<Set<String>> cut = new HashSet<>();
  private boolean repeating;

  Wire(World world, Vertx vertx, Faults faults, Context network) {
    this.world = world;
    this.vertx = vertx;
    this.faults = faults;
    this.network = network;
    vertx.eventBus().addOutboundInterceptor(this::sent);
  }

  /** Nothing gets from one to the other any more. */
  void cut(String one, String other) {
    cut.add(Set.of(one, other));
  }

  void mend() {
    cut.clear();
  }

  private <T> void sent(DeliveryContext<T> delivery) {
    var message = delivery.message();
    var from = name(world.here());
    var address = message.address();
    var to = askers.getOrDefault(address, address.substring(address.indexOf('@') + 1));
    if (message.replyAddress() != null) {
      askers.put(message.replyAddress(), from);
    }
    if (!from.equals(to) && cut.contains(Set.of(from, to))) {
      world.note("message cut off", from + " " + to);
      return;
    }
    // Within a node nothing gets lost.
    var trip = repeating || from.equals(to) ? Trip.FINE : faults.message();
    if (trip != Trip.FINE) {
      world.note("message " + trip, from + " " + to);
    }
    if (trip == Trip.LOST) {
      return;
    }
    if (trip == Trip.TWICE && address.indexOf('@') > 0) {
      repeating = true;
      var options = new DeliveryOptions();
      message.headers().forEach(options::addHeader);
      vertx.eventBus().send(address, message.body(), options);
      repeating = false;
    }
    world.after(
        world.between(LEAST, trip == Trip.LATE ? LATE : MOST),
        () -> network.runOnContext(_ -> delivery.next()));
  }

  private static String name(Machine machine) {
    return machine == null ? "" : machine.name();
  }
}
