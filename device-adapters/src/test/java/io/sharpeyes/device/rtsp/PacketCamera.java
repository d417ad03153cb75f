package io.sharpeyes.device.rtsp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A camera that plays whatever RTP packets a test wants, as video on one connection. */
public final class PacketCamera implements AutoCloseable {

  /** Sends packets until it returns; then the camera just stays connected. */
  public interface Feed {
    /** Called when a client plays. */
    void run(Sender sender) throws IOException;
  }

  /** Sends one RTP packet. */
  public interface Sender {
    /** Blocks while the client reads slower. */
    void send(byte[] packet) throws IOException;
  }

  private final ScriptedCamera camera;

  /** Starts one whose description names the codec. */
  public PacketCamera(String codec, Feed feed) throws IOException {
    String sdp = ScriptedCamera.SDP.replace("H264", codec);
    camera = new ScriptedCamera(visitor -> serve(visitor, sdp, feed));
  }

  private static void serve(ScriptedCamera.Visitor visitor, String sdp, Feed feed)
      throws IOException {
    String request;
    do {
      request = visitor.request();
      boolean setup = request.startsWith("SETUP");
      String transport = setup ? "Transport: RTP/AVP/TCP;interleaved=0-1\r\n" : "";
      String body = request.startsWith("DESCRIBE") ? sdp : "";
      visitor.answer(request, "200 OK", "Session: abc\r\n" + transport, body);
    } while (!request.startsWith("PLAY"));
    feed.run(packet -> visitor.write(frame(packet)));
    visitor.waitForTheEnd();
  }

  private static String frame(byte[] packet) {
    String header = "$\0" + (char) (packet.length >> 8) + (char) (packet.length & 0xff);
    return header + new String(packet, StandardCharsets.ISO_8859_1);
  }

  /** Where it is. */
  public RtspAddress address() {
    return camera.address("/odd");
  }

  @Override
  public void close() throws IOException {
    camera.close();
  }
}
