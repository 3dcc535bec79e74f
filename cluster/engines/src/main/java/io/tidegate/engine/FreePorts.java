package io.tidegate.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports on 127.0.0.1 that nobody listens on.
 *
 * <p>They are none of those that systems give to outgoing connections (32768 and more on Linux,
 * 49152 and more elsewhere: RFC 6335, section 6). Of those one could be somebody's connection by
 * the time a server begins to listen, or begins again after it was killed; even its own client's,
 * which while nobody listens is connected with itself as soon as its own port is the one it asks
 * for.
 */
public final class FreePorts {

  private static final int FIRST = 20_000;
  private static final int LAST = 29_999;
  private static final int TRIES_MAX = 1_000;

  private FreePorts() {}

  /**
   * That many different ports, all free a moment ago; nothing keeps others from taking one since.
   */
  public static List<Integer> find(int count) {
    var held = new ArrayList<ServerSocket>();
    try {
      for (var tries = 0; held.size() < count && tries < TRIES_MAX; tries++) {
        hold(ThreadLocalRandom.current().nextInt(FIRST, LAST + 1)).ifPresent(held::add);
      }
      if (held.size() < count) {
        throw new EngineException(
            "Of the ports %d to %d on 127.0.0.1 there are no %d free"
                .formatted(FIRST, LAST, count));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      held.forEach(FreePorts::free);
    }
  }

  /** Whether a server could listen on that port now. */
  public static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      // As servers do, so that connections still winding down do not count as somebody listening.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static Optional<ServerSocket> hold(int port) {
    try {
      return Optional.of(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static void free(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new EngineException("Cannot free a port: " + e.getMessage(), e);
    }
  }
}
