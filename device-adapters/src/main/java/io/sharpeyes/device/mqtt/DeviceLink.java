package io.sharpeyes.device.mqtt;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.DeviceSignalSink;
import io.sharpeyes.device.LinkDown;
import io.sharpeyes.device.LinkUp;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one identity: at most one per client id. Whoever opens a session claims the
 * link first, so that two CONNECTs of the same device are worked off one after the other, on
 * whatever event loops they run. Guarded by its own lock; nothing blocks inside it.
 */
final class DeviceLink {

  private static final int MAX_CLAIMS_WAITING = 8;

  private final DeviceId device;
  private final List<MqttButtonSession> live = new ArrayList<>(1);
  private boolean claimed;
  private boolean up;
  private boolean closed;
  private @Nullable Deque<Promise<Void>> claims;
  private LinkEnd lastEnd = LinkEnd.RESET;

  DeviceLink(DeviceId device) {
    this.device = device;
  }

  /**
   * Waits for the right to open a session.
   *
   * @return succeeds when it is this caller's turn, who must {@link #release} it; fails if too many
   *     wait. Null if the link was closed in the meantime and a new one is needed
   */
  synchronized @Nullable Future<Void> claim() {
    if (closed) {
      return null;
    }
    if (!claimed) {
      claimed = true;
      return Future.succeededFuture();
    }
    if (claims == null) {
      claims = new ArrayDeque<>(2);
    }
    if (claims.size() >= MAX_CLAIMS_WAITING) {
      return Future.failedFuture("too many connections of the same device wait for a session");
    }
    Promise<Void> turn = Promise.promise();
    claims.add(turn);
    return turn.future();
  }

  /** Ends a claim; true if the link has nothing left to do and is now closed. */
  boolean release(DeviceSignalSink sink, InstantSource clock) {
    Promise<Void> next;
    synchronized (this) {
      next = claims == null ? null : claims.poll();
      if (next == null) {
        claims = null;
        claimed = false;
        return closeIfIdle(sink, clock);
      }
    }
    next.complete();
    return false;
  }

  synchronized @Nullable MqttButtonSession live(String clientId) {
    for (MqttButtonSession session : live) {
      if (session.key().clientId().equals(clientId)) {
        return session;
      }
    }
    return null;
  }

  synchronized List<MqttButtonSession> live() {
    return List.copyOf(live);
  }

  /** Adds a connection; by the owner of the claim only. */
  synchronized void attach(
      MqttButtonSession session, String remoteAddress, DeviceSignalSink sink, InstantSource clock) {
    live.add(session);
    if (!up) {
      up = true;
      sink.onReport(new LinkUp(device, clock.instant(), remoteAddress));
    }
  }

  /** Removes a connection; true if the link has nothing left to do and is now closed. */
  synchronized boolean detach(
      MqttButtonSession session, LinkEnd end, DeviceSignalSink sink, InstantSource clock) {
    live.remove(session);
    lastEnd = end;
    return closeIfIdle(sink, clock);
  }

  private boolean closeIfIdle(DeviceSignalSink sink, InstantSource clock) {
    if (claimed || closed || !live.isEmpty()) {
      return false;
    }
    closed = true;
    if (up) {
      sink.onReport(new LinkDown(device, clock.instant(), lastEnd.wireName()));
    }
    return true;
  }
}
