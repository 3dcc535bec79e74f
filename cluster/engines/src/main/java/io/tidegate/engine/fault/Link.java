package io.tidegate.engine.fault;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;

/** One connection of a client, and the one that was made to the server for it. */
final class Link {

  private final Socket near;
  private final Socket far;
  private final FaultProxy proxy;
  private final Pipe requests;
  private final Pipe replies;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile boolean swallowing;

  Link(Socket near, Socket far, FaultProxy proxy) throws IOException {
    this.near = near;
    this.far = far;
    this.proxy = proxy;
    this.requests = new Pipe(near, proxy.requests(), this::request, this::hangUp);
    this.replies = new Pipe(far, proxy.replies(), this::reply, this::hangUp);
    near.setTcpNoDelay(true);
    far.setTcpNoDelay(true);
  }

  void start() {
    requests.start();
    replies.start();
  }

  private void request(byte[] octets, int length) throws IOException {
    swallowing |= proxy.swallowsReplyTo(octets, length);
    far.getOutputStream().write(octets, 0, length);
  }

  private void reply(byte[] octets, int length) throws IOException {
    if (swallowing) {
      reset();
    } else {
      near.getOutputStream().write(octets, 0, length);
    }
  }

  /** One side has said goodbye, and what it said before has been passed on. */
  private void hangUp() {
    end(() -> close(near), () -> close(far));
  }

  void reset() {
    end(() -> reset(near), () -> reset(far));
  }

  /** The near side is left open for as long as the client wants it. */
  void abandon() {
    end(() -> proxy.abandoned(near), () -> reset(far));
  }

  private void end(Runnable atClient, Runnable atServer) {
    if (over.compareAndSet(false, true)) {
      proxy.left(this);
      atClient.run();
      atServer.run();
      requests.stop();
      replies.stop();
    }
  }

  /** Closes it so that the other side is told of a failure instead of an end. */
  static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException _) {
      // It is closed already.
      return;
    }
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It is gone, which is what was wanted.
      return;
    }
  }
}
