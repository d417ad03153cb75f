package io.sharpeyes.device.mqtt;

import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.mqtt.MqttCounters.Reject;
import io.sharpeyes.device.mqtt.MqttSessionStore.Subscription;
import java.util.ArrayList;
import java.util.List;

/** SUBSCRIBE and UNSUBSCRIBE (§3.8 to §3.11): which filters are granted, and with which QoS. */
final class Subscribing {

  private static final int SUBSCRIPTION_IDENTIFIER = 0x0B;
  private static final int V3_FAILURE = 0x80;
  private static final int NOT_AUTHORIZED = 0x87;
  private static final int SHARED_NOT_SUPPORTED = 0x9E;
  private static final int QUOTA_EXCEEDED = 0x97;
  private static final short NO_SUBSCRIPTION_EXISTED = 0x11;

  private Subscribing() {}

  /** Adds what is granted to the session and gives the reason code of each filter. */
  static List<Integer> subscribe(
      SessionState state, MqttSubscribeMessage message, boolean v5, ServerParts parts) {
    int identifier =
        (int)
            ConnectRequest.number(
                message.idAndPropertiesVariableHeader().properties(), SUBSCRIPTION_IDENTIFIER, 0);
    List<Integer> reasons = new ArrayList<>(message.payload().topicSubscriptions().size());
    for (MqttTopicSubscription wish : message.payload().topicSubscriptions()) {
      int reason = decide(state, wish.topicFilter(), wish.qualityOfService().value(), parts);
      if (reason < V3_FAILURE) {
        state.subscribe(new Subscription(wish.topicFilter(), reason, identifier));
      } else {
        parts.counters().reject(Reject.SUBSCRIPTION);
      }
      reasons.add(reason >= V3_FAILURE && !v5 ? V3_FAILURE : reason);
    }
    return reasons;
  }

  /** Removes filters from the session and gives the reason code of each. */
  static List<Short> unsubscribe(SessionState state, MqttUnsubscribeMessage message) {
    List<Short> reasons = new ArrayList<>(message.payload().topics().size());
    for (String filter : message.payload().topics()) {
      reasons.add(state.unsubscribe(filter) ? (short) 0 : NO_SUBSCRIPTION_EXISTED);
    }
    return reasons;
  }

  static boolean hearsFeedback(SessionState state) {
    DeviceId device = state.key().device();
    return state.subscriptions().stream()
        .anyMatch(one -> OwnTopics.matchesFeedback(device, one.filter()));
  }

  /** The highest QoS of the subscriptions that match (§3.3.4); -1 if none does. */
  static int qos(SessionState state, boolean command) {
    int qos = -1;
    for (Subscription one : state.subscriptions()) {
      if (matches(state.key().device(), one, command)) {
        qos = Math.max(qos, one.qos());
      }
    }
    return qos;
  }

  /** The subscription identifiers of all subscriptions that match [MQTT-3.3.4-4]. */
  static List<Integer> identifiers(SessionState state, boolean command) {
    List<Integer> identifiers = new ArrayList<>(1);
    for (Subscription one : state.subscriptions()) {
      if (one.identifier() > 0 && matches(state.key().device(), one, command)) {
        identifiers.add(one.identifier());
      }
    }
    return identifiers;
  }

  private static boolean matches(DeviceId device, Subscription one, boolean command) {
    return command
        ? OwnTopics.matchesCommand(device, one.filter())
        : OwnTopics.matchesFeedback(device, one.filter());
  }

  private static int decide(SessionState state, String filter, int qos, ServerParts parts) {
    if (filter.startsWith("$share/")) {
      return SHARED_NOT_SUPPORTED;
    }
    if (!OwnTopics.maySubscribe(state.key().device(), filter)) {
      return NOT_AUTHORIZED;
    }
    boolean known = state.subscriptions().stream().anyMatch(one -> one.filter().equals(filter));
    if (!known && state.subscriptions().size() >= parts.limits().maxSubscriptions()) {
      return QUOTA_EXCEEDED;
    }
    return Math.min(qos, 1);
  }
}
