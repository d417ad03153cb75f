package io.sharpeyes.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.evidence.LiveScreen;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A viewer that doesn't read: bounded while it looks, cut when it may look no longer. */
class LiveSocketTest {

  private static final byte[] PICTURE = new byte[64 << 10];

  private final Vertx vertx = Vertx.vertx();
  private final CompletableFuture<LiveSocket> screen = new CompletableFuture<>();
  private final AtomicBoolean gone = new AtomicBoolean();
  private int port;

  @BeforeEach
  void listen() throws Exception {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request
                        .toWebSocket()
                        .onSuccess(
                            socket -> {
                              LiveSocket live = new LiveSocket(vertx, request, socket);
                              live.onGone(() -> gone.set(true));
                              screen.complete(live);
                            }));
    port = GatewayFixture.await(server.listen(0, "127.0.0.1")).actualPort();
  }

  @AfterEach
  void stop() throws Exception {
    GatewayFixture.await(vertx.close());
  }

  private Socket look() throws Exception {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    String request =
        "GET / HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade"
            + "\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    assertThat(socket.getInputStream().readNBytes(12))
        .isEqualTo("HTTP/1.1 101".getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void whoDoesNotReadIsFullSoonAndIsCutAtTheEndWithoutTheRest() throws Exception {
    try (Socket slow = look()) {
      LiveSocket live = screen.get(30, TimeUnit.SECONDS);
      int pictures = 0;
      // The system's own buffers take some.
      while (!live.isFull() && pictures < 1_000) {
        live.onPicture(true, PICTURE);
        pictures++;
      }
      assertThat(live.isFull()).isTrue();
      assertThat(pictures).isLessThan(1_000);

      live.end(LiveScreen.GRANT_OVER, "the incident was closed");

      GatewayFixture.until("the connection is cut", gone::get);
      assertThat(readAll(slow.getInputStream())).isLessThan((long) pictures * PICTURE.length);
    }
  }

  @Test
  void whoReadsIsToldWhyItEnds() throws Exception {
    try (Socket quick = look()) {
      LiveSocket live = screen.get(30, TimeUnit.SECONDS);
      String init = "{\"type\":\"init\",\"mimeType\":\"video/mp4; codecs=\\\"avc1.640028\\\"\"}";
      String shown =
          "\u0081"
              + (char) init.length()
              + init
              + "\u0082\u0003\u0001\u0002\u0003\u0082\u0002\u0004\u0005";
      skipHead(quick.getInputStream());
      live.onInit("video/mp4; codecs=\"avc1.640028\"", new byte[] {1, 2, 3});
      live.onPicture(true, new byte[] {4, 5});
      assertThat(text(quick.getInputStream().readNBytes(shown.length()))).isEqualTo(shown);

      live.end(LiveScreen.GRANT_OVER, "the incident was closed");
      live.onPicture(true, new byte[] {6, 7});

      String end = "{\"type\":\"end\",\"reason\":\"the incident was closed\"}";
      assertThat(text(quick.getInputStream().readAllBytes()))
          .startsWith("\u0081" + (char) end.length() + end + "\u0088")
          .contains(new String(new char[] {4403 >> 8, 4403 & 0xff}))
          .doesNotContain("\u0006\u0007");
    }
  }

  private static void skipHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static long readAll(InputStream in) throws IOException {
    long bytes = 0;
    byte[] buffer = new byte[64 << 10];
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        bytes += read;
      }
    } catch (SocketException reset) {
      return bytes;
    }
    return bytes;
  }
}
