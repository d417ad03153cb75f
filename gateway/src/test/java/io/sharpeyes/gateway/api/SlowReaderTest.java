package io.sharpeyes.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharpeyes.gateway.journal.StoredEvent;
import io.sharpeyes.gateway.push.PushSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A desk that stops reading is closed with 4408; nobody else notices. */
class SlowReaderTest {

  private GatewayFixture gateway;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    gateway =
        new GatewayFixture(folder, new PushSettings(50, 1 << 20, 16 << 10, 5_000, 64, 100, 50));
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
  }

  @Test
  void itIsToldAndOthersGetEverything() throws Exception {
    try (Socket slow = thatNeverReads();
        DeskReader other = DeskReader.open(gateway.port, gateway.token("dispatcher"), null)) {
      other.awaitType("heartbeat");
      pressUntilTooSlow();
      byte[] all = readToEnd(slow.getInputStream());
      assertThat(lastFrame(all)).startsWith((byte) 0x88).contains(0x11, 0x38);
      assertThat(new String(all, StandardCharsets.UTF_8)).contains("too slow; resume after ");
      assertOtherHasAll(other);
    }
  }

  @Test
  void itIsResetIfItDoesNotReadThatEither() throws Exception {
    try (Socket slow = thatNeverReads();
        DeskReader other = DeskReader.open(gateway.port, gateway.token("dispatcher"), null)) {
      other.awaitType("heartbeat");
      pressUntilTooSlow();
      GatewayFixture.until("the reset", () -> count("sharpeyes.readers.reset") == 1);
      assertThatThrownBy(() -> readToEnd(slow.getInputStream()))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      gateway.press("button-east-1");
      assertOtherHasAll(other);
    }
  }

  private void assertOtherHasAll(DeskReader other) throws Exception {
    List<Long> all = new ArrayList<>();
    for (long after = 0; after < gateway.journal.lastSequence(); ) {
      for (StoredEvent event : GatewayFixture.await(gateway.journal.read(after, 500))) {
        after = event.sequence();
        if (!event.type().equals("delivery.recorded")) {
          all.add(after);
        }
      }
    }
    GatewayFixture.until("the others have all", () -> other.ids().size() >= all.size());
    assertThat(other.ids()).isEqualTo(all);
  }

  /** Takes the connection with as little room as the system allows, and never reads. */
  private Socket thatNeverReads() throws Exception {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port));
    String request =
        "GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:"
            + gateway.port
            + "\r\nAuthorization: Bearer "
            + gateway.token("dispatcher-2")
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
            + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    assertThat(socket.getInputStream().readNBytes(12))
        .isEqualTo("HTTP/1.1 101".getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private void pressUntilTooSlow() throws Exception {
    for (int i = 0; tooSlow() == 0 && i < 20_000; i++) {
      gateway.press("button-west-" + (1 + i % County.SITES_IN_TOWN));
    }
    assertThat(tooSlow()).isEqualTo(1);
  }

  private double tooSlow() {
    return count("sharpeyes.readers.too.slow");
  }

  private double count(String counter) {
    return gateway.meters.get(counter).counter().count();
  }

  private static byte[] readToEnd(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    in.transferTo(out);
    return out.toByteArray();
  }

  /** The frame at the end: a close frame is under 126 bytes long. */
  private static byte[] lastFrame(byte[] all) {
    for (int i = all.length - 2; i >= 0; i--) {
      if (all[i] == (byte) 0x88 && i + 2 + all[i + 1] == all.length) {
        return Arrays.copyOfRange(all, i, all.length);
      }
    }
    return new byte[0];
  }
}
