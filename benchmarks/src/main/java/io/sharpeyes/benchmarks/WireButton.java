package io.sharpeyes.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/** A button on a {@link WireLoop}: MQTT 3.1.1. */
final class WireButton extends Wire {

  private static final int CONNACK = 2;
  private static final int PUBACK = 4;

  /** A button that waits for its turn in a long run sends no pings. */
  private static final int KEEP_ALIVE_S = 3_600;

  /** Presses on their way of one button, at most. */
  private static final int WINDOW = 8_192;

  private final String device;
  private final IntConsumer acknowledged;
  private int[] numbers = new int[0];
  private int packet;
  private boolean up;

  /**
   * Connects.
   *
   * @param acknowledged told the number of each message that was acknowledged
   */
  WireButton(WireLoop loop, String device, IntConsumer acknowledged) throws IOException {
    super(loop);
    this.device = device;
    this.acknowledged = acknowledged;
    send(RawMqtt.connect(device, GatewayProcess.SECRET, KEEP_ALIVE_S).getBytes());
  }

  String device() {
    return device;
  }

  boolean isUp() {
    return up && isOpen();
  }

  void press(int number) {
    publish("alarm", "{\"press\":\"x" + number + "\"}", number);
  }

  /** Publishes with QoS 1. */
  void publish(String kind, String payload, int number) {
    if (numbers.length == 0) {
      numbers = new int[WINDOW];
    }
    packet = packet % 65_535 + 1;
    numbers[packet % WINDOW] = number;
    send(RawMqtt.publish("sharpeyes/v1/" + device + "/" + kind, payload, packet));
  }

  @Override
  int take(byte[] bytes, int length) {
    int at = 0;
    while (at + 1 < length) {
      int body = bytes[at + 1];
      if (body < 0) {
        throw new IllegalStateException("a button was sent more than it asked for");
      }
      if (at + 2 + body > length) {
        break;
      }
      packet(bytes, at, (bytes[at] & 0xFF) >> 4);
      at += 2 + body;
    }
    return at;
  }

  private void packet(byte[] bytes, int at, int type) {
    if (type == CONNACK) {
      up = bytes[at + 3] == 0;
      if (!up) {
        close();
      }
    } else if (type == PUBACK) {
      int id = ((bytes[at + 2] & 0xFF) << 8) | (bytes[at + 3] & 0xFF);
      acknowledged.accept(numbers[id % WINDOW]);
    }
  }

  /** A message of QoS 0 to a topic below the device's own, ready to be sent. */
  static byte[] report(String device, String kind, String payload) {
    return RawMqtt.publish("sharpeyes/v1/" + device + "/" + kind, payload).getBytes();
  }

  /** A keep-alive packet. */
  static byte[] ping() {
    return "\u00C0\0".getBytes(StandardCharsets.ISO_8859_1);
  }
}
