package io.sharpeyes.device.simulator;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a viewer's bytes into requests. Interleaved frames (RFC 2326 §10.12), which carry the
 * viewer's RTCP reports, and request bodies are skipped. Owned by one event loop.
 */
final class RtspRequestReader {

  private static final int MAX_HEAD = 8 * 1024;
  private static final int MAX_BODY = 4 * 1024;
  private static final int MAX_HEADERS = 64;
  private static final int FRAME_HEADER = 4;
  private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

  private Buffer pending = Buffer.buffer();
  private int skip;

  /** The bytes are no RTSP, or break a bound. */
  static final class FormatException extends Exception {
    private static final long serialVersionUID = 1L;

    FormatException(String message) {
      super(message, null, false, false);
    }
  }

  /** Takes what arrived and gives the requests that are complete now. */
  List<RtspRequest> read(Buffer bytes) throws FormatException {
    pending.appendBuffer(bytes);
    List<RtspRequest> requests = new ArrayList<>();
    int at = 0;
    while (at < pending.length()) {
      int next = skip > 0 ? skipFrom(at) : step(at, requests);
      if (next == at) {
        break;
      }
      at = next;
    }
    pending = pending.getBuffer(at, pending.length());
    return requests;
  }

  private int skipFrom(int at) {
    int skipped = Math.min(skip, pending.length() - at);
    skip -= skipped;
    return at + skipped;
  }

  /** Reads one frame or request; where it ends, or {@code at} if it isn't complete yet. */
  private int step(int at, List<RtspRequest> requests) throws FormatException {
    if (pending.getByte(at) == '$') {
      if (pending.length() - at < FRAME_HEADER) {
        return at;
      }
      skip = pending.getUnsignedShort(at + 2);
      return at + FRAME_HEADER;
    }
    int end = headEnd(at);
    if (end < 0) {
      return at;
    }
    RtspRequest request = parse(pending.getString(at, end, StandardCharsets.UTF_8.name()));
    skip = bodyLength(request);
    requests.add(request);
    return end + HEAD_END.length;
  }

  private int headEnd(int at) throws FormatException {
    int limit = Math.min(pending.length(), at + MAX_HEAD) - HEAD_END.length;
    for (int i = at; i <= limit; i++) {
      if (pending.getByte(i) == '\r' && isHeadEnd(i)) {
        return i;
      }
    }
    if (pending.length() - at >= MAX_HEAD) {
      throw new FormatException("the request's head is longer than " + MAX_HEAD + " bytes");
    }
    return -1;
  }

  private boolean isHeadEnd(int at) {
    for (int i = 1; i < HEAD_END.length; i++) {
      if (pending.getByte(at + i) != HEAD_END[i]) {
        return false;
      }
    }
    return true;
  }

  private static int bodyLength(RtspRequest request) throws FormatException {
    String length = request.header("content-length");
    int bytes = length == null ? 0 : number(length);
    if (bytes < 0 || bytes > MAX_BODY) {
      throw new FormatException("Content-Length must be 0 to " + MAX_BODY);
    }
    return bytes;
  }

  private static int number(@Nullable String text) {
    try {
      return text == null ? -1 : Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static RtspRequest parse(String head) throws FormatException {
    String[] lines = head.split("\r\n", MAX_HEADERS + 2);
    String[] start = lines[0].strip().split(" ", -1);
    if (start.length != 3 || !start[2].startsWith("RTSP/")) {
      throw new FormatException("the request line must be METHOD URI RTSP/1.0");
    }
    if (lines.length > MAX_HEADERS + 1) {
      throw new FormatException("more than " + MAX_HEADERS + " headers");
    }
    Map<String, String> headers = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        headers.put(
            lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).strip());
      }
    }
    return new RtspRequest(start[0].toUpperCase(Locale.ROOT), start[1], Map.copyOf(headers));
  }
}
