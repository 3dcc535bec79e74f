package io.tidegate.engine.fault;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One way of one connection: a reader and a writer, and between them what is under way, a mebibyte
 * at most.
 */
final class Pipe {

  private static final int CHUNK_BYTES = 16_384;
  private static final int CHUNKS_MAX = 64;

  private final Socket from;
  private final Way way;
  private final Sink to;
  private final Runnable atEnd;
  private final BlockingQueue<Chunk> underWay = new ArrayBlockingQueue<>(CHUNKS_MAX);
  private final Thread writer = Thread.ofVirtual().unstarted(this::write);
  private volatile boolean stopped;

  Pipe(Socket from, Way way, Sink to, Runnable atEnd) {
    this.from = from;
    this.way = way;
    this.to = to;
    this.atEnd = atEnd;
  }

  /** Where it leads to. */
  interface Sink {
    void write(byte[] octets, int length) throws IOException;
  }

  /** What arrived at once, and when it may leave; nothing at all is the end. */
  private record Chunk(ByteBuffer octets, long dueNanos) {

    int length() {
      return octets.remaining();
    }
  }

  void start() {
    Thread.ofVirtual().start(this::read);
    writer.start();
  }

  /** Gives up what is under way; what still arrives is read, so that its sender is not stopped. */
  void stop() {
    stopped = true;
    writer.interrupt();
    underWay.clear();
  }

  private void read() {
    try {
      int length;
      do {
        var octets = new byte[CHUNK_BYTES];
        length = readInto(octets);
        if (!stopped) {
          var chunk = ByteBuffer.wrap(octets, 0, Math.max(0, length));
          underWay.put(new Chunk(chunk, System.nanoTime() + way.latencyNanos()));
        }
      } while (length >= 0);
      if (stopped) {
        from.close();
      }
    } catch (IOException _) {
      // It is gone, which is what was wanted.
      stopped = true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** A connection that fails has ended, as far as the other side can tell. */
  private int readInto(byte[] octets) {
    try {
      return from.getInputStream().read(octets);
    } catch (IOException _) {
      return -1;
    }
  }

  private void write() {
    try {
      for (var chunk = underWay.take(); chunk.length() > 0; chunk = underWay.take()) {
        TimeUnit.NANOSECONDS.sleep(chunk.dueNanos() - System.nanoTime());
        way.awaitFree();
        to.write(chunk.octets().array(), chunk.length());
        TimeUnit.NANOSECONDS.sleep(way.nanosFor(chunk.length()));
      }
      way.awaitFree();
      atEnd.run();
    } catch (IOException _) {
      atEnd.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
