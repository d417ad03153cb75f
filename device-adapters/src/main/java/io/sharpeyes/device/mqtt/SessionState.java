package io.sharpeyes.device.mqtt;

import io.sharpeyes.device.mqtt.MqttSessionStore.SessionKey;
import io.sharpeyes.device.mqtt.MqttSessionStore.StoredSession;
import io.sharpeyes.device.mqtt.MqttSessionStore.Subscription;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to a session and not to its connection (MQTT 5.0 §4.1). It is owned by one event
 * loop at a time; a take-over hands it from the old connection's to the new one's.
 */
final class SessionState {

  private final SessionKey key;
  private final List<Subscription> subscriptions = new ArrayList<>(1);
  private long expiryS;
  private boolean stored;
  private @Nullable Set<Integer> received;
  private @Nullable Map<Integer, Future<?>> pending;
  private @Nullable Outbox outbox;

  SessionState(SessionKey key, long expiryS) {
    this.key = key;
    this.expiryS = expiryS;
  }

  /** A session as the store kept it, now with another expiry. */
  static SessionState of(StoredSession kept, long expiryS) {
    SessionState state = new SessionState(kept.key(), expiryS);
    state.subscriptions.addAll(kept.subscriptions());
    if (!kept.received().isEmpty()) {
      state.received = new HashSet<>(kept.received());
    }
    state.stored = true;
    return state;
  }

  SessionKey key() {
    return key;
  }

  long expiryS() {
    return expiryS;
  }

  void expiryS(long seconds) {
    expiryS = seconds;
  }

  /** True if the session outlives its connection. */
  boolean durable() {
    return expiryS > 0;
  }

  /** True if the store may know the session. */
  boolean stored() {
    return stored;
  }

  void stored(boolean known) {
    stored = known;
  }

  List<Subscription> subscriptions() {
    return subscriptions;
  }

  /** Adds a subscription, in place of one with the same filter. */
  void subscribe(Subscription subscription) {
    unsubscribe(subscription.filter());
    subscriptions.add(subscription);
  }

  /** Removes a subscription; false if there was none. */
  boolean unsubscribe(String filter) {
    return subscriptions.removeIf(one -> one.filter().equals(filter));
  }

  /** How many QoS 2 messages are taken or on their way and not yet released. */
  int qos2Count() {
    return (received == null ? 0 : received.size()) + (pending == null ? 0 : pending.size());
  }

  /** A copy of the identifiers of QoS 2 messages that are not released; null if there are none. */
  @Nullable Set<Integer> unreleased() {
    if (received == null && pending == null) {
      return null;
    }
    Set<Integer> ids = new HashSet<>();
    if (received != null) {
      ids.addAll(received);
    }
    if (pending != null) {
      ids.addAll(pending.keySet());
    }
    return ids;
  }

  boolean isReceived(int packetId) {
    return received != null && received.contains(packetId);
  }

  /** The fate of a QoS 2 message that came before and is on its way to the disk. */
  @Nullable Future<?> pending(int packetId) {
    return pending == null ? null : pending.get(packetId);
  }

  void pending(int packetId, Future<?> fate) {
    if (pending == null) {
      pending = new HashMap<>(2);
    }
    pending.put(packetId, fate);
  }

  /** A QoS 2 message is on disk: its identifier must be known until it is released. */
  void received(int packetId) {
    forgetPending(packetId);
    if (received == null) {
      received = new HashSet<>(2);
    }
    received.add(packetId);
  }

  /** Releases a QoS 2 identifier; false if it is unknown. */
  boolean release(int packetId) {
    if (received == null || !received.remove(packetId)) {
      return false;
    }
    if (received.isEmpty()) {
      received = null;
    }
    return true;
  }

  void forgetPending(int packetId) {
    if (pending != null) {
      pending.remove(packetId);
      if (pending.isEmpty()) {
        pending = null;
      }
    }
  }

  /** What was sent to the device and not yet acknowledged; null if nothing ever was. */
  @Nullable Outbox outbox() {
    return outbox;
  }

  void outbox(Outbox box) {
    outbox = box;
  }

  /** The session as the store keeps it. */
  StoredSession snapshot(@Nullable Instant endedAt) {
    return new StoredSession(
        key, expiryS, subscriptions, received == null ? Set.of() : received, endedAt);
  }
}
