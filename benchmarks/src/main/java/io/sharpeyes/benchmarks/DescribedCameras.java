package io.sharpeyes.benchmarks;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.rtsp.CameraProbeTarget;
import io.sharpeyes.device.rtsp.RtspAddress;
import io.sharpeyes.device.rtsp.RtspCredentials;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Any number of cameras that only say what they are, to those who know the password (RFC 7616), on
 * one thread; a camera that is played ends the stream at once. GStreamer's server builds a pipeline
 * for each DESCRIBE, and would be all that is measured.
 */
final class DescribedCameras implements AutoCloseable {

  private static final RtspCredentials PASSWORD = new RtspCredentials("admin", "demo");
  private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";

  /** One address has ports for 28,000 connections a minute. */
  private static final int HOSTS = 16;

  private static final Pattern AUTHORIZATION =
      Pattern.compile("Authorization: Digest .*uri=\"([^\"]*)\".*response=\"([0-9a-f]{32})\"");
  private static final Pattern SEQUENCE = Pattern.compile("CSeq: *([0-9]+)");
  private static final String SDP =
      """
      v=0\r
      o=- 1 1 IN IP4 127.0.0.1\r
      s=camera\r
      t=0 0\r
      m=video 0 RTP/AVP 96\r
      c=IN IP4 0.0.0.0\r
      a=rtpmap:96 H264/90000\r
      a=fmtp:96 packetization-mode=1;sprop-parameter-sets=Z0LAH9oBQBbsBEAAAAMAQAAADIPGDKg=,aM4PyA==\r
      a=control:track1\r
      """;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final List<NetServer> servers = new ArrayList<>();

  DescribedCameras() {
    for (int host = 1; host <= HOSTS; host++) {
      NetServerOptions options =
          new NetServerOptions().setHost("127.0.0." + host).setPort(0).setAcceptBacklog(1024);
      NetServer server = vertx.createNetServer(options).connectHandler(DescribedCameras::serve);
      servers.add(wait(server.listen()));
    }
  }

  private static <T> T wait(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private static void serve(NetSocket socket) {
    StringBuilder received = new StringBuilder();
    socket.handler(
        data -> {
          received.append(data.toString(StandardCharsets.ISO_8859_1));
          int end = received.indexOf("\r\n\r\n");
          if (end >= 0) {
            answer(socket, received.substring(0, end));
            received.setLength(0);
          }
        });
    socket.exceptionHandler(reset -> {});
  }

  private static void answer(NetSocket socket, String request) {
    Matcher sequence = SEQUENCE.matcher(request);
    String cseq = "\r\nCSeq: " + (sequence.find() ? sequence.group(1) : "0") + "\r\n";
    String method = request.substring(0, request.indexOf(' '));
    if (method.equals("OPTIONS")) {
      send(socket, "200 OK" + cseq + "Public: OPTIONS, DESCRIBE, SETUP, PLAY\r\n\r\n");
    } else if (!isAuthorized(method, request)) {
      String asks = "WWW-Authenticate: Digest realm=\"cam\", nonce=\"" + NONCE + "\"\r\n\r\n";
      send(socket, "401 Unauthorized" + cseq + asks);
    } else if (method.equals("DESCRIBE")) {
      String type = "Content-Type: application/sdp\r\nContent-Length: " + SDP.length();
      send(socket, "200 OK" + cseq + type + "\r\n\r\n" + SDP);
    } else {
      String transport = "Session: 1\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n\r\n";
      Future<Void> sent = send(socket, "200 OK" + cseq + transport);
      if (!method.equals("SETUP")) {
        sent.onComplete(done -> socket.close());
      }
    }
  }

  private static Future<Void> send(NetSocket socket, String answer) {
    return socket.write(Buffer.buffer("RTSP/1.0 " + answer)).onFailure(gone -> socket.close());
  }

  private static boolean isAuthorized(String method, String request) {
    Matcher told = AUTHORIZATION.matcher(request);
    if (!told.find()) {
      return false;
    }
    String secret = md5(PASSWORD.user() + ":cam:" + PASSWORD.password());
    return told.group(2)
        .equals(md5(secret + ":" + NONCE + ":" + md5(method + ":" + told.group(1))));
  }

  private static String md5(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first so many cameras, spread over the hosts. */
  List<CameraProbeTarget> targets(int count) {
    List<CameraProbeTarget> targets = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      RtspAddress address = RtspAddress.parse("rtsp://" + place(i) + "/camera/" + i);
      targets.add(new CameraProbeTarget(new DeviceId("camera-" + i), address, PASSWORD, null));
    }
    return targets;
  }

  /**
   * The address of a camera and who may ask it, as {@code cameras.csv} takes it: {@code
   * url,user,password}.
   */
  String row(int camera) {
    return "rtsp://%s/camera/%d,%s,%s"
        .formatted(place(camera), camera, PASSWORD.user(), PASSWORD.password());
  }

  private String place(int camera) {
    int host = camera % HOSTS;
    return "127.0.0." + (host + 1) + ":" + servers.get(host).actualPort();
  }

  /** The address of a camera with the password in it, as other programs take it. */
  String urlWithPassword(int camera) {
    return "rtsp://"
        + PASSWORD.user()
        + ":"
        + PASSWORD.password()
        + "@"
        + place(camera)
        + "/camera/"
        + camera;
  }

  @Override
  public void close() {
    wait(vertx.close());
  }
}
