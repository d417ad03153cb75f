package io.sharpeyes.device.rtsp;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A camera that does as it is told, however wrong: one script for every connection. */
final class ScriptedCamera implements AutoCloseable {

  static final String SDP =
      """
      v=0
      s=scripted
      m=video 0 RTP/AVP 96
      a=rtpmap:96 H264/90000
      a=control:trackID=1
      """;

  /** What happens on a connection; it is closed when the script ends. */
  interface Script {
    void run(Visitor visitor) throws IOException;
  }

  /** One connection. */
  static final class Visitor {
    private static final Pattern SEQUENCE = Pattern.compile("(?i)cseq: ([0-9]+)");

    private final InputStream in;
    private final OutputStream out;
    private final Queue<String> seen;

    Visitor(Socket socket, Queue<String> seen) throws IOException {
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
      out = socket.getOutputStream();
      this.seen = seen;
    }

    /** The next request's head; packets in between are left out. Fails at the end. */
    String request() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = read();
        if (next == '$' && head.length() == 0) {
          read();
          in.skipNBytes((read() << 8) + read());
        } else {
          head.append((char) next);
        }
      }
      seen.add(head.toString());
      return head.toString();
    }

    /** The next packet: its channel, and its bytes in hexadecimal. */
    String packet() throws IOException {
      while (read() != '$') {
        // What comes before is of no interest.
      }
      int channel = read();
      byte[] packet = in.readNBytes((read() << 8) + read());
      return channel + ": " + HexFormat.of().formatHex(packet);
    }

    private int read() throws IOException {
      int next = in.read();
      if (next < 0) {
        throw new IOException("The client left");
      }
      return next;
    }

    synchronized void write(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    void answer(String request, String status, String headers, String body) throws IOException {
      write(response(request, status, headers, body));
    }

    static String response(String request, String status, String headers, String body) {
      Matcher sequence = SEQUENCE.matcher(request);
      String number = sequence.find() ? sequence.group(1) : "0";
      String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
      return "RTSP/1.0 "
          + status
          + "\r\nCSeq: "
          + number
          + "\r\n"
          + headers
          + length
          + "\r\n"
          + body;
    }

    /** Takes whatever comes until the client leaves. */
    void waitForTheEnd() throws IOException {
      while (in.read() >= 0) {
        // Goes on.
      }
    }
  }

  private final ServerSocket server;
  private final AtomicInteger connections = new AtomicInteger();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();

  ScriptedCamera(Script script) throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
  }

  ScriptedCamera(ServerSocket server, Script script) {
    this.server = server;
    daemon(
        () -> {
          while (true) {
            Socket socket = server.accept();
            connections.incrementAndGet();
            daemon(() -> serve(socket, script));
          }
        });
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // Either side left; the test sees what it wants to see at the client.
              }
            },
            "scripted-camera");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Socket socket, Script script) throws IOException {
    try (socket) {
      script.run(new Visitor(socket, requests));
    }
  }

  int connections() {
    return connections.get();
  }

  /** The heads of all requests so far. */
  Queue<String> requests() {
    return requests;
  }

  RtspAddress address(String path) {
    return RtspAddress.parse("rtsp://127.0.0.1:" + server.getLocalPort() + path);
  }

  RtspAddress tlsAddress(String host) {
    return RtspAddress.parse("rtsps://" + host + ":" + server.getLocalPort() + "/cam");
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
