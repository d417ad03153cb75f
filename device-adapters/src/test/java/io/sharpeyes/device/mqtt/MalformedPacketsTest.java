package io.sharpeyes.device.mqtt;

import static io.sharpeyes.device.mqtt.Packets.binary;
import static io.sharpeyes.device.mqtt.Packets.connect;
import static io.sharpeyes.device.mqtt.Packets.hex;
import static io.sharpeyes.device.mqtt.Packets.join;
import static io.sharpeyes.device.mqtt.Packets.packet;
import static io.sharpeyes.device.mqtt.Packets.properties;
import static io.sharpeyes.device.mqtt.Packets.text;
import static io.sharpeyes.device.mqtt.Packets.u16;
import static io.sharpeyes.device.mqtt.Packets.u8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every packet that the specifications forbid ends the connection within a second, whether it comes
 * in one piece or byte by byte; MQTT 5 is told why.
 */
class MalformedPacketsTest {

  private static final Duration WITHIN = Duration.ofSeconds(1);
  private static final String ALARM = "sharpeyes/v1/button-1/alarm";
  private static final String FEEDBACK = "sharpeyes/v1/button-1/feedback";
  private static final byte[] NONE = {};
  private static TestServer gateway;

  @BeforeAll
  static void start() {
    gateway = TestServer.start();
  }

  @AfterAll
  static void stop() {
    gateway.close();
    Leaks.assertNone();
  }

  private static Arguments bad(String what, byte[] packet) {
    return Arguments.of(what, packet);
  }

  private static Arguments bad5(String what, int reason, byte[] packet) {
    return Arguments.of(what, reason, packet);
  }

  private static byte[] connectWith(int level, int flags, byte[] properties, byte[]... payload) {
    return packet(0x10, text("MQTT"), u8(level), u8(flags), u16(60), properties, join(payload));
  }

