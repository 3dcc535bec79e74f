package io.tidegate.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports on 127.0.0.1 that nobody listens on. */
public final class FreePorts {

  private FreePorts() {}

  /**
   * That many different ports, all free a moment ago; nothing keeps others from taking one since.
   */
  public static List<Integer> find(int count) {
    var held = new ArrayList<ServerSocket>();
    try {
      for (var i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new EngineException("There is no free port on 127.0.0.1: " + e.getMessage(), e);
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

  private static void free(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new EngineException("Cannot free a port: " + e.getMessage(), e);
    }
  }
}
