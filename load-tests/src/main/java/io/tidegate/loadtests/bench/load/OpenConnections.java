package io.tidegate.loadtests.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The connections of one run: so many from begin to end. Event loop only, but for the ends. */
final class OpenConnections {

  private static final int CONNECT_MILLIS_MAX = 5_000;

  /** A system that hangs up this often for each connection is not one to measure. */
  private static final int BREAKS_MAX = 100;

  private final Pace pace;
  private final List<InetSocketAddress> targets;
  private final Bootstrap bootstrap;
  private final Set<Channel> channels = new HashSet<>();
  private int breaksLeft;
  private boolean closed;

  OpenConnections(Pace pace, List<InetSocketAddress> targets, EventLoop loop, boolean epoll) {
    this.pace = pace;
    this.targets = targets;
    this.bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS_MAX);
  }

  void open(int count) {
    breaksLeft = count * BREAKS_MAX;
    for (var i = 0; i < count; i++) {
      connect(targets.get(i % targets.size()));
    }
  }

  private void connect(InetSocketAddress target) {
    bootstrap
        .clone()
        .handler(new Connection(pace))
        .connect(target)
        .addListener((ChannelFuture connected) -> connected(connected, target));
  }

  private void connected(ChannelFuture connected, InetSocketAddress target) {
    if (!connected.isSuccess()) {
      again(target, connected.cause());
      return;
    }
    var channel = connected.channel();
    channels.add(channel);
    channel.pipeline().addLast(new AtEnd(target));
    if (closed) {
      hangUp(channel);
    }
  }

  private final class AtEnd extends ChannelInboundHandlerAdapter {

    private final InetSocketAddress target;

    AtEnd(InetSocketAddress target) {
      this.target = target;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      channels.remove(context.channel());
      again(target, null);
    }
  }

  private void again(InetSocketAddress target, Throwable cause) {
    if (closed) {
      return;
    }
    if (--breaksLeft < 0) {
      pace.ended()
          .completeExceptionally(
              new IllegalStateException(target + " hangs up all the time", cause));
    } else {
      connect(target);
    }
  }

  void close() {
    closed = true;
    List.copyOf(channels).forEach(OpenConnections::hangUp);
  }

  /** The handlers hear of its end. */
  @SuppressWarnings("FutureReturnValueIgnored")
  private static void hangUp(Channel channel) {
    channel.close();
  }
}