  static Stream<Arguments> before_connect() {
    return Stream.of(
        bad("HTTP", "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
        bad("TLS on the plain port", hex("16030100c8010000c40303")),
        bad("packet type 0", hex("0000")),
        bad("PUBLISH first", Packets.press(4, 0, 0, "button-1")),
        bad("PUBLISH QoS 1 first", Packets.press(4, 1, 1, "button-1")),
        bad("PINGREQ first", Packets.PINGREQ),
        bad("SUBSCRIBE first", Packets.subscribe(4, 1, FEEDBACK, 0)),
        bad("DISCONNECT first", Packets.DISCONNECT),
        bad("AUTH first", hex("f000")),
        bad("CONNACK first", hex("20020000")),
        bad("PINGRESP first", hex("d000")),
        bad("CONNECT with reserved flags", hex("1100")),
        bad("CONNECT with flags of PUBLISH", hex("1800")),
        bad("a remaining length of 5 bytes", hex("10ffffffff7f")),
        bad("a CONNECT that is too large", hex("10ffffff7f")),
        bad("an empty CONNECT", hex("1000")),
        bad("another protocol", packet(0x10, text("HTTP"), u8(4), u8(2), u16(0), text("a"))),
        bad("a lower case protocol", packet(0x10, text("mqtt"), u8(4), u8(2), u16(0), text("a"))),
        bad("a CONNECT that ends too early", packet(0x10, text("MQTT"), u8(4), u8(2))),
        bad("the reserved connect flag", connectWith(4, 0x03, NONE, text("a"))),
        bad("will flag with QoS 3", connectWith(4, 0x1E, NONE, text("a"), text("t"), binary())),
        bad("will QoS without a will", connectWith(4, 0x0A, NONE, text("a"))),
        bad("will retain without a will", connectWith(4, 0x22, NONE, text("a"))),
        bad("a will without its topic", connectWith(4, 0x06, NONE, text("a"))),
        bad(
            "a will topic with a wildcard",
            connectWith(4, 0x06, NONE, text("a"), text("a/#"), u16(0))),
        bad("an empty will topic", connectWith(4, 0x06, NONE, text("a"), text(""), u16(0))),
        bad("a password without a user", connectWith(4, 0x42, NONE, text("a"), binary())),
        bad("a user name flag without a name", connectWith(4, 0x82, NONE, text("a"))),
        bad("a user name without its flag", connectWith(4, 0x02, NONE, text("a"), text("u"))),
        bad("a password flag without a password", connectWith(4, 0xC2, NONE, text("a"), text("u"))),
        bad("no client id", connectWith(4, 0x02, NONE)),
        bad(
            "a client id that is not UTF-8",
            connectWith(4, 2, NONE, binary((byte) 0xC3, (byte) 0x28))),
        bad("a surrogate", connectWith(4, 2, NONE, binary(hex("eda080")))),
        bad("an overlong slash", connectWith(4, 2, NONE, binary(hex("c0af")))),
        bad("beyond Unicode", connectWith(4, 2, NONE, binary(hex("f4908080")))),
        bad("U+0000 in the client id", connectWith(4, 2, NONE, binary(hex("610061")))),
        bad("U+0000 in the user name", connectWith(4, 0x82, NONE, text("a"), binary((byte) 0))),
        bad("a character that breaks off", connectWith(4, 2, NONE, binary(hex("e4b8")))));
  }

  static Stream<Arguments> before_connect_of_version_5() {
    byte[] none = properties();
    return Stream.of(
        bad5("the reserved connect flag", 0x81, connectWith(5, 0x03, none, text("a"))),
        bad5("a property length beyond the packet", 0x81, connectWith(5, 2, hex("20"), text("a"))),
        bad5("an unknown property", 0x81, connectWith(5, 2, properties(hex("7f00")), text("a"))),
        bad5("a property of CONNACK", 0x81, connectWith(5, 2, properties(hex("2501")), text("a"))),
        bad5("a property of PUBLISH", 0x81, connectWith(5, 2, properties(hex("0101")), text("a"))),
        bad5(
            "session expiry twice",
            0x82,
            connectWith(5, 2, properties(hex("1100000001"), hex("1100000001")), text("a"))),
        bad5("receive maximum 0", 0x82, connectWith(5, 2, properties(hex("210000")), text("a"))),
        bad5(
            "maximum packet size 0",
            0x82,
            connectWith(5, 2, properties(hex("2700000000")), text("a"))),
        bad5(
            "request problem information 2",
            0x82,
            connectWith(5, 2, properties(hex("1702")), text("a"))),
        bad5(
            "request response information 2",
            0x82,
            connectWith(5, 2, properties(hex("1902")), text("a"))),
        bad5(
            "authentication data alone",
            0x82,
            connectWith(5, 2, properties(hex("16000100")), text("a"))),
        bad5(
            "a user property that is not UTF-8",
            0x81,
            connectWith(5, 2, properties(hex("260001ff000161")), text("a"))),
        bad5(
            "a longer property length than needed",
            0x81,
            connectWith(5, 2, hex("8000"), text("a"))),
        bad5(
            "a will delay outside of a will",
            0x81,
            connectWith(5, 2, properties(hex("1800000001")), text("a"))),
        bad5(
            "payload format 2 in a will",
            0x82,
            connectWith(5, 6, none, text("a"), properties(hex("0102")), text("t"), binary())),
        bad5("bytes behind the last field", 0x81, connectWith(5, 2, none, text("a"), text("b"))));
  }

  static Stream<Arguments> after_connect() {
    return Stream.of(
        bad("a second CONNECT", connect(4, "button-1", "a")),
        bad("CONNACK", hex("20020000")),
        bad("SUBACK", hex("9003000100")),
        bad("UNSUBACK", hex("b0020001")),
        bad("PINGRESP", hex("d000")),
        bad("packet type 0", hex("0000")),
        bad("packet type 15", hex("f000")),
        bad("PINGREQ with flags", hex("c100")),
        bad("PINGREQ with a body", hex("c00100")),
        bad("DISCONNECT with flags", hex("e100")),
        bad("DISCONNECT with a body", hex("e00100")),
        bad("PUBACK with flags", hex("41020001")),
        bad("PUBACK without identifier", hex("4000")),
        bad("PUBACK with identifier 0", hex("40020000")),
        bad("PUBACK with a reason", hex("4003000100")),
        bad("PUBREL without its flag", hex("60020001")),
        bad("PUBREL with identifier 0", hex("62020000")),
        bad("PUBLISH QoS 3", packet(0x36, text(ALARM), u16(1))),
        bad("PUBLISH QoS 0 as duplicate", packet(0x38, text(ALARM))),
        bad("PUBLISH with identifier 0", packet(0x32, text(ALARM), u16(0))),
        bad("PUBLISH without identifier", packet(0x32, text(ALARM))),
        bad("PUBLISH with an empty topic", packet(0x30, text(""))),
        bad("PUBLISH to a wildcard", packet(0x30, text("sharpeyes/v1/+/alarm"))),
        bad("PUBLISH to #", packet(0x30, text("sharpeyes/v1/button-1/#"))),
        bad("PUBLISH with a topic that breaks off", packet(0x30, u16(50), hex("6161"))),
        bad("PUBLISH with a topic that is not UTF-8", packet(0x30, binary(hex("ff")))),
        bad("PUBLISH with U+0000", packet(0x30, binary(hex("610062")))),
        bad("a PUBLISH that is too large", join(hex("30ffff7f"), text(ALARM))),
        bad("a remaining length of 5 bytes", hex("30ffffffff7f")),
        bad("SUBSCRIBE without its flag", packet(0x80, u16(1), text(FEEDBACK), u8(0))),
        bad("SUBSCRIBE with identifier 0", packet(0x82, u16(0), text(FEEDBACK), u8(0))),
        bad("SUBSCRIBE without filters", packet(0x82, u16(1))),
        bad("SUBSCRIBE without a QoS", packet(0x82, u16(1), text(FEEDBACK))),
        bad("SUBSCRIBE with QoS 3", packet(0x82, u16(1), text(FEEDBACK), u8(3))),
        bad("SUBSCRIBE with reserved bits", packet(0x82, u16(1), text(FEEDBACK), u8(4))),
        bad("SUBSCRIBE to an empty filter", packet(0x82, u16(1), text(""), u8(0))),
        bad("SUBSCRIBE to a# ", packet(0x82, u16(1), text("a#"), u8(0))),
        bad("SUBSCRIBE to #/a", packet(0x82, u16(1), text("#/a"), u8(0))),
        bad("SUBSCRIBE to a+/b", packet(0x82, u16(1), text("a+/b"), u8(0))),
        bad(
            "SUBSCRIBE to a filter that is not UTF-8",
            packet(0x82, u16(1), binary(hex("c0")), u8(0))),
        bad("UNSUBSCRIBE without its flag", packet(0xA0, u16(1), text(FEEDBACK))),
        bad("UNSUBSCRIBE with identifier 0", packet(0xA2, u16(0), text(FEEDBACK))),
        bad("UNSUBSCRIBE without filters", packet(0xA2, u16(1))),
        bad(
            "UNSUBSCRIBE with a filter that is not UTF-8",
            packet(0xA2, u16(1), binary(hex("c0")))));
  }

  static Stream<Arguments> after_connect_of_version_5() {
    byte[] none = properties();
    return Stream.of(
        bad5("a second CONNECT", 0x82, connect(5, "button-1", "a")),
        bad5("CONNACK", 0x82, hex("2003000000")),
        bad5("SUBACK", 0x82, hex("900400010000")),
        bad5("UNSUBACK", 0x82, hex("b00400010000")),
        bad5("PINGRESP", 0x82, hex("d000")),
        bad5("AUTH", 0x82, hex("f000")),
        bad5("AUTH with flags", 0x81, hex("f100")),
        bad5("packet type 0", 0x81, hex("0000")),
        bad5("PINGREQ with a body", 0x81, hex("c00100")),
        bad5("a longer remaining length than needed", 0x81, hex("c08000")),
        bad5("DISCONNECT with flags", 0x81, hex("e100")),
        bad5("DISCONNECT with a reason of servers", 0x81, hex("e0018b")),
        bad5(
            "DISCONNECT with a property of servers",
            0x81,
            packet(0xE0, u8(0), properties(join(hex("1c"), text("x"))))),
        bad5(
            "DISCONNECT that revives the session",
            0x82,
            packet(0xE0, u8(0), properties(hex("1100000001")))),
        bad5("PUBACK with an unknown reason", 0x81, hex("4003000142")),
        bad5(
            "PUBACK with a topic alias",
            0x81,
            packet(0x40, u16(1), u8(0), properties(hex("230001")))),
        bad5("PUBREL without its flag", 0x81, hex("60020001")),
        bad5("PUBLISH QoS 3", 0x81, packet(0x36, text(ALARM), u16(1), none)),
        bad5("PUBLISH QoS 0 as duplicate", 0x81, packet(0x38, text(ALARM), none)),
        bad5("PUBLISH with identifier 0", 0x81, packet(0x32, text(ALARM), u16(0), none)),
        bad5("PUBLISH with neither topic nor alias", 0x82, packet(0x30, text(""), none)),
        bad5("PUBLISH to a wildcard", 0x81, packet(0x30, text("a/+"), none)),
        bad5("PUBLISH with alias 0", 0x94, packet(0x30, text(ALARM), properties(hex("230000")))),
        bad5("PUBLISH with alias 11", 0x94, packet(0x30, text(ALARM), properties(hex("23000b")))),
        bad5(
            "PUBLISH with an alias that has no topic",
            0x82,
            packet(0x30, text(""), properties(hex("230003")))),
        bad5(
            "PUBLISH with a subscription identifier",
            0x81,
            packet(0x30, text(ALARM), properties(hex("0b01")))),
        bad5(
            "PUBLISH with payload format 2",
            0x82,
            packet(0x30, text(ALARM), properties(hex("0102")))),
        bad5(
            "PUBLISH with a wildcard response topic",
            0x81,
            packet(0x30, text(ALARM), properties(join(hex("08"), text("a/#"))))),
        bad5(
            "PUBLISH with an empty response topic",
            0x82,
            packet(0x30, text(ALARM), properties(join(hex("08"), text(""))))),
        bad5(
            "PUBLISH with two content types",
            0x82,
            packet(
                0x30,
                text(ALARM),
                properties(join(hex("03"), text("a")), join(hex("03"), text("b"))))),
        bad5("a PUBLISH that is too large", 0x95, join(hex("30ffff7f"), text(ALARM))),
        bad5("SUBSCRIBE without filters", 0x82, packet(0x82, u16(1), none)),
        bad5("SUBSCRIBE with QoS 3", 0x81, packet(0x82, u16(1), none, text(FEEDBACK), u8(3))),
        bad5(
            "SUBSCRIBE with reserved bits",
            0x81,
            packet(0x82, u16(1), none, text(FEEDBACK), u8(0x40))),
        bad5(
            "SUBSCRIBE with retain handling 3",
            0x82,
            packet(0x82, u16(1), none, text(FEEDBACK), u8(0x30))),
        bad5(
            "a shared subscription without local",
            0x82,
            packet(0x82, u16(1), none, text("$share/g/a"), u8(4))),
        bad5(
            "subscription identifier 0",
            0x82,
            packet(0x82, u16(1), properties(hex("0b00")), text(FEEDBACK), u8(0))),
        bad5(
            "two subscription identifiers",
            0x82,
            packet(0x82, u16(1), properties(hex("0b01"), hex("0b02")), text(FEEDBACK), u8(0))),
        bad5("SUBSCRIBE to a#", 0x81, packet(0x82, u16(1), none, text("a#"), u8(0))),
        bad5("UNSUBSCRIBE without filters", 0x82, packet(0xA2, u16(1), none)),
        bad5(
            "UNSUBSCRIBE with an identifier property",
            0x81,
            packet(0xA2, u16(1), properties(hex("0b01")), text(FEEDBACK))),
        bad5(
            "a user property that is not UTF-8",
            0x81,
            packet(0x30, text(ALARM), properties(hex("260001ff000161")))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("before_connect")
  void closes_without_an_answer_before_connect(String what, byte[] packet) {
    try (RawClient client = gateway.connectTcp()) {
      closes(client.offer(packet));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("before_connect")
  void closes_before_connect_also_byte_by_byte(String what, byte[] packet) {
    try (RawClient client = gateway.connectTcp()) {
      closes(byteByByte(client, packet));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("before_connect_of_version_5")
  void tells_version_5_why_in_connack(String what, int reason, byte[] packet) {
    try (RawClient client = gateway.connectTcp()) {
      client.offer(packet);
      assertThat(client.receive()).isEqualTo("200300" + Integer.toHexString(reason) + "00");
      closes(client);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("after_connect")
  void closes_after_connect(String what, byte[] packet) {
    try (RawClient client = gateway.connectTcp()) {
      client.send(connect(4, "button-1", what));
      assertThat(client.receive()).isEqualTo("20020000");
      closes(client.offer(packet));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("after_connect")
  void closes_when_it_is_pipelined_behind_connect_byte_by_byte(String what, byte[] packet) {
    try (RawClient client = gateway.connectTcp()) {
      byteByByte(client, join(connect(4, "button-1", what), packet));
      assertThat(client.receive()).isEqualTo("20020000");
      closes(client);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("after_connect_of_version_5")
  void tells_version_5_why_in_disconnect(String what, int reason, byte[] packet) {
    try (RawClient client = gateway.connectTcp()) {
      client.send(connect(5, "button-1", what));
      assertThat(client.receive()).startsWith("20").contains("0000");
      client.offer(packet);
      assertThat(client.receive()).isEqualTo("e002" + Integer.toHexString(reason) + "00");
      closes(client);
    }
  }

  private static RawClient byteByByte(RawClient client, byte[] packet) {
    for (byte one : packet) {
      client.offer(new byte[] {one});
    }
    return client;
  }

  private static void closes(RawClient client) {
    long start = System.nanoTime();
    assertThat(client.receive()).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(WITHIN.multipliedBy(4));
  }
}
