package io.sharpeyes.gateway.push;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/** Cuts the connection under a request, whatever is still to be written. */
public final class SocketReset {

  private SocketReset() {}

  /**
   * Cuts it (TCP RST); Vert.x itself only closes in order, behind what is to be written.
   *
   * @return false if it was over already
   */
  public static boolean of(HttpServerRequest request) {
    Channel channel = ((ConnectionBase) request.connection()).channel();
    if (!channel.isOpen()) {
      return false;
    }
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.unsafe().close(channel.unsafe().voidPromise());
    return true;
  }
}
