package io.sharpeyes.device.mqtt;

import io.netty.handler.codec.mqtt.MqttMessageType;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Acknowledgements owed to the sender, in the order in which its messages came [MQTT-4.6.0-2],
 * [MQTT-4.6.0-3], however the disk reorders them.
 */
final class InboundAcks {

  /** One acknowledgement. */
  static final class Ack {
    private final MqttMessageType type;
    private final int packetId;
    private int v5Reason = -1;

    private Ack(MqttMessageType type, int packetId) {
      this.type = type;
      this.packetId = packetId;
    }

    MqttMessageType type() {
      return type;
    }

    int packetId() {
      return packetId;
    }

    int v5Reason() {
      return v5Reason;
    }
  }

  private final Deque<Ack> owed = new ArrayDeque<>(2);

  Ack owe(MqttMessageType type, int packetId) {
    Ack ack = new Ack(type, packetId);
    owed.addLast(ack);
    return ack;
  }

  void ready(Ack ack, int v5Reason) {
    ack.v5Reason = v5Reason;
  }

  /** The next acknowledgement that may be sent now; null if the oldest isn't ready. */
  @org.jspecify.annotations.Nullable
  Ack poll() {
    Ack first = owed.peekFirst();
    return first != null && first.v5Reason >= 0 ? owed.pollFirst() : null;
  }

  boolean isEmpty() {
    return owed.isEmpty();
  }
}
