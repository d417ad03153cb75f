package io.sharpeyes.device.mqtt;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.LinkDown;
import io.sharpeyes.device.payload.NativeJsonPayload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a device leaves to be said when its connection breaks (MQTT 5.0 §3.1.2.5).
 *
 * @param channel the last part of its topic
 * @param payload what it says
 * @param delayS seconds to wait before it is said
 * @param offline true if it says that the device is offline, which {@code LinkDown} tells already
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Will(String channel, byte[] payload, long delayS, boolean offline) {

  /** What most devices leave; one for all of them. */
  private static final Will OFFLINE = new Will("status", new byte[0], 0, true);

  /** Reads the will of a CONNECT; null if its topic is not the device's own. */
  static @Nullable Will of(
      DeviceId device, String topic, byte[] payload, long delayS, NativeJsonPayload language) {
    String channel = OwnTopics.channel(device, topic);
    if (channel == null) {
      return null;
    }
    boolean offline =
        channel.equals("status")
            && language
                .read(device, channel, payload, false, Instant.EPOCH)
                .filter(LinkDown.class::isInstance)
                .isPresent();
    return offline && delayS == 0 ? OFFLINE : new Will(channel, payload, delayS, offline);
  }
}
