package io.sharpeyes.device.mqtt;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * When a whole county loses its connections and comes back at once, the ends of the old connections
 * and the CONNECTs of the new ones are worked off in turns, and between two of them the event loop
 * has time for the alarms of those that are connected. What comes alone doesn't wait.
 *
 * <p>Bounded by the connections, of which each waits once to begin and once to end. As a handler,
 * it closes a connection whose peer has ended it. On the event loop.
 */
@Sharable
@SuppressWarnings("FutureReturnValueIgnored") // netty tells failures by channelInactive
final class Turns extends ChannelInboundHandlerAdapter {

  private static final long TURN_NANOS = 3_000_000;
  private static final long BETWEEN_MS = 1;

  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean turning;

  /** Does it now or in a later turn. */
  void take(EventExecutor loop, Runnable work) {
    waiting.add(work);
    if (!turning) {
      turning = true;
      turn(loop);
    }
  }

  private void turn(EventExecutor loop) {
    turning = !waiting.isEmpty();
    if (turning) {
      // First, for whatever a piece of work throws, the next turn comes.
      loop.schedule(() -> turn(loop), BETWEEN_MS, TimeUnit.MILLISECONDS);
      long end = System.nanoTime() + TURN_NANOS;
      do {
        waiting.remove().run();
      } while (!waiting.isEmpty() && System.nanoTime() - end < 0);
    }
  }

  /** Closes a connection that has ended. */
  void close(Channel channel) {
    take(channel.eventLoop(), channel::close);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      close(context.channel());
    }
    context.fireUserEventTriggered(event);
  }
}
