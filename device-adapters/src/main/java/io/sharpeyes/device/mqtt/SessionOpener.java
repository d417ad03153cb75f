package io.sharpeyes.device.mqtt;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.mqtt.MqttSessionStore.SessionKey;
import io.sharpeyes.device.mqtt.MqttSessionStore.StoredSession;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives a connection its session (MQTT 5.0 §3.1.2.4): that of the connection it takes over, a
 * stored one, or a new one. When the future succeeds, what CONNACK will say about the session is
 * durable.
 */
final class SessionOpener {

  /**
   * A session for a connection.
   *
   * @param state the session
   * @param present true if it existed before
   */
  record Opened(SessionState state, boolean present) {}

  private final MqttSessionStore store;
  private final InstantSource clock;
  private final int maxSessions;

  SessionOpener(MqttSessionStore store, InstantSource clock, int maxSessions) {
    this.store = store;
    this.clock = clock;
    this.maxSessions = maxSessions;
  }

  /** Opens a session; the caller holds the link's claim. */
  Future<Opened> open(DeviceId device, DeviceLink link, ConnectRequest request) {
    MqttButtonSession old = link.live(request.clientId());
    Future<Optional<SessionState>> taken =
        old == null ? makeRoom(link).map(Optional.empty()) : old.takeOver();
    SessionKey key = new SessionKey(device, request.clientId());
    return taken.compose(
        state -> store.load(device).compose(kept -> open(key, request, state.orElse(null), kept)));
  }

  /**
   * Ends the connection that was silent longest if there is no room for another one: a device that
   * comes under a new client id each time must not be kept out by its own dead connections.
   */
  private Future<Void> makeRoom(DeviceLink link) {
    List<MqttButtonSession> live = link.live();
    return live.size() < maxSessions
        ? Future.succeededFuture()
        : Collections.max(live, Comparator.comparingInt(MqttButtonSession::silentS)).makeWay();
  }

  private Future<Opened> open(
      SessionKey key,
      ConnectRequest request,
      @Nullable SessionState taken,
      List<StoredSession> kept) {
    StoredSession own = null;
    List<StoredSession> others = new ArrayList<>(kept.size());
    for (StoredSession session : kept) {
      if (session.key().equals(key)) {
        own = session;
      } else {
        others.add(session);
      }
    }
    Opened opened = resume(key, request, taken, own);
    return makeRoom(opened.state(), own != null, others).map(opened);
  }

  private Opened resume(
      SessionKey key,
      ConnectRequest request,
      @Nullable SessionState taken,
      @Nullable StoredSession kept) {
    if (!request.clean() && taken != null && taken.durable()) {
      taken.expiryS(request.expiryS());
      return new Opened(taken, true);
    }
    if (!request.clean() && kept != null && !expired(kept)) {
      return new Opened(SessionState.of(kept, request.expiryS()), true);
    }
    return new Opened(new SessionState(key, request.expiryS()), false);
  }

  /** Writes the session, or forgets an earlier one, and forgets the oldest of too many others. */
  private Future<Void> makeRoom(SessionState state, boolean wasKept, List<StoredSession> others) {
    Future<Void> done = Future.succeededFuture();
    if (state.durable()) {
      state.stored(true);
      done = store.save(state.snapshot(null));
      others.sort(Comparator.comparing(SessionOpener::end));
      for (int i = 0; i <= others.size() - maxSessions; i++) {
        SessionKey oldest = others.get(i).key();
        done = done.compose(saved -> store.remove(oldest));
      }
    } else if (wasKept) {
      state.stored(false);
      done = store.remove(state.key());
    }
    return done;
  }

  /** When a kept session lost its connection; one that has a connection counts as the youngest. */
  private static Instant end(StoredSession session) {
    return session.endedAt() == null ? Instant.MAX : session.endedAt();
  }

  private boolean expired(StoredSession kept) {
    return kept.endedAt() != null
        && Duration.between(kept.endedAt(), clock.instant()).toSeconds() >= kept.expiryS();
  }
}
