package io.tidegate.loadtests.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.channels.ClosedChannelException;

/** A keep-alive connection with at most one request under way. Event loop only. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells of every failure by an event, too.
final class Connection extends ChannelInboundHandlerAdapter {

  private static final int REQUEST_BYTES = 2048;

  private final Pace pace;
  private final AnswerReader answer = new AnswerReader();
  private Channel channel;
  private ByteBuf request;
  private boolean underWay;
  private Throwable cause;
  private long since;
  private int errand;

  Connection(Pace pace) {
    this.pace = pace;
  }

  /** Sends a request; {@code since} is when that was meant to be, by {@link System#nanoTime}. */
  void send(Requests requests, long since) {
    this.since = since;
    underWay = true;
    // What was written before has been answered, so nobody reads the buffer any more.
    request.clear();
    requests.writeNext(request);
    channel.writeAndFlush(request.retainedSlice(), channel.voidPromise());
  }

  long since() {
    return since;
  }

  /** Which of a list of requests is under way, for who sends such. */
  int errand() {
    return errand;
  }

  void errand(int errand) {
    this.errand = errand;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    channel = context.channel();
    request = context.alloc().directBuffer(REQUEST_BYTES);
    pace.free(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var arrived = (ByteBuf) message;
    try {
      if (answer.complete(arrived)) {
        underWay = false;
        pace.answered(this, answer);
        answer.clear();
        pace.free(this);
      }
    } finally {
      arrived.release();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    request.release();
    pace.broken(this, underWay, cause == null ? new ClosedChannelException() : cause);
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable problem) {
    cause = problem;
    context.close();
  }
}
