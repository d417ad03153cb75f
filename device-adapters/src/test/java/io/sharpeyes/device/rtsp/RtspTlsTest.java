package io.sharpeyes.device.rtsp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.camera.CameraHealth.Cause;
import io.vertx.core.Vertx;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cameras behind TLS, with a certificate of their own making for 127.0.0.1. */
class RtspTlsTest {

  private static final String KEY_PASSWORD = "changeit";
  private static final RtspCredentials PASSWORD = new RtspCredentials("admin", "geheim");
  private static final RtspOptions UNTRUSTING =
      RtspOptions.defaults(CameraAllowList.networks(List.of("127.0.0.0/8")))
          .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10));

  private static Vertx vertx;
  private static Path store;
  private static RtspOptions trusting;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    vertx = Vertx.vertx();
    store = folder.resolve("camera.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process made =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "camera",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                KEY_PASSWORD,
                "-dname",
                "CN=camera",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2")
            .redirectErrorStream(true)
            .start();
    String said = new String(made.getInputStream().readAllBytes(), UTF_8);
    assertThat(made.waitFor()).as(said).isZero();
    trusting =
        UNTRUSTING.withTrust(
            new PfxOptions().setPath(store.toString()).setPassword(KEY_PASSWORD), true);
  }

  @AfterAll
  static void stop() throws Exception {
    Outcome.of(vertx.close());
  }

  private static ServerSocket listen() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, KEY_PASSWORD.toCharArray());
    }
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, KEY_PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context
        .getServerSocketFactory()
        .createServerSocket(0, 9, InetAddress.getLoopbackAddress());
  }

  private static void describe(ScriptedCamera.Visitor visitor) throws IOException {
    visitor.answer(visitor.request(), "200 OK", "", ScriptedCamera.SDP);
    visitor.waitForTheEnd();
  }

  private static Cause failure(RtspOptions options, RtspAddress address) throws Exception {
    return Outcome.failureOf(new RtspClient(vertx, options).describe(address, PASSWORD))
        .healthCause();
  }

  @Test
  void describesAndSaysBasicUnderCover() throws Exception {
    ScriptedCamera.Script basic =
        visitor -> {
          String challenge = "WWW-Authenticate: Basic realm=\"r\"\r\n";
          visitor.answer(visitor.request(), "401 Unauthorized", challenge, "");
          describe(visitor);
        };
    try (ScriptedCamera camera = new ScriptedCamera(listen(), basic)) {
      Outcome.of(
          new RtspClient(vertx, trusting).describe(camera.tlsAddress("127.0.0.1"), PASSWORD));

      assertThat(camera.requests())
          .last()
          .asString()
          .startsWith("DESCRIBE rtsps://")
          .contains("Basic");
    }
  }

  @Test
  void refusesACertificateThatNobodyTrusts() throws Exception {
    try (ScriptedCamera camera = new ScriptedCamera(listen(), RtspTlsTest::describe)) {
      assertThat(failure(UNTRUSTING, camera.tlsAddress("127.0.0.1"))).isEqualTo(Cause.TLS);
      assertThat(camera.requests()).isEmpty();
    }
  }

  @Test
  void refusesACertificateOfAnotherNameUnlessToldOtherwise() throws Exception {
    RtspOptions anyName =
        UNTRUSTING.withTrust(
            new PfxOptions().setPath(store.toString()).setPassword(KEY_PASSWORD), false);
    try (ScriptedCamera camera = new ScriptedCamera(listen(), RtspTlsTest::describe)) {
      assertThat(failure(trusting, camera.tlsAddress("localhost"))).isEqualTo(Cause.TLS);

      Outcome.of(new RtspClient(vertx, anyName).describe(camera.tlsAddress("localhost"), PASSWORD));
    }
  }

  @Test
  void tellsThatThereIsNoTls() throws Exception {
    ScriptedCamera.Script plain =
        visitor -> {
          visitor.write("RTSP/1.0 400 Bad Request\r\n\r\n");
          visitor.waitForTheEnd();
        };
    try (ScriptedCamera camera = new ScriptedCamera(plain)) {
      assertThat(failure(trusting, camera.tlsAddress("127.0.0.1"))).isEqualTo(Cause.TLS);
    }
  }

  @Test
  void tellsThatTheTrustStoreIsMissing() throws Exception {
    RtspOptions broken =
        UNTRUSTING.withTrust(new PfxOptions().setPath("nowhere.p12").setPassword("x"), true);
    try (ScriptedCamera camera = new ScriptedCamera(listen(), RtspTlsTest::describe)) {
      assertThat(failure(broken, camera.tlsAddress("127.0.0.1"))).isEqualTo(Cause.TLS);
    }
  }

  @Test
  void isNotLedOutOfTls() throws Exception {
    try (ScriptedCamera plain = new ScriptedCamera(RtspTlsTest::describe);
        ScriptedCamera camera =
            new ScriptedCamera(
                listen(),
                visitor ->
                    visitor.answer(
                        visitor.request(),
                        "302 Found",
                        "Location: " + plain.address("/x") + "\r\n",
                        ""))) {
      assertThat(failure(trusting, camera.tlsAddress("127.0.0.1"))).isEqualTo(Cause.PROTOCOL_ERROR);
      assertThat(plain.connections()).isZero();
    }
  }
}
