package io.sharpeyes.device.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One viewer's connection: answers its requests as RFC 2326 asks, as far as the camera's fault
 * allows. Holds at most one session, which ends with the connection. One event loop.
 */
final class CameraConnection {

  private static final int WRITE_QUEUE_BYTES = 512 * 1024;
  private static final String METHODS =
      "OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, GET_PARAMETER, SET_PARAMETER, TEARDOWN";

  private final SimulatedCameras cameras;
  private final NetSocket socket;
  private final RtspRequestReader reader = new RtspRequestReader();
  private final LoginCheck login;
  private @Nullable Viewing viewing;

  CameraConnection(SimulatedCameras cameras, NetSocket socket, String nonce) {
    this.cameras = cameras;
    this.socket = socket;
    this.login = new LoginCheck(nonce);
  }

  void serve() {
    socket.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
    socket.handler(this::read);
    // A broken connection is closed by Vert.x right after this; the close handler cleans up.
    socket.exceptionHandler(broken -> {});
  }

  /** Frees what the viewer held. */
  void closed() {
    endViewing();
  }

  private void read(Buffer bytes) {
    try {
      reader.read(bytes).forEach(this::take);
    } catch (RtspRequestReader.FormatException e) {
      write("RTSP/1.0 400 Bad Request\r\nCSeq: 0\r\nConnection: close\r\n\r\n");
      close();
    }
  }

  private void take(RtspRequest request) {
    StreamPath target = StreamPath.of(request.path());
    SimulatedCamera camera = cameras.find(target.camera());
    if (camera == null) {
      answer(request, target, null);
      return;
    }
    switch (camera.fault()) {
      case SILENT -> {}
      case DISCONNECTING -> close();
      case GARBAGE -> write("\u0000\u0001garbage \u0007 that is no RTSP\r\n\r\n200 OK\r\n\r\n");
      case SLOW -> cameras.later(camera.answerDelay(), () -> answer(request, target, camera));
      default -> answer(request, target, camera);
    }
  }

  private void answer(RtspRequest request, StreamPath target, @Nullable SimulatedCamera camera) {
    if (request.method().equals("OPTIONS")) {
      reply(request, camera, "200 OK", "Public: " + METHODS + "\r\n", "");
    } else if (camera == null) {
      reply(request, null, "404 Not Found", "", "");
    } else if (!login.accepts(camera.login(), request)) {
      String challenge = login.challenge(camera.login().scheme());
      reply(request, camera, "401 Unauthorized", "WWW-Authenticate: " + challenge + "\r\n", "");
    } else if (request.header("require") != null) {
      String option = "Unsupported: " + request.header("require") + "\r\n";
      reply(request, camera, "551 Option not supported", option, "");
    } else {
      perform(request, target, camera);
    }
  }

  private void perform(RtspRequest request, StreamPath target, SimulatedCamera camera) {
    switch (request.method()) {
      case "DESCRIBE" -> describe(request, target, camera);
      case "SETUP" -> setUp(request, target, camera);
      case "PLAY", "PAUSE", "TEARDOWN" -> control(request, camera);
      case "GET_PARAMETER", "SET_PARAMETER" -> reply(request, camera, "200 OK", session(), "");
      default -> reply(request, camera, "405 Method Not Allowed", "Allow: " + METHODS + "\r\n", "");
    }
  }

  private void describe(RtspRequest request, StreamPath target, SimulatedCamera camera) {
    if (camera.fault() == CameraFault.BUSY) {
      reply(request, camera, "453 Not Enough Bandwidth", "", "");
      return;
    }
    String base = request.uri().endsWith("/") ? request.uri() : request.uri() + "/";
    String headers = "Content-Base: " + base + "\r\nContent-Type: application/sdp\r\n";
    reply(request, camera, "200 OK", headers, camera.description(target.sub()));
  }

