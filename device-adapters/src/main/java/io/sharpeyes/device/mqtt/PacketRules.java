package io.sharpeyes.device.mqtt;

import static io.sharpeyes.device.mqtt.MqttViolation.malformed;
import static io.sharpeyes.device.mqtt.MqttViolation.protocolError;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * What a packet from a client must look like (MQTT 3.1.1 and 5.0, §2 and §3), checked on its bytes
 * before netty's decoder sees them, because that decoder repairs bad UTF-8, lets reserved bits
 * pass, takes any property anywhere and doesn't know which side may send what.
 */
final class PacketRules {

  static final int CONNECT = 1;
  static final int PUBLISH = 3;
  static final int PUBACK = 4;
  static final int PUBREC = 5;
  static final int PUBREL = 6;
  static final int PUBCOMP = 7;
  static final int SUBSCRIBE = 8;
  static final int UNSUBSCRIBE = 10;
  static final int PINGREQ = 12;
  static final int DISCONNECT = 14;
  static final int AUTH = 15;

  private static final byte[] MQTT = {0, 4, 'M', 'Q', 'T', 'T'};
  private static final byte[] MQISDP = {0, 6, 'M', 'Q', 'I', 's', 'd', 'p'};

  private PacketRules() {}

  /** Checks the type and the flags of the fixed header (§2.1). */
  static void checkFirstByte(int firstByte) {
    int flags = firstByte & 0x0F;
    switch (firstByte >> 4) {
      case PUBLISH -> checkPublishFlags(flags);
      case PUBREL, SUBSCRIBE, UNSUBSCRIBE -> mustBe(0x02, flags);
      case CONNECT, PUBACK, PUBREC, PUBCOMP, PINGREQ, DISCONNECT, AUTH -> mustBe(0, flags);
      case 0 -> throw malformed("packet type 0");
      default -> throw protocolError("packet type " + (firstByte >> 4) + " is for servers only");
    }
  }

  /** Says whether the bytes that are there can become the protocol name of a CONNECT. */
  static void checkProtocolName(ByteBuf bytes, int start, int available) {
    if (!beginsLike(MQTT, bytes, start, available)
        && !beginsLike(MQISDP, bytes, start, available)) {
      throw malformed("the first packet is not a CONNECT of MQTT");
    }
  }

  /**
   * Checks a whole packet behind its fixed header.
   *
   * @param v5 true if the connection speaks MQTT 5.0, false for 3.1.1
   */
  static void check(int firstByte, boolean v5, PacketCursor packet) {
    switch (firstByte >> 4) {
      case PUBLISH -> checkPublish((firstByte & 0x06) != 0, v5, packet);
      case PUBACK, PUBREC, PUBREL, PUBCOMP -> checkAck(v5, packet);
      case SUBSCRIBE -> checkSubscribe(v5, packet);
      case UNSUBSCRIBE -> checkUnsubscribe(v5, packet);
      case DISCONNECT -> checkDisconnect(v5, packet);
      case AUTH -> throw protocolError("AUTH without an authentication method");
      case CONNECT -> throw protocolError("a second CONNECT");
      default -> packet.mustBeAtEnd();
    }
  }

  /**
   * Reads the protocol level of a CONNECT (§3.1.2.2), the first thing behind its fixed header.
   *
   * @return 4 for MQTT 3.1.1, 5 for MQTT 5.0, else one that isn't spoken here
   */
  static int protocolLevel(ByteBuf bytes, PacketCursor packet) {
    int start = packet.position();
    int nameLength = packet.text();
    String name = bytes.toString(start + 2, nameLength, StandardCharsets.US_ASCII);
    int level = packet.oneByte();
    if (!name.equals("MQTT") && !(name.equals("MQIsdp") && level == 3)) {
      throw malformed("the protocol name is not MQTT");
    }
    return level;
  }

  /** Checks a CONNECT behind its protocol level. */
  static void checkConnect(boolean v5, PacketCursor packet) {
    int flags = packet.oneByte();
    checkConnectFlags(flags, v5);
    packet.twoBytes();
    if (v5) {
      PropertyRules.check(packet, PropertyRules.IN_CONNECT);
    }
    packet.text();
    if ((flags & 0x04) != 0) {
      if (v5) {
        PropertyRules.check(packet, PropertyRules.IN_WILL);
      }
      notEmpty(packet.topicName());
      packet.binary();
    }
    if ((flags & 0x80) != 0) {
      packet.text();
    }
    if ((flags & 0x40) != 0) {
      packet.binary();
    }
    packet.mustBeAtEnd();
  }

