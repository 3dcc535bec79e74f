package io.tidegate.engine.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A TCP proxy before a server of this machine that does to its connections what networks and dying
 * machines do: slows them, cuts them, or keeps them open and passes nothing on.
 *
 * <p>Faults are switched while it runs, from any thread. Those of a {@link Way} and {@link #refuse}
 * hold for every connection, old and new, until {@link #heal}; cutting and abandoning happen once,
 * to the connections that there are. What is under way is bounded: a sender is made to wait as a
 * slow receiver would make it.
 */
public final class FaultProxy implements AutoCloseable {

  private static final int LINKS_MAX = 1_000;

  private final int target;
  private final ServerSocket listener;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final Set<Socket> abandoned = ConcurrentHashMap.newKeySet();
  private final Way requests = new Way();
  private final Way replies = new Way();
  private final AtomicReference<byte[]> swallowReplyTo = new AtomicReference<>();
  private volatile boolean refusing;

  private FaultProxy(int target, ServerSocket listener) {
    this.target = target;
    this.listener = listener;
  }

  /** Before a port of this machine, on which nobody needs to listen yet. */
  public static FaultProxy before(int port) {
    return before(port, InetAddress.getLoopbackAddress());
  }

  /** The same on another address of this machine, for clients who cannot reach 127.0.0.1. */
  public static FaultProxy before(int port, InetAddress address) {
    try {
      var proxy = new FaultProxy(port, new ServerSocket(0, LINKS_MAX, address));
      Thread.ofVirtual().name("fault proxy").start(proxy::accept);
      return proxy;
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  /** Where it listens, on 127.0.0.1 unless it was told another address. */
  public int port() {
    return listener.getLocalPort();
  }

  /** From clients to the server. */
  public Way requests() {
    return requests;
  }

  /** From the server to its clients. */
  public Way replies() {
    return replies;
  }

  /** Resets every connection, on both sides; new ones are passed on. */
  public void cut() {
    links.forEach(Link::reset);
  }

  /** Resets every connection, and every new one at once. */
  public void refuse() {
    refusing = true;
    cut();
  }

  /** A black hole: connections, old and new, are open, and nothing passes either way. */
  public void freeze() {
    requests.hold();
    replies.hold();
  }

  /**
   * The server's side of every connection is gone and nobody tells the clients, as when a machine
   * loses its power: their connections stay open and silent for ever. New ones are passed on.
   */
  public void abandon() {
    links.forEach(Link::abandon);
  }

  /**
   * Passes the next request on that has these words in it, then drops what is replied on its
   * connection and resets that: the server has done what nobody hears of. Words are looked for in
   * what arrives at once.
   */
  public void swallowReplyTo(String words) {
    swallowReplyTo.set(words.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether a reply was swallowed since {@link #swallowReplyTo} was called. */
  public boolean hasSwallowed() {
    return swallowReplyTo.get() == null;
  }

  /** How many connections pass through it. */
  public int connections() {
    return links.size();
  }

  /** Ends every fault: what was held up is passed on. */
  public void heal() {
    refusing = false;
    swallowReplyTo.set(null);
    requests.heal();
    replies.heal();
  }

  private void accept() {
    try {
      while (true) {
        var near = listener.accept();
        Thread.ofVirtual().start(() -> join(near));
      }
    } catch (IOException cause) {
      if (!listener.isClosed()) {
        throw new UncheckedIOException(cause);
      }
    }
  }

  private void join(Socket near) {
    if (refusing || links.size() >= LINKS_MAX) {
      Link.reset(near);
      return;
    }
    try {
      var link = new Link(near, new Socket(InetAddress.getLoopbackAddress(), target), this);
      links.add(link);
      link.start();
      if (refusing || listener.isClosed()) {
        link.reset();
      }
    } catch (IOException _) {
      // The server is not there; the client is told as it would be without a proxy.
      Link.reset(near);
    }
  }

  void left(Link link) {
    links.remove(link);
  }

  /** Nobody but the client, and our end, closes it from now on. */
  void abandoned(Socket near) {
    abandoned.add(near);
  }

  /** Whether the reply to this is to be swallowed; yes only once. */
  boolean swallowsReplyTo(byte[] request, int length) {
    var words = swallowReplyTo.get();
    return words != null
        && contains(request, length, words)
        && swallowReplyTo.compareAndSet(words, null);
  }

  private static boolean contains(byte[] octets, int length, byte[] words) {
    for (var at = 0; at <= length - words.length; at++) {
      if (java.util.Arrays.equals(octets, at, at + words.length, words, 0, words.length)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
    links.forEach(Link::reset);
    abandoned.forEach(Link::reset);
  }
}
