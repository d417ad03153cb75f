package io.sharpeyes.device.mqtt;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.payload.NativeJsonPayload;
import org.jspecify.annotations.Nullable;

/** Which topics are a device's own: {@code sharpeyes/v1/{id}/…}, and no other. */
final class OwnTopics {

  private static final String FEEDBACK = "feedback";
  private static final String COMMAND = "command";

  private OwnTopics() {}

  /**
   * The last part of a topic that the device may publish to.
   *
   * @return for instance {@code alarm}; null if the topic is another's, or the gateway's
   */
  static @Nullable String channel(DeviceId device, String topic) {
    String channel = below(device, topic);
    return channel == null
            || channel.isEmpty()
            || channel.equals(FEEDBACK)
            || channel.equals(COMMAND)
        ? null
        : channel;
  }

  /** Says whether a filter is the device's own and the gateway ever sends anything that matches. */
  static boolean maySubscribe(DeviceId device, String filter) {
    return below(device, filter) != null
        && (matchesFeedback(device, filter) || matchesCommand(device, filter));
  }

  /** Says whether an own filter matches the feedback topic. */
  static boolean matchesFeedback(DeviceId device, String filter) {
    return matches(below(device, filter), FEEDBACK);
  }

  /** Says whether an own filter matches the command topic. */
  static boolean matchesCommand(DeviceId device, String filter) {
    return matches(below(device, filter), COMMAND);
  }

  /** MQTT 5.0 §4.7.1.2: {@code #} also matches the level above it. */
  private static boolean matches(@Nullable String own, String channel) {
    return own != null
        && (own.equals(channel)
            || own.equals("+")
            || own.equals("#")
            || own.equals("+/#")
            || own.equals(channel + "/#"));
  }

  private static @Nullable String below(DeviceId device, String topic) {
    String prefix = NativeJsonPayload.TOPIC_PREFIX;
    String id = device.value();
    int slash = prefix.length() + id.length();
    boolean own =
        topic.length() > slash
            && topic.startsWith(prefix)
            && topic.startsWith(id, prefix.length())
            && topic.charAt(slash) == '/';
    return own ? topic.substring(slash + 1) : null;
  }
}
