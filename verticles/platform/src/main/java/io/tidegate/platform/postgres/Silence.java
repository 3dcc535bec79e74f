package io.tidegate.platform.postgres;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Handler;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection of which nothing was heard for too long.
 *
 * <p>The client's own idle time-out cannot: whoever closes a channel is held up by its codec, which
 * says goodbye to the server and waits for the server to close. One that hangs, or that the network
 * has lost, never does; then what waits for an answer waits for ever, and so does the pool. So this
 * sits before the codec, for which it needs the client's channel.
 */
final class Silence {

  private Silence() {}

  /** What a pool does with each connection that it has opened. */
  static Handler<SqlConnection> endsAfter(Duration limit) {
    return connection -> {
      channel(connection).pipeline().addFirst(new Watch(limit));
      // Into the pool.
      connection.close();
    };
  }

  private static Channel channel(SqlConnection connection) {
    var pooled = ((SqlConnectionInternal) connection).unwrap();
    return ((SocketConnectionBase) pooled.unwrap()).socket().channelHandlerContext().channel();
  }

  private static final class Watch extends IdleStateHandler {

    private Watch(Duration limit) {
      super(limit.toMillis(), 0, 0, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
      var _ = context.close();
    }
  }
}
