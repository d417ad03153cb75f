package io.sharpeyes.device.rtsp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.sharpeyes.device.camera.CameraHealth;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a camera sends into {@link RtspMessage}s and {@link RtspFrame}s (RFC 2326 §4, §10.12).
 *
 * <p>Tolerates line ends without CR, empty lines before a message and folded headers. Everything is
 * bounded: what exceeds a bound or is neither frame nor message ends the connection with an {@link
 * RtspException}.
 */
final class RtspFramer extends ByteToMessageDecoder {

  private static final int MAX_LINE_BYTES = 4 * 1024;
  private static final int MAX_HEAD_BYTES = 16 * 1024;
  private static final int MAX_HEADERS = 64;
  private static final int MAX_EMPTY_LINE_BYTES = 64;
  private static final int FRAME_HEAD_BYTES = 4;

  private final int maxBodyBytes;
  private @Nullable String startLine;
  private RtspHeaders headers = new RtspHeaders();
  private int headBytes;
  private int emptyLineBytes;
  private int bodyBytes = -1;

  RtspFramer(int maxBodyBytes) {
    this.maxBodyBytes = maxBodyBytes;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (bodyBytes >= 0) {
      readBody(in, out);
    } else if (startLine != null) {
      readHeaderLine(in, out);
    } else if (in.getByte(in.readerIndex()) == '$') {
      readFrame(in, out);
    } else {
      readStartLine(in);
    }
  }

  private void readFrame(ByteBuf in, List<Object> out) {
    if (in.readableBytes() < FRAME_HEAD_BYTES) {
      return;
    }
    int length = in.getUnsignedShort(in.readerIndex() + 2);
    if (in.readableBytes() < FRAME_HEAD_BYTES + length) {
      return;
    }
    int channel = in.getUnsignedByte(in.readerIndex() + 1);
    in.skipBytes(FRAME_HEAD_BYTES);
    emptyLineBytes = 0;
    out.add(new RtspFrame(channel, in.readRetainedSlice(length)));
  }

  private void readStartLine(ByteBuf in) {
    byte first = in.getByte(in.readerIndex());
    if (first == '\r' || first == '\n') {
      in.skipBytes(1);
      if (++emptyLineBytes > MAX_EMPTY_LINE_BYTES) {
        throw broken("Nothing but empty lines");
      }
    } else if (first < 'A' || first > 'Z') {
      throw broken("A byte " + (first & 0xff) + " that begins neither a message nor a frame");
    } else {
      startLine = readLine(in);
      emptyLineBytes = 0;
    }
  }

  private void readHeaderLine(ByteBuf in, List<Object> out) {
    String line = readLine(in);
    if (line == null) {
      return;
    }
    if (line.isEmpty()) {
      bodyBytes = contentLength();
      readBody(in, out);
    } else if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
      if (headers.size() > 0) {
        headers.continueLast(line.strip());
      }
    } else {
      addHeader(line);
    }
  }

  private void addHeader(String line) {
    int colon = line.indexOf(':');
    if (colon < 1) {
      throw broken("A header line without name: " + line);
    }
    if (headers.size() >= MAX_HEADERS) {
      throw broken("Over " + MAX_HEADERS + " headers in a message");
    }
    headers.add(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
  }

  private int contentLength() {
    List<String> told = headers.all("Content-Length").stream().distinct().toList();
    if (told.isEmpty()) {
      return 0;
    }
    if (told.size() > 1 || !told.get(0).matches("[0-9]{1,9}")) {
      throw broken("Content-Length is " + told);
    }
    int length = Integer.parseInt(told.get(0));
    if (length > maxBodyBytes) {
      throw broken("A body of " + length + " bytes, over " + maxBodyBytes);
    }
    return length;
  }

  private void readBody(ByteBuf in, List<Object> out) {
    String line = startLine;
    if (line == null || in.readableBytes() < bodyBytes) {
      return;
    }
    String body = in.readCharSequence(bodyBytes, StandardCharsets.UTF_8).toString();
    out.add(new RtspMessage(line, headers, body));
    startLine = null;
    headers = new RtspHeaders();
    headBytes = 0;
    bodyBytes = -1;
  }

  /** Returns null as long as the line isn't complete. */
  private @Nullable String readLine(ByteBuf in) {
    int length = in.bytesBefore((byte) '\n');
    int seen = length < 0 ? in.readableBytes() : length + 1;
    if (seen > MAX_LINE_BYTES) {
      throw broken("A line of over " + MAX_LINE_BYTES + " bytes");
    }
    if (headBytes + seen > MAX_HEAD_BYTES) {
      throw broken("A message head of over " + MAX_HEAD_BYTES + " bytes");
    }
    if (length < 0) {
      return null;
    }
    headBytes += seen;
    String line = in.readCharSequence(length, StandardCharsets.UTF_8).toString();
    in.skipBytes(1);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  private static RtspException broken(String detail) {
    return new RtspException(CameraHealth.Cause.PROTOCOL_ERROR, detail);
  }
}
