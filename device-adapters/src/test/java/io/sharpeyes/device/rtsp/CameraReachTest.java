package io.sharpeyes.device.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Neither a row of the registry nor a camera's answer turns the gateway against its own machine or
 * network: every address is asked for after it is resolved, and the one asked for is connected to.
 */
class CameraReachTest {

  private static final RtspCredentials PASSWORD = new RtspCredentials("admin", "geheim");
  private static final CameraAllowList FIRST = CameraAllowList.networks(List.of("127.0.0.1/32"));

  /** As Vert.x resolves, but asking this server only. */
  private static Vertx asking(NameServer names) {
    return Vertx.vertx(
        new VertxOptions()
            .setAddressResolverOptions(
                new AddressResolverOptions()
                    .addServer(names.place())
                    .setCacheMaxTimeToLive(0)
                    .setSearchDomains(List.of())
                    .setQueryTimeout(2_000)));
  }

  private static String refused(Vertx vertx, CameraAllowList allowed, String url) throws Exception {
    RtspClient client = new RtspClient(vertx, RtspOptions.defaults(allowed));
    return Outcome.failureOf(client.describe(RtspAddress.parse(url), PASSWORD)).detail();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1.2.3",
        "0.0.0.0",
        "0.1.2.3",
        "169.254.169.254",
        "100.100.100.200",
        "168.63.129.16",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "fe80::1",
        "ff02::1",
        "fd00:ec2::254"
      })
  void thisMachineAndWhatIsNoCameraAreNeverReached(String address) throws Exception {
    CameraAllowList usual = CameraAllowList.exceptThisMachine();
    assertThat(usual.allows(InetAddress.getByName(address), 554)).isFalse();
  }

  @Test
  void noneOfThisMachinesOwnAddressesIsReached() throws Exception {
    CameraAllowList usual = CameraAllowList.exceptThisMachine();
    for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
      for (InetAddress address : Collections.list(one.getInetAddresses())) {
        assertThat(usual.allows(InetAddress.getByAddress(address.getAddress()), 1883))
            .as(address.toString())
            .isFalse();
      }
    }
    assertThat(usual.allows(InetAddress.getByName("10.20.30.40"), 554)).isTrue();
    assertThat(usual.allows(InetAddress.getByName("192.168.1.64"), 554)).isTrue();
    assertThat(usual.allows(InetAddress.getByName("2001:db8::1"), 554)).isTrue();
  }

  /** Hosts that some libraries read as 127.0.0.2: here they are names, or no host at all. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2130706434",
        "0x7f000002",
        "0177.0.0.2",
        "127.2",
        "127.0.2",
        "[::ffff:127.0.0.2]",
        "[::ffff:7f00:2]",
        "127.0.0.2.",
        "user@127.0.0.2",
        "127.0.0.1@127.0.0.2",
        "127.0.0.1%40127.0.0.2"
      })
  void otherSpellingsOfAnAddressAreNoWayRoundTheList(String host) throws Exception {
    try (ScriptedCamera inside =
            new ScriptedCamera(
                new ServerSocket(0, 50, InetAddress.getByName("127.0.0.2")),
                visitor -> visitor.request());
        NameServer names = new NameServer().then("127.0.0.2")) {
      Vertx vertx = asking(names);
      int port = inside.address("/").port();
      try {
        assertThat(refused(vertx, FIRST, "rtsp://" + host + ":" + port + "/")).isNotEmpty();
      } catch (IllegalArgumentException noHost) {
        assertThat(noHost).hasMessageContaining("camera URL");
      } finally {
        Outcome.of(vertx.close());
      }
      assertThat(inside.connections()).isZero();
    }
  }

  @Test
  void aNameThatChangesItsAddressIsAskedForEachTimeAndTheAnswerPinned() throws Exception {
    try (ScriptedCamera camera =
            new ScriptedCamera(
                visitor -> visitor.answer(visitor.request(), "404 Not Found", "", ""));
        NameServer names = new NameServer().then("127.0.0.1").then("127.0.0.2")) {
      Vertx vertx = asking(names);
      String url = "rtsp://camera.example:" + camera.address("/").port() + "/";
      assertThat(refused(vertx, FIRST, url)).as("the camera answered").contains("404");
      assertThat(refused(vertx, FIRST, url)).contains("networks in the settings");
      assertThat(camera.connections()).isEqualTo(1);
      Outcome.of(vertx.close());
    }
  }

  @Test
  void aRedirectIsAskedForTooByItsAddressAndPort() throws Exception {
    try (ScriptedCamera inside =
            new ScriptedCamera(
                new ServerSocket(0, 50, InetAddress.getByName("127.0.0.2")),
                visitor -> visitor.request());
        NameServer names = new NameServer().then("127.0.0.2")) {
      Vertx vertx = asking(names);
      int port = inside.address("/").port();
      for (String host : List.of("127.0.0.2", "inside.example", "[::ffff:127.0.0.2]")) {
        String target = "rtsp://" + host + ":" + port + "/x";
        try (ScriptedCamera camera =
            new ScriptedCamera(
                visitor ->
                    visitor.answer(
                        visitor.request(), "302 Moved", "Location: " + target + "\r\n", ""))) {
          assertThat(refused(vertx, FIRST, camera.address("/").url()))
              .contains("networks in the settings");
        }
      }
      CameraAllowList cameraPorts = (address, p) -> address.isLoopbackAddress() && p != port;
      try (ScriptedCamera camera =
          new ScriptedCamera(
              visitor ->
                  visitor.answer(
                      visitor.request(),
                      "301 Moved",
                      "Location: rtsp://127.0.0.2:" + port + "/x\r\n",
                      ""))) {
        assertThat(refused(vertx, cameraPorts, camera.address("/").url()))
            .contains("networks in the settings");
      }
      assertThat(inside.connections()).isZero();
      Outcome.of(vertx.close());
    }
  }

  /** What a description names is asked for on the connection that is open, wherever it points. */
  @Test
  void addressesInADescriptionOpenNoConnection() throws Exception {
    try (ScriptedCamera inside =
        new ScriptedCamera(
            new ServerSocket(0, 50, InetAddress.getByName("127.0.0.2")),
            visitor -> visitor.request())) {
      String there = "rtsp://127.0.0.2:" + inside.address("/").port();
      String sdp =
          "v=0\r\no=- 0 0 IN IP4 127.0.0.2\r\ns=x\r\nc=IN IP4 127.0.0.2\r\nu="
              + there
              + "\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:"
              + there
              + "/track\r\n";
      try (ScriptedCamera camera =
          new ScriptedCamera(
              visitor -> {
                visitor.answer(
                    visitor.request(),
                    "200 OK",
                    "Content-Type: application/sdp\r\nContent-Base: "
                        + there
                        + "/\r\nContent-Location: "
                        + there
                        + "/\r\n",
                    sdp);
                visitor.answer(visitor.request(), "404 Not Found", "", "");
              })) {
        Vertx vertx = Vertx.vertx();
        RtspClient client = new RtspClient(vertx, RtspOptions.defaults(FIRST));
        Outcome.of(client.describe(camera.address("/"), PASSWORD));
        Outcome.of(vertx.close());
      }
      assertThat(inside.connections()).isZero();
    }
  }
}
