package io.sharpeyes.device.rtsp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraDescription.TrackKind;
import io.sharpeyes.device.camera.CameraHealth.Cause;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our client against GStreamer's RTSP server with digest authentication. */
class RtspClientIT {

  private static final RtspCredentials RIGHT = new RtspCredentials("admin", "Sesam-öffne:dich");
  private static final RtspCredentials WRONG = new RtspCredentials("admin", "guess");
  private static final RtspOptions OPTIONS =
      RtspOptions.defaults(CameraAllowList.networks(List.of("127.0.0.0/8")));

  private static Vertx vertx;
  private static GStreamerCamera camera;

  @BeforeAll
  static void start() throws Exception {
    camera = GStreamerCamera.start(RIGHT.user(), RIGHT.password());
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() throws Exception {
    if (vertx != null) {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
      camera.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"/h264, H264, Constrained Baseline, 96", "/h265, H265, Main, 97"})
  void describesWhatTheCameraIs(String path, String codec, String profile, int payloadType)
      throws Exception {
    CameraDescription described =
        Outcome.of(new RtspClient(vertx, OPTIONS).describe(camera.address(path), RIGHT));

    assertThat(described.server()).startsWith("GStreamer");
    assertThat(described.tracks()).hasSize(1);
    CameraDescription.Track track = described.tracks().get(0);
    assertThat(track.kind()).isEqualTo(TrackKind.VIDEO);
    assertThat(track.codec()).isEqualTo(codec);
    assertThat(track.profile()).isEqualTo(profile);
    assertThat(track.width()).isEqualTo(640);
    assertThat(track.height()).isEqualTo(360);
    assertThat(track.framesPerSecond()).isEqualTo(15);
    assertThat(track.payloadType()).isEqualTo(payloadType);
    assertThat(track.clockRate()).isEqualTo(90_000);
    assertThat(track.control()).startsWith(camera.address(path).url());
  }

  @Test
  void aWrongPasswordIsToldAfterOneTry() throws Exception {
    int before = camera.connections();

    RtspException failure =
        Outcome.failureOf(new RtspClient(vertx, OPTIONS).describe(camera.address("/h264"), WRONG));

    assertThat(failure.healthCause()).isEqualTo(Cause.UNAUTHORIZED);
    assertThat(camera.connections() - before).isEqualTo(1);
  }

  @Test
  void anUnknownPathIsNotFound() throws Exception {
    RtspException failure =
        Outcome.failureOf(
            new RtspClient(vertx, OPTIONS).describe(camera.address("/nowhere"), RIGHT));

    assertThat(failure.healthCause()).isEqualTo(Cause.NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource({"/h264, 96", "/h265, 97"})
  void playsPauseResumeAndEnds(String path, int payloadType) throws Exception {
    Recorder recorder = new Recorder();
    RtspSession session =
        Outcome.of(
            new RtspClient(vertx, OPTIONS)
                .open(
                    camera.address(path),
                    RIGHT,
                    Set.of(TrackKind.VIDEO, TrackKind.METADATA),
                    recorder));

    assertThat(recorder.nextPayloadType()).isEqualTo(payloadType);
    assertThat(session.tracks()).hasSize(1);
    assertThat(session.tracks().get(0).parameterSets()).isNotEmpty();
    assertThat(recorder.senderReport.await(20, SECONDS)).isTrue();

    session.pause();
    session.resume();
    recorder.payloadTypes.clear();
    assertThat(recorder.nextPayloadType()).isEqualTo(payloadType);

    Outcome.of(session.close());
    assertThat(recorder.end).isNotDone();
  }

  @Test
  void aFrozenCameraIsToldAsStalled() throws Exception {
    RtspOptions impatient =
        OPTIONS.withTimeouts(
            Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofMillis(1500));
    Recorder recorder = new Recorder();
    try (GStreamerCamera frozen = GStreamerCamera.start()) {
      Outcome.of(
          new RtspClient(vertx, impatient)
              .open(frozen.address("/h264"), null, Set.of(TrackKind.VIDEO), recorder));
      recorder.nextPayloadType();
      frozen.freeze();

      assertThat(recorder.end.get(20, SECONDS).healthCause()).isEqualTo(Cause.STALLED);
    }
  }

  @Test
  void aCameraThatDiesIsTold() throws Exception {
    Recorder recorder = new Recorder();
    GStreamerCamera dying = GStreamerCamera.start();
    Outcome.of(
        new RtspClient(vertx, OPTIONS)
            .open(dying.address("/h264"), null, Set.of(TrackKind.VIDEO), recorder));
    dying.close();

    assertThat(recorder.end.get(20, SECONDS).healthCause()).isEqualTo(Cause.UNREACHABLE);
  }

  private static final class Recorder implements RtspMediaHandler {
    final LinkedBlockingQueue<Integer> payloadTypes = new LinkedBlockingQueue<>();
    final CountDownLatch senderReport = new CountDownLatch(1);
    final CompletableFuture<RtspException> end = new CompletableFuture<>();

    @Override
    public void onRtp(SdpTrack track, ByteBuf packet) {
      payloadTypes.add(packet.getByte(packet.readerIndex() + 1) & 0x7f);
    }

    @Override
    public void onRtcp(SdpTrack track, ByteBuf packet) {
      if (packet.getUnsignedByte(packet.readerIndex() + 1) == 200) {
        senderReport.countDown();
      }
    }

    @Override
    public void onEnd(RtspException cause) {
      end.complete(cause);
    }

    int nextPayloadType() throws InterruptedException {
      Integer next = payloadTypes.poll(20, SECONDS);
      return next == null ? -1 : next;
    }
  }
}
