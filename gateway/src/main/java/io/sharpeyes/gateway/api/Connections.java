package io.sharpeyes.gateway.api;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP connections that stand, of all listeners together. When there are as many as may be, the
 * oldest goes on which nobody has signed in: who opens thousands of them and lets them stand pushes
 * out their own, and no desk. Any thread; never blocks.
 */
final class Connections {

  static final int MOST = 12_000;

  /** More of one session are treated like strangers': nobody fills the house with one sign-in. */
  static final int MOST_OF_A_SESSION = 32;

  private final int most;

  // Guarded by this.
  private final Set<Channel> strangers = new LinkedHashSet<>();
  private final Map<Channel, String> signedIn = new HashMap<>();
  private final Map<String, Integer> ofSession = new HashMap<>();

  Connections(int most) {
    this.most = most;
  }

  /** A connection came; the one that has to go for it is closed. */
  void came(HttpConnection connection) {
    came(channel(connection));
  }

  void came(Channel channel) {
    Channel over = take(channel);
    // Not the connection's own close handler, which an upgrade to a WebSocket takes away.
    channel.closeFuture().addListener(closed -> left(channel));
    if (over != null) {
      over.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }
  }

  private synchronized @Nullable Channel take(Channel channel) {
    strangers.add(channel);
    if (count() <= most) {
      return null;
    }
    Channel oldest = strangers.iterator().next();
    strangers.remove(oldest);
    return oldest;
  }

  /** Somebody who is signed in asked on it. */
  void signedIn(HttpConnection connection, String session) {
    signedIn(channel(connection), session);
  }

  synchronized void signedIn(Channel channel, String session) {
    if (ofSession.getOrDefault(session, 0) < MOST_OF_A_SESSION && strangers.remove(channel)) {
      signedIn.put(channel, session);
      ofSession.merge(session, 1, Integer::sum);
    }
  }

  private synchronized void left(Channel channel) {
    strangers.remove(channel);
    String session = signedIn.remove(channel);
    if (session != null) {
      ofSession.computeIfPresent(session, (id, count) -> count == 1 ? null : count - 1);
    }
  }

  /** How many there are. */
  synchronized int count() {
    return strangers.size() + signedIn.size();
  }

  private static Channel channel(HttpConnection connection) {
    return ((ConnectionBase) connection).channel();
  }
}