  private void setUp(RtspRequest request, StreamPath target, SimulatedCamera camera) {
    PictureFeed feed = camera.feed(target.sub());
    boolean otherStream = viewing != null && viewing.feed() != feed;
    RtpTransport transport = cameras.transport(socket, request.header("transport"), target);
    if (!target.isTrack()) {
      reply(request, camera, "459 Aggregate Operation Not Allowed", "", "");
    } else if (otherStream) {
      reply(request, camera, "455 Method Not Valid in This State", session(), "");
    } else if (transport == null) {
      reply(request, camera, "461 Unsupported Transport", "", "");
    } else if (camera.fault() == CameraFault.BUSY || (viewing == null && !cameras.takeSession())) {
      reply(request, camera, "453 Not Enough Bandwidth", "", "");
    } else {
      if (viewing == null) {
        viewing = new Viewing(cameras.newToken(), feed, this::cut, this::tooSlow);
      }
      viewing.setUp(target.track(), transport);
      reply(request, camera, "200 OK", "Transport: " + transport.header() + "\r\n" + session(), "");
    }
  }

  private void control(RtspRequest request, SimulatedCamera camera) {
    Viewing current = viewing;
    if (current == null || !isOf(current, request.header("session"))) {
      reply(request, camera, "454 Session Not Found", "", "");
      return;
    }
    switch (request.method()) {
      case "PLAY" -> {
        current.feed().join(current);
        String info = "Range: npt=now-\r\nRTP-Info: " + rtpInfo(current, request) + "\r\n";
        reply(request, camera, "200 OK", session() + info, "");
        current.tell(camera.sceneNow(), current.feed().nextMillis());
      }
      case "PAUSE" -> {
        current.feed().leave(current);
        reply(request, camera, "200 OK", session(), "");
      }
      default -> {
        reply(request, camera, "200 OK", session(), "");
        endViewing();
      }
    }
  }

  private static boolean isOf(Viewing viewing, @Nullable String session) {
    return session != null && viewing.id().equals(session.split(";", 2)[0].strip());
  }

  /** RFC 2326 §12.33. */
  private static String rtpInfo(Viewing viewing, RtspRequest request) {
    String base = request.uri().endsWith("/") ? request.uri() : request.uri() + "/";
    StringBuilder info = new StringBuilder();
    for (Map.Entry<Integer, RtpTrack> track : viewing.tracks().entrySet()) {
      info.append(info.isEmpty() ? "" : ",")
          .append("url=%strackID=%d".formatted(base, track.getKey()))
          .append(";seq=" + track.getValue().nextSequence())
          .append(";rtptime=")
          .append(
              Integer.toUnsignedString(track.getValue().timestamp(viewing.feed().nextMillis())));
    }
    return info.toString();
  }

  private String session() {
    return viewing == null ? "" : "Session: " + viewing.id() + ";timeout=60\r\n";
  }

  private void reply(
      RtspRequest request,
      @Nullable SimulatedCamera camera,
      String status,
      String headers,
      String body) {
    StringBuilder answer = new StringBuilder(256 + body.length());
    answer.append("RTSP/1.0 ").append(status);
    answer.append("\r\nCSeq: ").append(request.cseq());
    answer.append("\r\nServer: Simulated camera\r\n");
    if (camera != null) {
      var now = camera.wallClock().atOffset(ZoneOffset.UTC);
      answer.append("Date: ").append(DateTimeFormatter.RFC_1123_DATE_TIME.format(now));
      answer.append("\r\n");
    }
    answer.append(headers);
    if (!body.isEmpty()) {
      int length = body.getBytes(StandardCharsets.UTF_8).length;
      answer.append("Content-Length: ").append(length).append("\r\n");
    }
    write(answer.append("\r\n").append(body).toString());
  }

  /** A failed write means that the connection is gone; its close handler cleans up. */
  private void write(String text) {
    var unused = socket.write(text);
  }

  private void close() {
    var unused = socket.close();
  }

  private void tooSlow() {
    cameras.countSlowViewer();
    cut();
  }

  private void cut() {
    endViewing();
    close();
  }

  private void endViewing() {
    if (viewing != null) {
      viewing.feed().leave(viewing);
      viewing = null;
      cameras.giveSessionBack();
    }
  }
}
