package io.sharpeyes.device.payload;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.DeviceSignal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Fuzzing: a payload on each of a device's topics. On the alarm topic it is an alarm, always. */
public final class NativeJsonFuzz {

  private static final List<String> CHANNELS =
      List.of("alarm", "cancel", "status", "position", "reply");
  private static final DeviceId DEVICE = new DeviceId("button-1");

  private NativeJsonFuzz() {}

  /** The first byte chooses the topic. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    String channel = CHANNELS.get((data[0] & 0xFF) % CHANNELS.size());
    byte[] payload = Arrays.copyOfRange(data, 1, data.length);
    Optional<DeviceSignal> signal =
        new NativeJsonPayload()
            .read(DEVICE, channel, payload, data[0] < 0, Instant.ofEpochSecond(1_800_000_000));
    boolean alarm = channel.equals("alarm") || channel.equals("cancel");
    if (alarm && signal.isEmpty()) {
      throw new AssertionError("a payload on " + channel + " was no alarm");
    }
  }
}
