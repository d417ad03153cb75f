package io.sharpeyes.device.simulator;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;

/** A viewer made of a plain socket, so that nothing of the code under test is used to read it. */
final class RtspTestClient implements AutoCloseable {

  private final Socket socket;
  private final DataInputStream in;
  private final Queue<Frame> frames = new ArrayDeque<>();
  private int cseq;

  /** One interleaved frame. */
  record Frame(int channel, ByteBuffer packet) {

    int sequence() {
      return Short.toUnsignedInt(packet.getShort(2));
    }

    int timestamp() {
      return packet.getInt(4);
    }

    boolean marker() {
      return packet.get(1) < 0;
    }

    byte[] payload() {
      byte[] payload = new byte[packet.capacity() - 12];
      packet.get(12, payload);
      return payload;
    }
  }

  /** One answer. */
  record Answer(int status, Map<String, String> headers, String body) {

    String header(String lowerCaseName) {
      return headers.getOrDefault(lowerCaseName, "");
    }
  }

  RtspTestClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    in = new DataInputStream(socket.getInputStream());
  }

  Answer request(String method, String uri, String... headers) throws IOException {
    send(method, uri, headers);
    return answer();
  }

  void send(String method, String uri, String... headers) throws IOException {
    StringBuilder text = new StringBuilder(method + " " + uri + " RTSP/1.0\r\n");
    text.append("CSeq: ").append(++cseq).append("\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    write(text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** The next answer; frames before it are kept for {@link #frame}. */
  Answer answer() throws IOException {
    while (true) {
      int first = in.readUnsignedByte();
      if (first != '$') {
        return answer(first);
      }
      frames.add(readFrame());
    }
  }

  /** The next frame of a channel; others are thrown away. */
  Frame frame(int channel) throws IOException {
    while (true) {
      Frame frame = frames.poll();
      if (frame == null) {
        if (in.readUnsignedByte() != '$') {
          throw new IOException("an answer came where a frame was expected");
        }
        frame = readFrame();
      }
      if (frame.channel() == channel) {
        return frame;
      }
    }
  }

  /** Reads until the camera closes the connection. */
  void readToEnd() throws IOException {
    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private Frame readFrame() throws IOException {
    int channel = in.readUnsignedByte();
    byte[] packet = new byte[in.readUnsignedShort()];
    in.readFully(packet);
    return new Frame(channel, ByteBuffer.wrap(packet));
  }

  private Answer answer(int first) throws IOException {
    String[] lines = head(first).split("\r\n", -1);
    Map<String, String> headers = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      String[] pair = lines[i].split(":", 2);
      if (pair.length == 2) {
        headers.merge(pair[0].toLowerCase(Locale.ROOT), pair[1].strip(), (a, b) -> a + "\n" + b);
      }
    }
    byte[] body = new byte[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
    in.readFully(body);
    int status = Integer.parseInt(lines[0].split(" ", -1)[1]);
    return new Answer(status, headers, new String(body, StandardCharsets.UTF_8));
  }

  private String head(int first) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int next = first;
    while (true) {
      head.write(next);
      String soFar = head.toString(StandardCharsets.UTF_8);
      if (soFar.endsWith("\r\n\r\n")) {
        return soFar;
      }
      next = in.read();
      if (next < 0) {
        throw new EOFException("the camera closed the connection; it had sent: " + soFar);
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
