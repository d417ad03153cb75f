package io.sharpeyes.device.mqtt;

import io.sharpeyes.device.DeviceId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps MQTT sessions through a restart: that a session exists, its subscriptions, and the packet
 * identifiers of QoS 2 messages that were taken but not yet released (MQTT 5.0 §4.1).
 *
 * <p>Methods are called on any thread, never block, and may complete on any thread. Two calls for
 * the same session take effect in the order in which they were made. {@link #save} and {@link
 * #remove} succeed only when their effect is on disk (fsynced); a store whose queue is full fails
 * them at once. Many calls are expected to share one flush.
 */
public interface MqttSessionStore {

  /**
   * The sessions of one device, also expired ones; at most a handful. Must be cheap for a device
   * that has none, because every CONNECT asks.
   */
  Future<List<StoredSession>> load(DeviceId device);

  /** Writes one session whole, in place of what was there. */
  Future<Void> save(StoredSession session);

  /** Forgets one session; succeeds also if there is none. */
  Future<Void> remove(SessionKey key);

  /**
   * Whose session it is.
   *
   * @param device the authenticated identity
   * @param clientId the MQTT client identifier, at most 128 characters
   */
  record SessionKey(DeviceId device, String clientId) {}

  /**
   * One session.
   *
   * @param key whose it is
   * @param expiryS seconds that it outlives its connection
   * @param subscriptions what it subscribed to
   * @param received packet identifiers of QoS 2 messages answered with PUBREC and not yet released
   * @param endedAt when its connection ended; null while it has one, which after a restart means
   *     that it ended with the process
   */
  record StoredSession(
      SessionKey key,
      long expiryS,
      List<Subscription> subscriptions,
      Set<Integer> received,
      @Nullable Instant endedAt) {

    /** Copies the collections. */
    public StoredSession {
      subscriptions = List.copyOf(subscriptions);
      received = Set.copyOf(received);
    }
  }

  /**
   * One subscription.
   *
   * @param filter the topic filter as the client wrote it
   * @param qos the granted QoS, 0 or 1
   * @param identifier the MQTT 5 subscription identifier, or 0 for none
   */
  record Subscription(String filter, int qos, int identifier) {}
}
