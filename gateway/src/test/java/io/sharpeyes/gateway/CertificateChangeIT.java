package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.sharpeyes.gateway.incident.GatewayClock;
import io.sharpeyes.gateway.settings.GatewaySettings;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates are replaced on disk while the gateway runs, for browsers and for devices. */
@Timeout(120)
class CertificateChangeIT {

  @TempDir private Path folder = Path.of("");

  private X509Bundle replace(String name) throws Exception {
    X509Bundle made =
        new CertificateBuilder()
            .subject("CN=" + name)
            .addSanDnsName("localhost")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Files.writeString(folder.resolve("server.crt"), made.getCertificatePathPEM());
    Files.writeString(folder.resolve("server.key"), made.getPrivateKeyPEM());
    return made;
  }

  private static Certificate shownAt(Vertx vertx, int port) throws Exception {
    NetClient client =
        vertx.createNetClient(
            new NetClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setHostnameVerificationAlgorithm(""));
    try {
      NetSocket socket = PictureGateway.await(client.connect(port, "127.0.0.1"));
      return socket.peerCertificates().get(0);
    } finally {
      PictureGateway.await(client.close());
    }
  }

  @Test
  void newCertificatesAreShownWithoutARestart() throws Exception {
    X509Bundle first = replace("first");
    String certificate = folder.resolve("server.crt").toString();
    String key = folder.resolve("server.key").toString();
    Files.createDirectories(folder.resolve("registry"));
    Files.writeString(
        folder.resolve("registry/districts.csv"), "code,name,parent\n390921000000,County,\n");
    Map<String, String> keys =
        Map.ofEntries(
            Map.entry("data", folder.resolve("data").toString()),
            Map.entry("registry", folder.resolve("registry").toString()),
            Map.entry("access.keyFile", folder.resolve("gateway.key").toString()),
            Map.entry("http.port", "0"),
            Map.entry("http.tls.certificate", certificate),
            Map.entry("http.tls.key", key),
            Map.entry("mqtt.host", "127.0.0.1"),
            Map.entry("mqtt.port", "0"),
            Map.entry("mqtt.tls.port", "0"),
            Map.entry("mqtt.tls.certificate", certificate),
            Map.entry("mqtt.tls.key", key));
    GatewaySettings settings = GatewaySettings.defaults(Map.of(), keys).settings().orElseThrow();
    Vertx vertx = Vertx.vertx();
    InstantSource clock = new GatewayClock(InstantSource.system(), System::nanoTime, Instant.EPOCH);
    Opened opened = Opened.open(vertx, settings, clock);
    Gateway gateway =
        PictureGateway.await(Gateway.start(vertx, settings, opened, clock, fatal -> {}));
    int web = URI.create(gateway.httpAddress()).getPort();
    try {
      assertThat(shownAt(vertx, web)).isEqualTo(first.getCertificate());

      X509Bundle second = replace("second");

      PictureGateway.until(
          "the new one", () -> shownAt(vertx, web).equals(second.getCertificate()));
      PictureGateway.until(
          "devices see it too",
          () -> shownAt(vertx, gateway.mqttTlsPort()).equals(second.getCertificate()));
    } finally {
      PictureGateway.await(gateway.stop());
      opened.close();
      PictureGateway.await(vertx.close());
    }
  }
}
