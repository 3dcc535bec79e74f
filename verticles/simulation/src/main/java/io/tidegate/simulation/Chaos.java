package io.tidegate.simulation;

import io.tidegate.simulation.shop.Shop;
import io.tidegate.simulation.shop.Shop.Node;
import io.tidegate.simulation.world.World;
import java.time.Duration;

/** What happens to nodes and engines while the shop is open. */
final class Chaos {

  private static final int EVENTS_MAX = 7;

  private final World world;
  private final Faults faults;
  private final Shop shop;
  private int started;

  Chaos(World world, Faults faults, Shop shop) {
    this.world = world;
    this.faults = faults;
    this.shop = shop;
  }

  void begin(Duration within) {
    var events = world.random().nextInt(EVENTS_MAX + 1);
    for (var event = 0; event < events; event++) {
      world.after(world.random().nextLong(within.toNanos()), this::happen);
    }
  }

  private void happen() {
    if (faults.areOver()) {
      return;
    }
    var nodes = shop.nodes();
    if (nodes.isEmpty()) {
      return;
    }
    var node = nodes.get(world.random().nextInt(nodes.size()));
    switch (world.random().nextInt(8)) {
      case 0, 1 -> {
        node.kill();
        startAnother(Duration.ofSeconds(2));
      }
      case 2, 3 -> node.pause(between(Duration.ofMillis(100), Duration.ofSeconds(4)));
      case 4 -> {
        startAnother(Duration.ofMillis(300));
        node.drain();
      }
      case 5 -> shop.server().crash(between(Duration.ofMillis(50), Duration.ofSeconds(2)));
      case 6 -> shop.topics().stop(between(Duration.ofMillis(100), Duration.ofSeconds(3)));
      default -> cut(node);
    }
  }

  private void cut(Node node) {
    var others = shop.nodes().stream().filter(other -> other != node).toList();
    if (!others.isEmpty()) {
      shop.cut(
          node,
          others.get(world.random().nextInt(others.size())),
          between(Duration.ofMillis(100), Duration.ofSeconds(2)));
    }
  }

  private void startAnother(Duration within) {
    world.after(
        between(Duration.ofMillis(10), within), () -> shop.startNode("node-" + (10 + started++)));
  }

  private long between(Duration least, Duration most) {
    return world.between(least, most);
  }
}
