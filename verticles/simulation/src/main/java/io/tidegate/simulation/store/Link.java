package io.tidegate.simulation.store;

import io.tidegate.simulation.Faults;
import io.tidegate.simulation.store.Server.Session;
import io.tidegate.simulation.world.Machine;
import io.tidegate.simulation.world.World;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.sqlclient.ClosedConnectionException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A connection as the network has it: what is sent arrives in its order or not at all, and so do
 * the answers. Where it breaks, whoever waits is told so, and does not know what was done.
 */
final class Link {

  private static final Duration LEAST = Duration.ofNanos(80_000);
  private static final Duration MOST = Duration.ofMillis(2);
  private static final Duration SLOW = Duration.ofMillis(900);

  private static final Set<String> ENDS = Set.of("COMMIT", "ROLLBACK");

  /** When the client gives up on a server that says nothing. */
  private static final Duration SILENCE = Duration.ofSeconds(4);

  private final World world;
  private final Vertx vertx;
  private final Faults faults;
  private final Server server;
  private final Session session;
  private final Set<Promise<Answer>> waiting = new LinkedHashSet<>();
  private Runnable lost = () -> {};
  private long lastThere;
  private long lastBack;
  private boolean broken;

  Link(World world, Vertx vertx, Faults faults, Server server, Machine machine) {
    this.world = world;
    this.vertx = vertx;
    this.faults = faults;
    this.server = server;
    this.session = server.session(this::breaks);
    // A server that hears nothing of a dead machine finds out later.
    machine.onDeath(
        () ->
            world.after(
                world.between(Duration.ofMillis(1), Duration.ofSeconds(3)), session::leave));
  }

  boolean isBroken() {
    return broken;
  }

  void onLost(Runnable listener) {
    lost = listener;
  }

  /** What to do at the server with the way to answer. */
  @FunctionalInterface
  interface Operation {
    void at(Session session, BiConsumer<Answer, Throwable> reply);
  }

  Future<Answer> send(String name, Operation operation) {
    ContextInternal context = ((VertxInternal) vertx).getOrCreateContext();
    Promise<Answer> promise = context.promise();
    if (broken) {
      promise.fail(ClosedConnectionException.INSTANCE);
      return promise.future();
    }
    waiting.add(promise);
    var drawn = faults.statement();
    // A server that answers the end of a transaction with an error has ended it all the same.
    var fate = drawn == Faults.Fate.REFUSED && ENDS.contains(name) ? Faults.Fate.LOST_THERE : drawn;
    if (fate != Faults.Fate.FINE) {
      world.note("statement " + fate, name);
    }
    lastThere = Math.max(lastThere, world.nanos() + latency(fate == Faults.Fate.SLOW_THERE));
    var there = lastThere - world.nanos();
    switch (fate) {
      case LOST_THERE -> world.after(there, this::cut);
      case SILENT_THERE -> world.after(SILENCE.toNanos(), this::cut);
      case REFUSED ->
          world.after(
              there, () -> answered(promise, null, Server.failure("57P03", "not right now")));
      default ->
          world.after(
              there,
              () ->
                  operation.at(
                      session,
                      (answer, failure) -> {
                        switch (fate) {
                          case LOST_BACK -> cut();
                          case SILENT_BACK -> world.after(SILENCE.toNanos(), this::cut);
                          default -> back(promise, answer, failure, fate == Faults.Fate.SLOW_BACK);
                        }
                      }));
    }
    return promise.future();
  }

  private void back(Promise<Answer> promise, Answer answer, Throwable failure, boolean slow) {
    lastBack = Math.max(lastBack, world.nanos() + latency(slow));
    world.after(lastBack - world.nanos(), () -> answered(promise, answer, failure));
  }

  private void answered(Promise<Answer> promise, Answer answer, Throwable failure) {
    if (waiting.remove(promise)) {
      if (failure == null) {
        promise.complete(answer);
      } else {
        promise.fail(failure);
      }
    }
  }

  private long latency(boolean slow) {
    return world.between(LEAST, slow ? SLOW : MOST);
  }

  /** The network breaks it; the server finds out as well. */
  void cut() {
    if (!broken) {
      world.after(world.between(Duration.ZERO, Duration.ofMillis(50)), session::leave);
      breaks();
    }
  }

  /** The server has ended it. */
  private void breaks() {
    if (!broken) {
      broken = true;
      var left = List.copyOf(waiting);
      waiting.clear();
      left.forEach(promise -> promise.tryFail(ClosedConnectionException.INSTANCE));
      lost.run();
    }
  }

  /** The client says goodbye. */
  void close() {
    if (!broken) {
      broken = true;
      world.after(world.between(LEAST, MOST), session::leave);
    }
  }

  Server server() {
    return server;
  }
}
