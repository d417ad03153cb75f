package io.sharpeyes.device.simulator;

import io.sharpeyes.device.simulator.EncodedSample.Picture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One RTSP session: a viewer of one camera, with the tracks it has set up. One event loop. */
final class Viewing {

  private static final long REPORT_EVERY_MILLIS = Duration.ofSeconds(5).toMillis();

  private final String id;
  private final PictureFeed feed;
  private final Runnable cut;
  private final Runnable tooSlow;
  private final Map<Integer, RtpTrack> tracks = new TreeMap<>();
  private long nextReportMillis;

  /**
   * @param cut ends the viewer's connection
   * @param tooSlow is called when the viewer doesn't read what it is sent
   */
  Viewing(String id, PictureFeed feed, Runnable cut, Runnable tooSlow) {
    this.id = id;
    this.feed = feed;
    this.cut = cut;
    this.tooSlow = tooSlow;
  }

  String id() {
    return id;
  }

  PictureFeed feed() {
    return feed;
  }

  /** What was set up, by track number. */
  Map<Integer, RtpTrack> tracks() {
    return tracks;
  }

  void setUp(int track, RtpTransport transport) {
    int payloadType =
        track == SessionDescription.VIDEO_TRACK
            ? SessionDescription.VIDEO_PAYLOAD_TYPE
            : SessionDescription.METADATA_PAYLOAD_TYPE;
    tracks.put(track, new RtpTrack(transport, payloadType));
  }

  void show(Picture picture, long cameraMillis, Instant wallClock) {
    if (cameraMillis >= nextReportMillis) {
      nextReportMillis = cameraMillis + REPORT_EVERY_MILLIS;
      tracks.values().forEach(track -> track.sendReport(cameraMillis, wallClock));
    }
    send(SessionDescription.VIDEO_TRACK, picture.payloads(), cameraMillis);
  }

  void tell(List<byte[]> document, long cameraMillis) {
    send(SessionDescription.METADATA_TRACK, document, cameraMillis);
  }

  /** Says goodbye and ends the connection. */
  void cut() {
    tracks.values().forEach(RtpTrack::sendBye);
    cut.run();
  }

  private void send(int number, List<byte[]> payloads, long cameraMillis) {
    RtpTrack track = tracks.get(number);
    if (track == null) {
      return;
    }
    if (track.transport().isFull()) {
      tooSlow.run();
    } else {
      track.send(payloads, cameraMillis);
    }
  }
}
