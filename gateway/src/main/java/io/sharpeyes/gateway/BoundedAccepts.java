package io.sharpeyes.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.transport.Transport;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Java's own sockets, of which all servers together accept only so many at once. Connections are
 * accepted faster than an event loop, which looks whether a device or a desk may have them, can
 * close them: without this bound a burst uses up the files that the process may open, and then
 * nothing can be accepted, opened or loaded any more.
 */
@SuppressWarnings("FutureReturnValueIgnored") // netty logs a listener or a task that fails
final class BoundedAccepts extends NioTransport {

  private static final Logger log = LoggerFactory.getLogger(BoundedAccepts.class);

  private static final long CLOSED_WITHIN_MS = 100;

  /** A twentieth can't be taken through one port: a burst of devices lets desks in. */
  private static final long LEFT_TO_OTHERS = 20;

  private final long most;
  private final AtomicLong open = new AtomicLong();

  private BoundedAccepts(long most) {
    this.most = most;
  }

  /**
   * The sockets of a Vert.x.
   *
   * @param most how many accepted ones may be open at once
   */
  static Transport transport(long most) {
    BoundedAccepts bounded = new BoundedAccepts(most);
    return new Transport() {
      @Override
      public String name() {
        return "nio";
      }

      @Override
      public boolean available() {
        return true;
      }

      @Override
      public @Nullable Throwable unavailabilityCause() {
        return null;
      }

      @Override
      public io.vertx.core.spi.transport.Transport implementation() {
        return bounded;
      }
    };
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return domainSocket ? super.serverChannelFactory(true) : Door::new;
  }

  /** A listening socket; on the one thread that accepts. */
  private final class Door extends NioServerSocketChannel {

    private final AtomicLong own = new AtomicLong();

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
      int count = super.doReadMessages(accepted);
      if (count > 0) {
        Channel last = (Channel) accepted.get(accepted.size() - 1);
        if (open.get() >= most || own.get() >= most - most / LEFT_TO_OTHERS) {
          accepted.remove(accepted.size() - 1);
          last.unsafe().closeForcibly();
          log.warn(
              "a connection was refused because the process may not open enough files:"
                  + " raise its limit (LimitNOFILE, ulimit -n)");
          return 0;
        }
        own.incrementAndGet();
        open.incrementAndGet();
        last.closeFuture().addListener(closed -> left(last));
      }
      return count;
    }

    /** Java gives the file back a little later, when the event loop looks at its sockets again. */
    private void left(Channel channel) {
      channel
          .eventLoop()
          .schedule(
              () -> {
                own.decrementAndGet();
                open.decrementAndGet();
              },
              CLOSED_WITHIN_MS,
              TimeUnit.MILLISECONDS);
    }
  }
}
