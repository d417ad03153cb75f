package io.sharpeyes.device.rtsp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sharpeyes.device.camera.CameraDescription.TrackKind;
import io.sharpeyes.device.camera.CameraHealth.Cause;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tracks that were set up on a connection (RFC 2326 §10.4) and the session they form. One event
 * loop.
 */
final class RtspSetup {

  /** One track's way. */
  record Channel(SdpTrack track, RtspTransport transport, RtspReceiverReport report) {}

  private static final int DEFAULT_TIMEOUT_SECONDS = 60;
  private static final int MIN_TIMEOUT_SECONDS = 5;
  private static final int CHANNELS = 256;
  private static final int REPORT_BYTES = 64;
  private static final Pattern TIMEOUT = Pattern.compile("(?i)timeout\\s*=\\s*([0-9]{1,6})");

  private final String control;
  private final List<Channel> channels = new ArrayList<>();
  private final @Nullable Channel[] byNumber = new Channel[CHANNELS];
  private @Nullable String session;
  private int timeoutSeconds = DEFAULT_TIMEOUT_SECONDS;

  private RtspSetup(String control) {
    this.control = control;
  }

  /** Sets up the first usable track of each kind; only VIDEO is missed if it can't be. */
  static Future<RtspSetup> of(RtspDialog dialog, Sdp sdp, Set<TrackKind> wanted) {
    RtspSetup setup = new RtspSetup(sdp.control());
    List<SdpTrack> chosen = choose(sdp, wanted);
    boolean complete = !wanted.contains(TrackKind.VIDEO) || hasVideo(chosen);
    if (chosen.isEmpty() || !complete) {
      return Future.failedFuture(
          new RtspException(Cause.NO_VIDEO, "No track that can be used: " + codecs(sdp)));
    }
    Future<Void> done = Future.succeededFuture();
    for (int i = 0; i < chosen.size(); i++) {
      SdpTrack track = chosen.get(i);
      RtspTransport transport = new RtspTransport(2 * i, 2 * i + 1);
      done = done.compose(before -> setup.add(dialog, track, transport));
    }
    return done.map(setup);
  }

  private static boolean isUsable(SdpTrack track) {
    return switch (track.codec()) {
      case "H264", "H265", "VND.ONVIF.METADATA" -> true;
      default -> false;
    };
  }

  private static List<SdpTrack> choose(Sdp sdp, Set<TrackKind> wanted) {
    List<SdpTrack> chosen = new ArrayList<>();
    Set<TrackKind> taken = EnumSet.noneOf(TrackKind.class);
    for (SdpTrack track : sdp.tracks()) {
      if (wanted.contains(track.kind()) && isUsable(track) && taken.add(track.kind())) {
        chosen.add(track);
      }
    }
    return chosen;
  }

  private static boolean hasVideo(List<SdpTrack> tracks) {
    return tracks.stream().anyMatch(track -> track.kind() == TrackKind.VIDEO);
  }

  private static String codecs(Sdp sdp) {
    return String.join(", ", sdp.tracks().stream().map(SdpTrack::codec).toList());
  }

  private Future<Void> add(RtspDialog dialog, SdpTrack track, RtspTransport asked) {
    RtspHeaders headers = sessionHeader().add("Transport", asked.header());
    return dialog
        .ask("SETUP", track.control(), headers)
        .compose(
            answer -> {
              if (answer.status() < 300) {
                accept(track, asked, answer.headers());
                return Future.succeededFuture();
              }
              return track.kind() == TrackKind.VIDEO
                  ? Future.failedFuture(refused(answer))
                  : Future.succeededFuture();
            });
  }

  private static RtspException refused(RtspMessage answer) {
    return answer.status() == 461
        ? new RtspException(Cause.PROTOCOL_ERROR, "It sends no RTP over TCP (461)")
        : RtspException.ofStatus("SETUP", answer.status(), answer.reason());
  }

  private void accept(SdpTrack track, RtspTransport asked, RtspHeaders headers) {
    String transport = headers.first("Transport");
    RtspTransport agreed = transport == null ? asked : asked.agreed(transport);
    if (byNumber[agreed.rtp()] != null || byNumber[agreed.rtcp()] != null) {
      throw new RtspException(Cause.PROTOCOL_ERROR, "Two tracks on one channel: " + transport);
    }
    RtspReceiverReport report =
        new RtspReceiverReport(ThreadLocalRandom.current().nextInt(), track.clockRate());
    Channel channel = new Channel(track, agreed, report);
    channels.add(channel);
    byNumber[agreed.rtp()] = channel;
    byNumber[agreed.rtcp()] = channel;
    readSession(headers.first("Session"));
  }

  /** RFC 2326 §12.37. */
  private void readSession(@Nullable String header) {
    if (header == null || session != null) {
      return;
    }
    int semicolon = header.indexOf(';');
    session = (semicolon < 0 ? header : header.substring(0, semicolon)).strip();
    Matcher timeout = TIMEOUT.matcher(header);
    if (timeout.find()) {
      timeoutSeconds = Math.max(MIN_TIMEOUT_SECONDS, Integer.parseInt(timeout.group(1)));
    }
  }

  /** Plays all tracks at once, or each by itself where the camera wants that (459). */
  Future<Void> play(RtspDialog dialog) {
    return dialog
        .ask("PLAY", control, playHeaders())
        .compose(answer -> answer.status() == 459 ? playEach(dialog) : checkPlayed(answer));
  }

  private Future<Void> playEach(RtspDialog dialog) {
    Future<Void> done = Future.succeededFuture();
    for (Channel channel : channels) {
      done =
          done.compose(
              before ->
                  dialog
                      .ask("PLAY", channel.track.control(), playHeaders())
                      .compose(RtspSetup::checkPlayed));
    }
    return done;
  }

  private static Future<Void> checkPlayed(RtspMessage answer) {
    return answer.status() < 300
        ? Future.succeededFuture()
        : Future.failedFuture(RtspException.ofStatus("PLAY", answer.status(), answer.reason()));
  }

  private RtspHeaders playHeaders() {
    return sessionHeader().add("Range", "npt=0.000-");
  }

  /** New headers with the session in them, as soon as there is one. */
  RtspHeaders sessionHeader() {
    RtspHeaders headers = new RtspHeaders();
    return session == null ? headers : headers.add("Session", session);
  }

  String control() {
    return control;
  }

  int timeoutSeconds() {
    return timeoutSeconds;
  }

  List<SdpTrack> tracks() {
    return channels.stream().map(Channel::track).toList();
  }

  boolean hasVideo() {
    return hasVideo(tracks());
  }

  @Nullable Channel channel(int number) {
    return byNumber[number];
  }

  void sendReports(RtspConnection connection, long nowNanos) {
    for (Channel channel : channels) {
      if (channel.report.heard()) {
        ByteBuf packet = Unpooled.buffer(REPORT_BYTES);
        channel.report.write(packet, nowNanos);
        connection.sendFrame(channel.transport.rtcp(), packet);
      }
    }
  }
}
