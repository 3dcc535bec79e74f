package io.tidegate.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy before an engine that does to its connections what networks do: cuts them, or passes
 * nothing on while it keeps them open. Any thread; blocks at start and end.
 */
public final class FaultProxy implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
  private final NetClient client = vertx.createNetClient();
  private final NetServer server;
  private final int target;
  private volatile boolean frozen;
  private volatile boolean refusing;

  private FaultProxy(int target) {
    this.target = target;
    this.server = vertx.createNetServer().connectHandler(this::accept);
    Await.result(server.listen(0, "127.0.0.1"));
  }

  /** Before a port of this machine. */
  public static FaultProxy before(int port) {
    return new FaultProxy(port);
  }

  /** Where it listens. */
  public int port() {
    return server.actualPort();
  }

  /** Cuts every connection; new ones are passed on unless it refuses them. */
  public void cut() {
    sockets.forEach(NetSocket::close);
  }

  /** Cuts every connection, and every new one at once. */
  public void refuse() {
    refusing = true;
    cut();
  }

  /** Keeps every connection, old and new, and passes nothing on. */
  public void freeze() {
    frozen = true;
    sockets.forEach(NetSocket::pause);
  }

  /** Passes everything on again. */
  public void heal() {
    refusing = false;
    frozen = false;
    sockets.forEach(NetSocket::resume);
  }

  private void accept(NetSocket near) {
    if (refusing) {
      near.close();
      return;
    }
    near.pause();
    client
        .connect(target, "127.0.0.1")
        .onSuccess(far -> join(near, far))
        .onFailure(_ -> near.close());
  }

  private void join(NetSocket near, NetSocket far) {
    passOn(near, far);
    passOn(far, near);
    if (!frozen) {
      near.resume();
    }
  }

  private void passOn(NetSocket from, NetSocket to) {
    sockets.add(from);
    if (frozen) {
      from.pause();
    }
    from.handler(to::write);
    from.closeHandler(
        _ -> {
          sockets.remove(from);
          to.close();
        });
  }

  @Override
  public void close() {
    Await.result(vertx.close());
  }
}
