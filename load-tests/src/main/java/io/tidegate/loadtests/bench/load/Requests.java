package io.tidegate.loadtests.bench.load;

import io.netty.buffer.ByteBuf;

/** Where a connection gets its next request from. Called on the generator's event loop alone. */
@FunctionalInterface
public interface Requests {

  /** Writes one whole HTTP/1.1 request into the empty buffer. */
  void writeNext(ByteBuf buffer);
}
