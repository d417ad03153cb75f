package io.sharpeyes.device.mqtt;

import static io.sharpeyes.device.mqtt.Packets.connect;
import static io.sharpeyes.device.mqtt.Packets.join;
import static io.sharpeyes.device.mqtt.Packets.press;
import static io.sharpeyes.device.mqtt.TestServer.await;
import static io.sharpeyes.device.mqtt.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WebSocket and TLS (§4.2, §6). */
class TransportTest {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private static TestServer withWebsocket() {
    return TestServer.start(
        options -> options.withWebsocket(new MqttServerOptions.WebSocket(0, "/mqtt")));
  }

  private static Future<WebSocket> open(TestServer gateway, String path, String... protocols) {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(gateway.server.websocketPort())
            .setURI(path);
    for (String protocol : protocols) {
      options.addSubProtocol(protocol);
    }
    return gateway.vertx.createWebSocketClient().connect(options);
  }

  @Test
  void packets_may_be_cut_and_joined_in_frames_in_any_way() {
    try (TestServer gateway = withWebsocket()) {
      WebSocket socket = await(open(gateway, "/mqtt", "mqtt"));
      assertThat(socket.subProtocol()).isEqualTo("mqtt");
      Buffer heard = Buffer.buffer();
      socket.binaryMessageHandler(heard::appendBuffer);
      byte[] all = join(connect(4, "button-1", "a"), press(4, 1, 1, "button-1"));
      await(socket.writeBinaryMessage(Buffer.buffer(new byte[] {all[0]})));
      await(socket.writeBinaryMessage(Buffer.buffer().appendBytes(all, 1, 20)));
      await(socket.writeBinaryMessage(Buffer.buffer().appendBytes(all, 21, all.length - 21)));
      eventually("both answers come", () -> heard.length() == 8);
      assertThat(heard.getBytes()).isEqualTo(Packets.hex("20020000" + "40020001"));
      await(socket.writePing(Buffer.buffer("x")));
      await(socket.close());
      eventually("it is gone", () -> gateway.server.counters().connections() == 0);
    }
    Leaks.assertNone();
  }

  @Test
  void a_text_frame_ends_the_connection() {
    try (TestServer gateway = withWebsocket()) {
      WebSocket socket = await(open(gateway, "/mqtt", "mqtt"));
      List<String> ended = new CopyOnWriteArrayList<>();
      socket.closeHandler(end -> ended.add("closed"));
      await(socket.writeTextMessage("hello"));
      eventually("it is closed", () -> ended.size() == 1);
    }
    Leaks.assertNone();
  }

  @Test
  void another_subprotocol_or_path_is_refused() {
    try (TestServer gateway = withWebsocket()) {
      assertThatThrownBy(() -> await(open(gateway, "/other", "mqtt")))
          .hasRootCauseInstanceOf(UpgradeRejectedException.class);
      for (String[] protocols : new String[][] {{}, {"chat"}}) {
        Future<WebSocket> opened = open(gateway, "/mqtt", protocols);
        eventually("it is answered", opened::isComplete);
        eventually("it is gone", () -> gateway.server.counters().connections() == 0);
      }
    }
  }

  @Test
  void a_press_over_tls_in_one_segment_with_connect() throws Exception {
    Certificates certificates = new Certificates(folder);
    try (TestServer gateway =
        TestServer.start(
            options ->
                options.withTls(
                    new MqttServerOptions.Tls(
                        0, certificates.certificate("ca"), certificates.key("ca"), null)))) {
      try (SSLSocket socket = tlsSocket(certificates, gateway.server.tlsPort())) {
        socket
            .getOutputStream()
            .write(join(connect(4, "button-1", "a"), press(4, 1, 1, "button-1")));
        assertThat(socket.getInputStream().readNBytes(8))
            .isEqualTo(Packets.hex("20020000" + "40020001"));
      }
      try (RawClient plain = new RawClient(gateway.server.tlsPort())) {
        plain.offer(connect(4, "button-1", "a"));
        plain.offer(new byte[1_000]);
        String alert = plain.receive();
        assertThat(alert).doesNotStartWith("20");
      }
      eventually("it is counted", () -> gateway.rejected("tls") >= 1);
    }
    Leaks.assertNone();
  }

  @Test
  void a_taken_port_is_told() {
    try (TestServer first = TestServer.start()) {
      assertThatThrownBy(
              () -> {
                io.vertx.core.Vertx other = io.vertx.core.Vertx.vertx();
                try {
                  MqttButtonServer second =
                      new MqttButtonServer(
                          other,
                          MqttServerOptions.defaults().listeningOn("127.0.0.1", first.port()),
                          first.authenticator,
                          first.sink,
                          first.store,
                          java.time.InstantSource.system());
                  await(second.start());
                } finally {
                  await(other.close());
                }
              })
          .hasStackTraceContaining("MQTT can't listen on 127.0.0.1:" + first.port());
    }
  }

  private static SSLSocket tlsSocket(Certificates certificates, int port) throws Exception {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(certificates.store())) {
      trust.load(in, certificates.password());
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trust);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
    socket.setSoTimeout(5_000);
    return socket;
  }
}
