package io.sharpeyes.device.mqtt;

import static io.sharpeyes.device.mqtt.MqttViolation.malformed;
import static io.sharpeyes.device.mqtt.MqttViolation.protocolError;

/**
 * The properties of MQTT 5.0 §2.2.2 that a client may send: in which packets, of which type, once
 * or often, with which values. Checked because netty's decoder takes any property in any packet and
 * keeps the last of several.
 */
final class PropertyRules {

  /** A place where properties stand; one bit each. */
  static final int IN_CONNECT = 1;

  static final int IN_WILL = 1 << 1;
  static final int IN_PUBLISH = 1 << 2;
  static final int IN_ACK = 1 << 3;
  static final int IN_SUBSCRIBE = 1 << 4;
  static final int IN_UNSUBSCRIBE = 1 << 5;
  static final int IN_DISCONNECT = 1 << 6;

  private static final int EVERYWHERE = (1 << 7) - 1;
  private static final int MESSAGE = IN_PUBLISH | IN_WILL;

  private static final int AUTHENTICATION_METHOD = 0x15;
  private static final int AUTHENTICATION_DATA = 0x16;
  private static final int USER_PROPERTY = 0x26;

  private PropertyRules() {}

  /** Skips the property length and the properties, and checks them. */
  static void check(PacketCursor packet, int place) {
    PacketCursor properties = packet.sub(packet.variableByteInteger());
    long seen = 0;
    while (properties.remaining() > 0) {
      int id = properties.variableByteInteger();
      if ((allowedIn(id) & place) == 0) {
        throw malformed("property 0x" + Integer.toHexString(id) + " does not belong here");
      }
      if (id != USER_PROPERTY && (seen & 1L << id) != 0) {
        throw protocolError("property 0x" + Integer.toHexString(id) + " comes twice");
      }
      seen |= 1L << id;
      checkValue(id, properties);
    }
    if ((seen & 1L << AUTHENTICATION_DATA) != 0 && (seen & 1L << AUTHENTICATION_METHOD) == 0) {
      throw protocolError("authentication data without a method");
    }
  }

  private static int allowedIn(int id) {
    return switch (id) {
      case 0x01, 0x02, 0x03, 0x08, 0x09 -> MESSAGE;
      case 0x0B -> IN_SUBSCRIBE;
      case 0x11 -> IN_CONNECT | IN_DISCONNECT;
      case AUTHENTICATION_METHOD, AUTHENTICATION_DATA, 0x17, 0x19, 0x21, 0x22, 0x27 -> IN_CONNECT;
      case 0x18 -> IN_WILL;
      case 0x1F -> IN_ACK | IN_DISCONNECT;
      case 0x23 -> IN_PUBLISH;
      case USER_PROPERTY -> EVERYWHERE;
      default -> 0;
    };
  }

  private static void checkValue(int id, PacketCursor value) {
    switch (id) {
      case 0x01, 0x17, 0x19 -> zeroOrOne(id, value.oneByte());
      case 0x02, 0x11, 0x18 -> value.fourBytes();
      case 0x03, AUTHENTICATION_METHOD, 0x1F -> value.text();
      case 0x08 -> notZero(id, value.topicName());
      case 0x09, AUTHENTICATION_DATA -> value.binary();
      case 0x0B -> notZero(id, value.variableByteInteger());
      case 0x21 -> notZero(id, value.twoBytes());
      case 0x22 -> value.twoBytes();
      case 0x23 -> topicAlias(value.twoBytes());
      case 0x27 -> notZero(id, value.fourBytes());
      case USER_PROPERTY -> {
        value.text();
        value.text();
      }
      default -> throw malformed("property 0x" + Integer.toHexString(id) + " is unknown");
    }
  }

  private static void zeroOrOne(int id, int value) {
    if (value > 1) {
      throw protocolError("property 0x" + Integer.toHexString(id) + " is neither 0 nor 1");
    }
  }

  private static void notZero(int id, long value) {
    if (value == 0) {
      throw protocolError("property 0x" + Integer.toHexString(id) + " is 0 or empty");
    }
  }

  private static void topicAlias(int value) {
    if (value == 0) {
      throw MqttViolation.of(
          MqttViolation.TOPIC_ALIAS_INVALID,
          MqttCounters.Reject.PROTOCOL_ERROR,
          "a topic alias is 0");
    }
  }
}
