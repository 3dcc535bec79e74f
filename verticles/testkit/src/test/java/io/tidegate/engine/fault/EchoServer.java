package io.tidegate.engine.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Sends back what it hears, and counts it. */
final class EchoServer implements AutoCloseable {

  final AtomicLong bytesHeard = new AtomicLong();
  final AtomicInteger open = new AtomicInteger();
  private final ServerSocket listener;

  EchoServer() {
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        var socket = listener.accept();
        open.incrementAndGet();
        Thread.ofVirtual().start(() -> echo(socket));
      }
    } catch (IOException cause) {
      if (!listener.isClosed()) {
        throw new UncheckedIOException(cause);
      }
    }
  }

  private void echo(Socket socket) {
    try (socket) {
      var octets = new byte[4_096];
      for (var length = 0; length >= 0; length = socket.getInputStream().read(octets)) {
        bytesHeard.addAndGet(length);
        socket.getOutputStream().write(octets, 0, length);
      }
    } catch (IOException _) {
      // Cut off, as some of the tests want it.
      return;
    } finally {
      open.decrementAndGet();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
