package io.sharpeyes.device.payload;

import io.sharpeyes.device.DeviceSignal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How one family of devices talks on MQTT. A new family is one class that implements this, and one
 * test made of captured frames.
 *
 * <p>Implementations are pure and may be called on any thread; they never throw, whatever the bytes
 * are, and never lose a press: what can't be read on a topic that means a press is a press marked
 * {@code unreadable}.
 */
public interface DeviceLanguage {

  /** The word in the column {@code language} of {@code devices.csv}. */
  String name();

  /** The topic filters (MQTT 5.0 §4.7) on which such devices are heard behind a broker. */
  List<String> topicFilters();

  /**
   * Reads one message.
   *
   * @param topic the topic it was published to
   * @param payload its payload; not kept or changed
   * @param retained true if a broker delivered a retained message, which may be a phantom
   * @param receivedAt when the gateway received it
   * @return the signal, or empty if the message is not a signal of a device of this language
   */
  Optional<DeviceSignal> read(String topic, byte[] payload, boolean retained, Instant receivedAt);
}
