package io.sharpeyes.device.mqtt;

import static io.sharpeyes.device.mqtt.Packets.connect;
import static io.sharpeyes.device.mqtt.TestServer.await;
import static io.sharpeyes.device.mqtt.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharpeyes.device.DeviceId;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Devices that come with a certificate: who they are, and how one is taken back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviceCertificateTest {

  private final Path folder;
  private final Certificates certificates;

  DeviceCertificateTest(@TempDir Path folder) {
    this.folder = folder;
    // A program is run for each step: once is enough.
    this.certificates =
        new Certificates(folder).sign("server").sign("next").sign("button-1").sign("button-2");
  }

  private TestServer start(@Nullable Path list) {
    TestServer gateway =
        TestServer.start(
            options ->
                options.withTls(
                    new MqttServerOptions.Tls(
                        0,
                        copied("server.pem", "live.pem"),
                        copied("server.key", "live.key"),
                        certificates.authority(),
                        list)));
    gateway.authenticator =
        credentials ->
            Future.succeededFuture(
                Optional.ofNullable(credentials.certificateSubject()).map(DeviceId::new));
    return gateway;
  }

  private Path copied(String from, String to) {
    try {
      return Files.copy(
          folder.resolve(from), folder.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SSLSocket socket(Certificates certificates, String alias, int port)
      throws Exception {
    KeyStore all = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(certificates.store())) {
      all.load(in, certificates.password());
    }
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry(
        alias,
        all.getKey(alias, certificates.password()),
        certificates.password(),
        all.getCertificateChain(alias));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, certificates.password());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(all);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static String answer(SSLSocket socket) throws Exception {
    socket.getOutputStream().write(connect(4, "whoever", "a"));
    return HexFormat.of().formatHex(socket.getInputStream().readNBytes(4));
  }

  @Test
  void theSubjectIsTheDeviceAndARevokedOneIsCutOffAndRefused() throws Exception {
    Path list = folder.resolve("revoked.pem");
    certificates.revoke(list, "server"); // somebody else's
    try (TestServer gateway = start(list)) {
      int port = gateway.server.tlsPort();
      SSLSocket first = socket(certificates, "button-1", port);
      SSLSocket second = socket(certificates, "button-2", port);
      assertThat(answer(first)).isEqualTo("20020000");
      assertThat(answer(second)).isEqualTo("20020000");
      eventually("it is who its certificate says", () -> isLive(gateway, "button-1"));

      certificates.revoke(list, "button-1");
      await(gateway.server.reloadCertificates());

      assertThat(first.getInputStream().read()).as("the live connection ends").isEqualTo(-1);
      try (SSLSocket again = socket(certificates, "button-1", port)) {
        assertThat(answer(again)).as("not authorised").isEqualTo("20020005");
      }
      assertThat(isLive(gateway, "button-2")).isTrue();
      assertThat(gateway.rejected("revoked")).isEqualTo(2);
      second.close();
      eventually("it is gone", () -> gateway.server.counters().connections() == 0);
    }
    Leaks.assertNone();
  }

  private static boolean isLive(TestServer gateway, String device) {
    return gateway.server.lastSeen(new DeviceId(device)).isPresent();
  }

  @Test
  void theServersCertificateIsReplacedWhileItRuns() throws Exception {
    try (TestServer gateway = start(null)) {
      int port = gateway.server.tlsPort();
      SSLSocket live = socket(certificates, "button-1", port);
      assertThat(answer(live)).isEqualTo("20020000");
      assertThat(subject(certificates, port)).isEqualTo("CN=server");
      copied("next.pem", "live.pem");
      copied("next.key", "live.key");
      await(gateway.server.reloadCertificates());
      assertThat(subject(certificates, port)).isEqualTo("CN=next");
      assertThat(isLive(gateway, "button-1")).as("who was connected stays").isTrue();
      Files.writeString(folder.resolve("live.pem"), "no certificate");
      assertThatThrownBy(() -> await(gateway.server.reloadCertificates())).isNotNull();
      assertThat(subject(certificates, port)).as("the last good one").isEqualTo("CN=next");
      live.close();
      eventually("it is gone", () -> gateway.server.counters().connections() == 0);
    }
    Leaks.assertNone();
  }

  private static String subject(Certificates certificates, int port) throws Exception {
    try (SSLSocket socket = socket(certificates, "button-1", port)) {
      socket.startHandshake();
      X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return certificate.getSubjectX500Principal().getName();
    }
  }

  @Test
  void aListThatTheAuthorityDidNotSignIsRefused() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    Certificates stranger = new Certificates(other);
    Path list = folder.resolve("revoked.pem");
    stranger.revoke(list, "ca");
    assertThatThrownBy(() -> RevokedCertificates.read(list, certificates.authority()))
        .hasMessageContaining("is not signed by an authority");
    Files.writeString(list, "nonsense");
    assertThatThrownBy(() -> RevokedCertificates.read(list, certificates.authority()))
        .hasMessageContaining("revoked certificates");
    certificates.revoke(list, "button-1");
    RevokedCertificates good = RevokedCertificates.read(list, certificates.authority());
    assertThat(good.isOverdue(Instant.now())).isFalse();
    assertThat(good.isOverdue(Instant.now().plusSeconds(86_400L * 400))).isTrue();
  }
}