  private static void checkConnectFlags(int flags, boolean v5) {
    if ((flags & 0x01) != 0) {
      throw malformed("the reserved flag of a CONNECT is set");
    }
    if ((flags & 0x04) == 0 && (flags & 0x38) != 0) {
      throw malformed("a CONNECT has will flags without a will");
    }
    if ((flags & 0x18) == 0x18) {
      throw malformed("the will has QoS 3");
    }
    if (!v5 && (flags & 0xC0) == 0x40) {
      throw malformed("a CONNECT has a password without a user name");
    }
  }

  private static void checkPublishFlags(int flags) {
    if ((flags & 0x06) == 0x06) {
      throw malformed("a PUBLISH has QoS 3");
    }
    if ((flags & 0x0E) == 0x08) {
      throw malformed("a PUBLISH of QoS 0 is marked as a duplicate");
    }
  }

  private static void checkPublish(boolean acknowledged, boolean v5, PacketCursor packet) {
    int topicLength = packet.topicName();
    if (!v5) {
      notEmpty(topicLength);
    }
    if (acknowledged) {
      packetId(packet);
    }
    if (v5) {
      PropertyRules.check(packet, PropertyRules.IN_PUBLISH);
    }
  }

  private static void checkAck(boolean v5, PacketCursor packet) {
    packetId(packet);
    if (v5 && packet.remaining() > 0) {
      checkAckReason(packet.oneByte());
      if (packet.remaining() > 0) {
        PropertyRules.check(packet, PropertyRules.IN_ACK);
      }
    }
    packet.mustBeAtEnd();
  }

  private static void checkAckReason(int reason) {
    switch (reason) {
      case 0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x92, 0x97, 0x99 -> {}
      default -> throw malformed("an acknowledgement has reason 0x" + Integer.toHexString(reason));
    }
  }

  private static void checkSubscribe(boolean v5, PacketCursor packet) {
    packetId(packet);
    if (v5) {
      PropertyRules.check(packet, PropertyRules.IN_SUBSCRIBE);
    }
    atLeastOne(packet);
    while (packet.remaining() > 0) {
      boolean shared = packet.topicFilter();
      int options = packet.oneByte();
      if ((options & 0x03) == 0x03 || (options & (v5 ? 0xC0 : 0xFC)) != 0) {
        throw malformed("the options of a subscription have QoS 3 or reserved bits");
      }
      if ((options & 0x30) == 0x30 || (v5 && shared && (options & 0x04) != 0)) {
        throw protocolError("the options of a subscription contradict each other");
      }
    }
  }

  private static void checkUnsubscribe(boolean v5, PacketCursor packet) {
    packetId(packet);
    if (v5) {
      PropertyRules.check(packet, PropertyRules.IN_UNSUBSCRIBE);
    }
    atLeastOne(packet);
    while (packet.remaining() > 0) {
      packet.topicFilter();
    }
  }

  private static void checkDisconnect(boolean v5, PacketCursor packet) {
    if (v5 && packet.remaining() > 0) {
      int reason = packet.oneByte();
      if (!mayClientDisconnectWith(reason)) {
        throw malformed("a DISCONNECT has reason 0x" + Integer.toHexString(reason));
      }
      if (packet.remaining() > 0) {
        PropertyRules.check(packet, PropertyRules.IN_DISCONNECT);
      }
    }
    packet.mustBeAtEnd();
  }

  private static boolean mayClientDisconnectWith(int reason) {
    return switch (reason) {
      case 0x00, 0x04, 0x80, 0x81, 0x82, 0x83, 0x90, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99 ->
          true;
      default -> false;
    };
  }

  private static void packetId(PacketCursor packet) {
    if (packet.twoBytes() == 0) {
      throw malformed("a packet identifier is 0");
    }
  }

  private static void atLeastOne(PacketCursor packet) {
    if (packet.remaining() == 0) {
      throw protocolError("a SUBSCRIBE or UNSUBSCRIBE has no topic filter");
    }
  }

  private static void notEmpty(int topicLength) {
    if (topicLength == 0) {
      throw malformed("a topic name is empty");
    }
  }

  private static void mustBe(int expected, int flags) {
    if (flags != expected) {
      throw malformed("reserved flags of a fixed header are " + flags + ", must be " + expected);
    }
  }

  private static boolean beginsLike(byte[] name, ByteBuf bytes, int start, int available) {
    for (int i = 0; i < Math.min(name.length, available); i++) {
      if (bytes.getByte(start + i) != name[i]) {
        return false;
      }
    }
    return true;
  }
}
