package io.sharpeyes.device.rtsp;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.sharpeyes.device.camera.CameraDescription.TrackKind;
import io.sharpeyes.device.camera.CameraHealth.Cause;
import io.sharpeyes.device.rtsp.ScriptedCamera.Visitor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Odd cameras while a stream is set up and runs. */
class RtspSessionTest {

  private static final String TWO_TRACKS =
      ScriptedCamera.SDP
          + """
          m=audio 0 RTP/AVP 0
          a=control:trackID=2
          m=application 0 RTP/AVP 107
          a=rtpmap:107 vnd.onvif.metadata/90000
          a=control:trackID=3
          """;
  private static final Set<TrackKind> WANTED =
      Set.of(TrackKind.VIDEO, TrackKind.AUDIO, TrackKind.METADATA);
  private static final RtspOptions OPTIONS =
      RtspOptions.defaults(CameraAllowList.networks(List.of("127.0.0.0/8")))
          .withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(1));

  private static Vertx vertx;

  private final Recorder recorder = new Recorder();

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() throws Exception {
    Outcome.of(vertx.close());
  }

  private Future<RtspSession> open(ScriptedCamera camera) {
    return new RtspClient(vertx, OPTIONS).open(camera.address("/cam"), null, WANTED, recorder);
  }

  /** Answers everything with 200, and each SETUP with the next transport. */
  private static String obey(Visitor visitor, String request, String setupHeaders)
      throws IOException {
    String headers = request.startsWith("SETUP") ? setupHeaders : "Session: abc\r\n";
    String body = request.startsWith("DESCRIBE") ? TWO_TRACKS : "";
    visitor.answer(request, "200 OK", headers, body);
    return request.substring(0, request.indexOf(' '));
  }

  /** Obeys until a request of that method was answered. */
  private static void obeyUntil(Visitor visitor, String method) throws IOException {
    while (!obey(visitor, visitor.request(), "Session: abc;timeout=5\r\n").equals(method)) {
      // Goes on.
    }
  }

  @Test
  void handsOutPacketsByTheChannelsThatTheCameraChose() throws Exception {
    ScriptedCamera.Script script =
        visitor -> {
          obey(visitor, visitor.request(), "");
          obey(
              visitor,
              visitor.request(),
              "Session: abc\r\nTransport: RTP/AVP/TCP;interleaved=8-9\r\n");
          obey(
              visitor,
              visitor.request(),
              "Session: abc\r\nTransport: RTP/AVP/TCP;unicast;interleaved=4\r\n");
          String play = visitor.request();
          visitor.write("$\10\0\1a$\11\0\1b$\4\0\1c$\5\0\1d$\6\0\1x$\0\0\1x");
          visitor.answer(play, "200 OK", "", "");
          obeyUntil(visitor, "TEARDOWN");
        };
    try (ScriptedCamera camera = new ScriptedCamera(script)) {
      RtspSession session = Outcome.of(open(camera));

      assertThat(session.tracks())
          .extracting(SdpTrack::kind)
          .containsExactly(TrackKind.VIDEO, TrackKind.METADATA);
      assertThat(recorder.take(4))
          .containsExactly("VIDEO 61", "VIDEO rtcp 62", "METADATA 63", "METADATA rtcp 64");
      Outcome.of(session.close());
      assertThat(camera.requests())
          .last()
          .asString()
          .startsWith("TEARDOWN rtsp://127.0.0.1:")
          .contains("Session: abc\r\n");
      assertThat(recorder.end).isNotDone();
    }
  }

  @Test
  void goesOnWithoutMetadataIfItCannotBeSetUp() throws Exception {
    ScriptedCamera.Script script =
        visitor -> {
          obey(visitor, visitor.request(), "");
          obey(visitor, visitor.request(), "Session: abc\r\n");
          visitor.answer(visitor.request(), "459 Aggregate Operation Not Allowed", "", "");
          obeyUntil(visitor, "TEARDOWN");
        };
    try (ScriptedCamera camera = new ScriptedCamera(script)) {
      RtspSession session = Outcome.of(open(camera));

      assertThat(session.tracks()).hasSize(1);
      Outcome.of(session.close());
    }
  }

  @Test
  void playsEachTrackWhereTheCameraWantsThat() throws Exception {
    ScriptedCamera.Script script =
        visitor -> {
          for (int i = 0; i < 3; i++) {
            obey(visitor, visitor.request(), "Session: abc\r\n");
          }
          visitor.answer(visitor.request(), "459 Aggregate Operation Not Allowed", "", "");
          obeyUntil(visitor, "TEARDOWN");
        };
    try (ScriptedCamera camera = new ScriptedCamera(script)) {
      Outcome.of(Outcome.of(open(camera)).close());

      assertThat(camera.requests())
          .filteredOn(request -> request.startsWith("PLAY"))
          .extracting(
              request -> request.substring(request.lastIndexOf("/cam"), request.indexOf(" RTSP")))
          .containsExactly("/cam", "/cam/trackID=1", "/cam/trackID=3");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "454 Session Not Found, PROTOCOL_ERROR",
    "455 Method Not Valid in This State, PROTOCOL_ERROR",
    "461 Unsupported Transport, PROTOCOL_ERROR",
    "453 Not Enough Bandwidth, BUSY",
    "404 Not Found, NOT_FOUND",
  })
  void tellsWhySetupFailed(String status, Cause cause) throws Exception {
    ScriptedCamera.Script script =
        visitor -> {
          obey(visitor, visitor.request(), "");
          visitor.answer(visitor.request(), status, "", "");
          visitor.waitForTheEnd();
        };
    try (ScriptedCamera camera = new ScriptedCamera(script)) {
      RtspException failure = Outcome.failureOf(open(camera));

      assertThat(failure.healthCause()).as(failure.detail()).isEqualTo(cause);
      assertThat(recorder.end).isNotDone();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RTP/AVP;unicast;client_port=1-2;server_port=3-4",
        "RTP/AVP/TCP;interleaved=300-301",
        "RTP/AVP/TCP;interleaved=7-7",
        "RTP/AVP/TCP;interleaved=0-1",
      })
  void refusesImpossibleTransports(String transport) throws Exception {
    ScriptedCamera.Script script =
        visitor -> {
          while (true) {
            obey(visitor, visitor.request(), "Session: a\r\nTransport: " + transport + "\r\n");
          }
        };
    try (ScriptedCamera camera = new ScriptedCamera(script)) {
      assertThat(Outcome.failureOf(open(camera)).healthCause()).isEqualTo(Cause.PROTOCOL_ERROR);
    }
  }

  @Test
  void tellsWhichCodecsItCannotUse() throws Exception {
    ScriptedCamera.Script script =
        visitor -> {
          String jpeg = ScriptedCamera.SDP.replace("H264", "JPEG");
          visitor.answer(visitor.request(), "200 OK", "", jpeg);
          visitor.waitForTheEnd();
        };
    try (ScriptedCamera camera = new ScriptedCamera(script)) {
      RtspException failure = Outcome.failureOf(open(camera));

      assertThat(failure.healthCause()).isEqualTo(Cause.NO_VIDEO);
      assertThat(failure.detail()).contains("JPEG");
    }
  }

  @Test
  void keepsAliveByTheMethodThatTheCameraKnows() throws Exception {
    LinkedBlockingQueue<String> keptAlive = new LinkedBlockingQueue<>();
    ScriptedCamera.Script script =
        visitor -> {
          obeyUntil(visitor, "PLAY");
          visitor.answer(visitor.request(), "200 OK", "Public: DESCRIBE, GET_PARAMETER\r\n", "");
          sendPictures(visitor);
          String first = visitor.request();
          keptAlive.add(first);
          visitor.answer(first, "405 Method Not Allowed", "", "");
          String second = visitor.request();
          keptAlive.add(second);
          visitor.answer(second, "454 Session Not Found", "", "");
          visitor.waitForTheEnd();
        };
    try (ScriptedCamera camera = new ScriptedCamera(script)) {
      Outcome.of(open(camera));

      assertThat(keptAlive.poll(10, SECONDS)).startsWith("GET_PARAMETER").contains("Session: abc");
      assertThat(keptAlive.poll(10, SECONDS)).startsWith("OPTIONS").contains("Session: abc");
      RtspException end = recorder.end.get(10, SECONDS);
      assertThat(end.detail()).contains("forgot");
    }
  }

  /** So that the watch for stalls keeps quiet for as long as the connection lasts. */
  private static void sendPictures(Visitor visitor) {
    Thread sender =
        new Thread(
            () -> {
              try {
                while (true) {
                  visitor.write("$\0\0\1p");
                  MILLISECONDS.sleep(100);
                }
              } catch (IOException | InterruptedException e) {
                // The session ended.
              }
            },
            "pictures");
    sender.setDaemon(true);
    sender.start();
  }

  @Test
  void tellsThatNoPictureCame() throws Exception {
    ScriptedCamera.Script script =
        visitor -> {
          obeyUntil(visitor, "PLAY");
          obeyUntil(visitor, "NEVER");
        };
    try (ScriptedCamera camera = new ScriptedCamera(script)) {
      Outcome.of(open(camera));

      assertThat(recorder.end.get(10, SECONDS).healthCause()).isEqualTo(Cause.STALLED);
    }
  }

  @ParameterizedTest
  @CsvSource({"TEARDOWN, STALLED", "REDIRECT, STALLED"})
  void endsWhenTheCameraEndsIt(String method, Cause cause) throws Exception {
    ScriptedCamera.Script script =
        visitor -> {
          obeyUntil(visitor, "PLAY");
          visitor.write(method + " rtsp://h/ RTSP/1.0\r\nCSeq: 9\r\n\r\n");
          visitor.waitForTheEnd();
        };
    try (ScriptedCamera camera = new ScriptedCamera(script)) {
      Outcome.of(open(camera));

      assertThat(recorder.end.get(10, SECONDS).healthCause()).isEqualTo(cause);
    }
  }

  @Test
  void tellsTheBreachOfProtocolThatEndedIt() throws Exception {
    ScriptedCamera.Script script =
        visitor -> {
          obeyUntil(visitor, "PLAY");
          visitor.write("$\0\0\1p\0garbage");
          visitor.waitForTheEnd();
        };
    try (ScriptedCamera camera = new ScriptedCamera(script)) {
      Outcome.of(open(camera));

      assertThat(recorder.end.get(10, SECONDS).healthCause()).isEqualTo(Cause.PROTOCOL_ERROR);
      assertThat(recorder.take(1)).containsExactly("VIDEO 70");
    }
  }

  @Test
  void closesThoughTheCameraDoesNotAnswer() throws Exception {
    ScriptedCamera.Script script =
        visitor -> {
          obeyUntil(visitor, "PLAY");
          visitor.waitForTheEnd();
        };
    try (ScriptedCamera camera = new ScriptedCamera(script)) {
      RtspSession session = Outcome.of(open(camera));
      session.pause();

      Outcome.of(session.close());
      Outcome.of(session.close());
      assertThat(recorder.end).isNotDone();
    }
  }

  @Test
  void holdsTheCameraBackWhilePaused() throws Exception {
    CompletableFuture<Void> filled = new CompletableFuture<>();
    ScriptedCamera.Script script =
        visitor -> {
          obeyUntil(visitor, "PLAY");
          obeyUntil(visitor, "OPTIONS");
          String packets = ("$\0\377\377" + "p".repeat(65_535)).repeat(16);
          // More than the sockets on both sides hold: it goes through only if somebody reads.
          for (int i = 0; i < 64; i++) {
            visitor.write(packets);
          }
          filled.complete(null);
          visitor.waitForTheEnd();
        };
    try (ScriptedCamera camera = new ScriptedCamera(script)) {
      RtspSession session = Outcome.of(open(camera));
      session.pause();
      Outcome.until(() -> camera.requests().stream().anyMatch(it -> it.startsWith("OPTIONS")));
      // Stalls are not told while paused, although nothing is read for longer than that.
      Outcome.of(vertx.timer(2, SECONDS));
      assertThat(recorder.end).isNotDone();
      assertThat(filled).isNotDone();

      session.resume();
      filled.get(20, SECONDS);
      Outcome.of(session.close());
    }
  }

  private static void pause(Duration time) {
    vertx.timer(time.toMillis(), MILLISECONDS).toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void losesNothingWhileItReadsOnlyNowAndThen() throws Exception {
    CompletableFuture<Void> hurry = new CompletableFuture<>();
    ScriptedCamera.Script script =
        visitor -> {
          obeyUntil(visitor, "PLAY");
          obeyUntil(visitor, "OPTIONS");
          while (!hurry.isDone()) {
            visitor.write("$\0\0\1o");
            pause(Duration.ofMillis(50)); // A camera's pace, well within the bound for stalls.
          }
          for (int i = 0; i < 1_000; i++) {
            visitor.write("$\0\0\1p");
          }
          // More than is read at once, and more than the sockets on both sides hold.
          visitor.write(("$\0\377\377" + "q".repeat(65_535)).repeat(64));
          visitor.write("$\0\0\1r");
          visitor.waitForTheEnd();
        };
    try (ScriptedCamera camera = new ScriptedCamera(script)) {
      RtspSession session = Outcome.of(open(camera));
      session.setLeisurely(true);
      Outcome.of(vertx.timer(2, SECONDS)); // By now it reads so: the bound for stalls is 1 s.
      session.pause();
      session.resume();
      hurry.complete(null);

      Outcome.until(() -> recorder.packets.contains("VIDEO 72"));
      assertThat(Collections.frequency(List.copyOf(recorder.packets), "VIDEO 70")).isEqualTo(1_000);
      Outcome.of(session.close());
    }
  }

  @Test
  void reportsWhatItReceived() throws Exception {
    CompletableFuture<String> report = new CompletableFuture<>();
    ScriptedCamera.Script script =
        visitor -> {
          obeyUntil(visitor, "PLAY");
          String header = "\200\140\0\7\0\0\0\0\1\2\3\4";
          visitor.write("$\0\0\14" + header);
          sendPictures(visitor);
          obeyUntil(visitor, "OPTIONS");
          report.complete(visitor.packet());
          visitor.waitForTheEnd();
        };
    try (ScriptedCamera camera = new ScriptedCamera(script)) {
      RtspSession session = Outcome.of(open(camera));

      // One block about source 01020304, nothing lost, highest sequence number 7.
      assertThat(report.get(20, SECONDS)).matches("1: 81c90007.{8}010203040000000000000007.*");
      Outcome.of(session.close());
    }
  }

  private static final class Recorder implements RtspMediaHandler {
    final LinkedBlockingQueue<String> packets = new LinkedBlockingQueue<>();
    final CompletableFuture<RtspException> end = new CompletableFuture<>();

    @Override
    public void onRtp(SdpTrack track, ByteBuf packet) {
      record(track.kind() + " ", packet);
    }

    @Override
    public void onRtcp(SdpTrack track, ByteBuf packet) {
      record(track.kind() + " rtcp ", packet);
    }

    private void record(String what, ByteBuf packet) {
      if (packet.readableBytes() < 100) {
        packets.add(what + ByteBufUtil.hexDump(packet));
      }
    }

    @Override
    public void onEnd(RtspException cause) {
      assertThat(end.complete(cause)).as("told once").isTrue();
    }

    List<String> take(int count) throws InterruptedException {
      List<String> taken = new java.util.ArrayList<>();
      for (int i = 0; i < count; i++) {
        taken.add(String.valueOf(packets.poll(10, SECONDS)));
      }
      return taken;
    }
  }
}
