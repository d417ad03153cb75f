package io.sharpeyes.device.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtspAddressTest {

  @ParameterizedTest
  @CsvSource({
    "rtsp://10.0.0.9, false, 10.0.0.9, 554, '', rtsp://10.0.0.9",
    "RTSPS://Cam.Example.org/a, true, cam.example.org, 322, /a, rtsps://cam.example.org/a",
    "rtsp://[FD00::9]:8554/a?b=c, false, fd00::9, 8554, /a?b=c, rtsp://[fd00::9]:8554/a?b=c",
    "rtsp://h:/x, false, h, 554, /x, rtsp://h/x",
    "rtsp://h?channel=1, false, h, 554, ?channel=1, rtsp://h/?channel=1",
    "rtsp://admin:p@ss:w@h:8554/x@y, false, h, 8554, /x@y, rtsp://h:8554/x@y",
    "rtsp://h/a{1}#part, false, h, 554, /a{1}, rtsp://h/a{1}",
    "rtsp://h/村口, false, h, 554, /%E6%9D%91%E5%8F%A3, rtsp://h/%E6%9D%91%E5%8F%A3",
  })
  void parses(String url, boolean tls, String host, int port, String path, String written) {
    RtspAddress address = RtspAddress.parse(url);

    assertThat(address).isEqualTo(new RtspAddress(tls, host, port, path));
    assertThat(address.url()).isEqualTo(written);
    assertThat(address).hasToString(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://h/",
        "rtsp:/h",
        "rtsp://",
        "rtsp:///a",
        "rtsp://user@/a",
        "rtsp://h:0/",
        "rtsp://h:65536/",
        "rtsp://h:12x/",
        "rtsp://[::1/",
        "rtsp://[::1]x/",
        "rtsp://-h/",
        "rtsp://h h/",
        "rtsp://h/a b",
        "rtsp://h/a\r\nX: y",
        "rtsp://h\r\n/",
      })
  void refuses(String url) {
    assertThatThrownBy(() -> RtspAddress.parse(url)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "rtsp://admin:12%3A34@h/, admin, 12:34",
    "rtsp://admin:p@ss:w@h/, admin, p@ss:w",
    "rtsp://admin:100%@h/, admin, 100%",
    "rtsp://admin:a+b@h/, admin, a+b",
    "rtsp://admin@h/, admin, ''",
  })
  void takesCredentialsOut(String url, String user, String password) {
    assertThat(RtspAddress.credentialsIn(url)).contains(new RtspCredentials(user, password));
  }

  @Test
  void findsNoCredentialsWhereThereAreNone() {
    assertThat(RtspAddress.credentialsIn("rtsp://h/x@y")).isEqualTo(Optional.empty());
    assertThat(RtspAddress.credentialsIn("nonsense")).isEqualTo(Optional.empty());
  }

  @Test
  void credentialsAreNeverWritten() {
    assertThat(new RtspCredentials("admin", "geheim").toString())
        .doesNotContain("admin")
        .doesNotContain("geheim");
    assertThatThrownBy(() -> new RtspCredentials("a", "b\r\nc"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("b");
  }

  @Property(tries = 5_000)
  void whatParsesCanBeWrittenAndParsedAgain(@ForAll String text) {
    String url = "rtsp://h" + text;
    try {
      RtspAddress address = RtspAddress.parse(url);
      assertThat(address.url().chars()).allMatch(c -> c > ' ' && c < 0x7f);
      assertThat(RtspAddress.parse(address.url()).url()).isEqualTo(address.url());
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  @Test
  void allowsOnlyTheNetworksNamed() throws Exception {
    CameraAllowList some = CameraAllowList.networks(List.of("10.20.0.0/16", "fd00::/8"));

    assertThat(some.allows(InetAddress.getByName("10.20.3.4"), 554)).isTrue();
    assertThat(some.allows(InetAddress.getByName("fd00::1"), 554)).isTrue();
    assertThat(some.allows(InetAddress.getByName("10.21.3.4"), 554)).isFalse();
    assertThat(some.allows(InetAddress.getLoopbackAddress(), 554)).isFalse();
    assertThatThrownBy(() -> CameraAllowList.networks(List.of("10.20.0.0")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, true",
    "127.0.0.1, false",
    "::1, false",
    "0.0.0.0, false",
    "169.254.169.254, false",
    "224.0.0.1, false",
    "::ffff:127.0.0.1, false",
  })
  void keepsAwayFromThisMachine(String address, boolean allowed) throws Exception {
    assertThat(CameraAllowList.exceptThisMachine().allows(InetAddress.getByName(address), 554))
        .isEqualTo(allowed);
  }
}
