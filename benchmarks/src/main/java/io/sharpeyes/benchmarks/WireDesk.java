package io.sharpeyes.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A desk's event stream on a {@link WireLoop}: a WebSocket that looks for presses. */
final class WireDesk extends Wire {

  private static final byte[] PRESS = "\"press\":\"x".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ID = "\"id\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final int PING = 9;

  private final IntConsumer shown;
  private boolean upgraded;
  private long frames;
  private long lastId;
  private long disorder;
  private long presses;

  /**
   * Opens one.
   *
   * @param path of the stream, with its query
   * @param token bearer token; null for none
   * @param shown told the number of the press in each frame that has one
   */
  WireDesk(WireLoop loop, String path, @Nullable String token, IntConsumer shown)
      throws IOException {
    super(loop);
    this.shown = shown;
    send(
        ("GET "
                + path
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + (token == null ? "" : "Authorization: Bearer " + token + "\r\n")
                + "\r\n")
            .getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  int take(byte[] bytes, int length) {
    int at = 0;
    if (!upgraded) {
      at = endOfHead(bytes, length);
      if (at == 0) {
        return 0;
      }
      String head = new String(bytes, 0, at, StandardCharsets.US_ASCII);
      if (!head.startsWith("HTTP/1.1 101")) {
        throw new IllegalStateException("no event stream: " + head);
      }
      upgraded = true;
    }
    while (at + 2 <= length) {
      int head = 2;
      long body = bytes[at + 1] & 0x7F;
      if (body >= 126) {
        head = body == 126 ? 4 : 10;
        if (at + head > length) {
          break;
        }
        body = number(bytes, at + 2, head - 2);
      }
      if (at + head + body > length) {
        break;
      }
      frame(bytes, at + head, at + head + (int) body, bytes[at] & 0x0F);
      at += head + (int) body;
    }
    return at;
  }

  private static int endOfHead(byte[] bytes, int length) {
    for (int i = 3; i < length; i++) {
      if (bytes[i] == '\n' && bytes[i - 2] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }

  private static long number(byte[] bytes, int at, int count) {
    long number = 0;
    for (int i = 0; i < count; i++) {
      number = (number << 8) | (bytes[at + i] & 0xFF);
    }
    return number;
  }

  private void frame(byte[] bytes, int from, int to, int opcode) {
    if (opcode == PING) {
      // A client's frame is masked; with a mask of zeros it stays as it is.
      byte[] pong = new byte[6 + to - from];
      pong[0] = (byte) 0x8A;
      pong[1] = (byte) (0x80 | (to - from));
      System.arraycopy(bytes, from, pong, 6, to - from);
      send(pong);
      return;
    }
    frames++;
    long press = after(PRESS, bytes, from, to);
    if (press >= 0) {
      presses++;
      shown.accept((int) press);
    }
    long id = after(ID, bytes, from, Math.min(to, from + 200));
    if (id >= 0) {
      disorder += id > lastId ? 0 : 1;
      lastId = Math.max(lastId, id);
    }
  }

  /** The decimal number that follows some text; -1 if there is none. */
  private static long after(byte[] text, byte[] bytes, int from, int to) {
    for (int i = from; i + text.length < to; i++) {
      if (bytes[i] == text[0] && matches(text, bytes, i)) {
        long number = 0;
        for (int j = i + text.length; j < to && bytes[j] >= '0' && bytes[j] <= '9'; j++) {
          number = number * 10 + bytes[j] - '0';
        }
        return number;
      }
    }
    return -1;
  }

  private static boolean matches(byte[] text, byte[] bytes, int at) {
    for (int i = 1; i < text.length; i++) {
      if (bytes[at + i] != text[i]) {
        return false;
      }
    }
    return true;
  }

  boolean isUp() {
    return upgraded && isOpen();
  }

  /** Messages so far. */
  long frames() {
    return frames;
  }

  /** Events of a press so far. */
  long presses() {
    return presses;
  }

  /** The newest event's id. */
  long lastId() {
    return lastId;
  }

  /** Events that came again or out of order. */
  long disorder() {
    return disorder;
  }
}
