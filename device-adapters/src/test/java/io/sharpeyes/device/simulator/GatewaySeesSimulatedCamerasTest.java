package io.sharpeyes.device.simulator;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraDescription.Track;
import io.sharpeyes.device.camera.CameraDescription.TrackKind;
import io.sharpeyes.device.camera.CameraHealth.Cause;
import io.sharpeyes.device.camera.SceneEvent;
import io.sharpeyes.device.rtsp.AccessUnit;
import io.sharpeyes.device.rtsp.CameraAllowList;
import io.sharpeyes.device.rtsp.MediaClock;
import io.sharpeyes.device.rtsp.OnvifMetadataReceiver;
import io.sharpeyes.device.rtsp.RtspAddress;
import io.sharpeyes.device.rtsp.RtspClient;
import io.sharpeyes.device.rtsp.RtspCredentials;
import io.sharpeyes.device.rtsp.RtspException;
import io.sharpeyes.device.rtsp.RtspMediaHandler;
import io.sharpeyes.device.rtsp.RtspOptions;
import io.sharpeyes.device.rtsp.RtspSession;
import io.sharpeyes.device.rtsp.SdpTrack;
import io.sharpeyes.device.rtsp.VideoCodec;
import io.sharpeyes.device.rtsp.VideoReceiver;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulated cameras as the gateway's own RTSP client sees them. */
@Timeout(60)
class GatewaySeesSimulatedCamerasTest {

  private static final CameraScene SCENE = CameraScene.RIVER_BRIDGE;
  private static final RtspCredentials CREDENTIALS = new RtspCredentials("viewer", "demo");

  /** Long enough for a loaded machine; short where a fault has to be waited for. */
  private static final RtspOptions OPTIONS =
      RtspOptions.defaults(CameraAllowList.networks(List.of("127.0.0.0/8")))
          .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(2));

  private static Vertx vertx;
  private static SimulatedCameras cameras;
  private static RtspClient client;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    cameras = get(SimulatedCameras.start(vertx, "127.0.0.1", 0, InstantSource.system()));
    client = new RtspClient(vertx, OPTIONS);
  }

  @AfterAll
  static void stop() throws Exception {
    get(vertx.close());
  }

  @ParameterizedTest
  @EnumSource(CameraLogin.Scheme.class)
  void describesItselfWithEveryLogin(CameraLogin.Scheme scheme) throws Exception {
    SimulatedCamera camera = add(scheme.name()).login(new CameraLogin(scheme, "viewer", "demo"));

    CameraDescription description = get(describe(camera));

    assertThat(description.tracks())
        .extracting(Track::kind)
        .containsExactly(TrackKind.VIDEO, TrackKind.METADATA);
    Track video = description.tracks().get(0);
    assertThat(video.codec()).isEqualTo("H264");
    assertThat(video.profile()).isEqualTo("Main");
    assertThat(video.width()).isEqualTo(640);
    assertThat(video.height()).isEqualTo(360);
    assertThat(video.framesPerSecond()).isEqualTo(12.5);
  }

  @Test
  void isAnotherCameraAfterItsSettingsWereChanged() throws Exception {
    SimulatedCamera camera = add("changing");
    Recorder recorder = new Recorder();
    get(open(camera, recorder));
    CameraDescription before = get(describe(camera));

    camera.show(SCENE, VideoCodec.H265);

    assertThat(recorder.end.get(10, SECONDS)).isNotNull();
    CameraDescription after = get(describe(camera));
    assertThat(after).isNotEqualTo(before);
    assertThat(after.tracks().get(0).codec()).isEqualTo("H265");
  }

  @ParameterizedTest
  @CsvSource({
    "BUSY, BUSY",
    "GARBAGE, PROTOCOL_ERROR",
    "NO_VIDEO, NO_VIDEO",
    "SILENT, UNREACHABLE",
    "DISCONNECTING, UNREACHABLE",
  })
  void showsItsFaultsAsTheirCause(CameraFault fault, Cause cause) throws Exception {
    SimulatedCamera camera = add(fault.name()).fault(fault);

    assertThat(failure(open(camera, new Recorder()))).isEqualTo(cause);

    camera.fault(CameraFault.NONE);
    get(open(camera, new Recorder()).compose(RtspSession::close));
  }

  @Test
  void answersLateWhenSlow() throws Exception {
    SimulatedCamera camera = add("slow").fault(CameraFault.SLOW);
    camera.answerDelay(Duration.ofMillis(300));
    assertThat(get(describe(camera)).tracks()).isNotEmpty();

    camera.answerDelay(Duration.ofSeconds(10));
    assertThat(failure(describe(camera))).isEqualTo(Cause.UNREACHABLE);
  }

  @Test
  void refusesTheWrongPassword() throws Exception {
    SimulatedCamera camera = add("changed").login(CameraLogin.digest("viewer", "changed"));

    assertThat(failure(describe(camera))).isEqualTo(Cause.UNAUTHORIZED);
  }

  @ParameterizedTest
  @EnumSource(VideoCodec.class)
  void itsPicturesArriveWholeAndEvenlyAndThenStall(VideoCodec codec) throws Exception {
    SimulatedCamera camera = add("playing-" + codec).show(SCENE, codec);
    Recorder recorder = new Recorder();
    get(open(camera, recorder));

    AccessUnit first = recorder.nextPicture();
    assertThat(first.isKey()).isTrue();
    assertThat(first.codec()).isEqualTo(codec);
    long time = first.time();
    for (int i = 0; i < 25; i++) {
      AccessUnit next = recorder.nextPicture();
      assertThat(next.time() - time).isEqualTo(MediaClock.TICKS_PER_SECOND * 2 / 25);
      time = next.time();
    }
    assertThat(Objects.requireNonNull(recorder.video).counters().dropped()).isZero();

    camera.fault(CameraFault.STALLED);
    assertThat(recorder.end.get(20, SECONDS).healthCause()).isEqualTo(Cause.STALLED);
  }

  @Test
  void tellsOfMovementAndTamperingAndNothingElse() throws Exception {
    SimulatedCamera camera = add("moving");
    Recorder recorder = new Recorder();
    get(open(camera, recorder));
    recorder.nextPicture();

    camera.move(Duration.ofMillis(50));
    recorder.awaitEvent(SceneEvent.Kind.MOVEMENT, true);
    recorder.awaitEvent(SceneEvent.Kind.MOVEMENT, false);
    camera.cover(true);
    recorder.awaitEvent(SceneEvent.Kind.TAMPER, true);

    OnvifMetadataReceiver metadata = Objects.requireNonNull(recorder.metadata);
    assertThat(metadata.dropped()).isZero();
    assertThat(metadata.documents())
        .as("with objects and a plate among them")
        .isGreaterThanOrEqualTo(4);
  }

  private static SimulatedCamera add(String name) {
    return cameras.add(name, SCENE);
  }

  private static Future<CameraDescription> describe(SimulatedCamera camera) {
    return client.describe(address(camera), CREDENTIALS);
  }

  private static Future<RtspSession> open(SimulatedCamera camera, Recorder recorder) {
    Set<TrackKind> wanted = Set.of(TrackKind.VIDEO, TrackKind.METADATA);
    return client.open(address(camera), CREDENTIALS, wanted, recorder);
  }

  private static RtspAddress address(SimulatedCamera camera) {
    return RtspAddress.parse(cameras.url(camera.name()));
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, SECONDS);
  }

  private static Cause failure(Future<?> future) throws Exception {
    try {
      get(future);
      throw new AssertionError("it succeeded");
    } catch (ExecutionException e) {
      return ((RtspException) Objects.requireNonNull(e.getCause())).healthCause();
    }
  }

  /** Takes the stream apart as the gateway does. */
  private static final class Recorder implements RtspMediaHandler {

    final CompletableFuture<RtspException> end = new CompletableFuture<>();
    private final BlockingQueue<AccessUnit> pictures = new LinkedBlockingQueue<>(1_000);
    private final BlockingQueue<SceneEvent> events = new LinkedBlockingQueue<>(1_000);
    volatile @Nullable VideoReceiver video;
    volatile @Nullable OnvifMetadataReceiver metadata;

    @Override
    public void onRtp(SdpTrack track, ByteBuf packet) {
      if (track.kind() == TrackKind.VIDEO) {
        videoOf(track).onRtp(packet, System.nanoTime());
      } else {
        metadataOf(track).onRtp(packet, System.nanoTime());
      }
    }

    private VideoReceiver videoOf(SdpTrack track) {
      VideoReceiver receiver = video;
      if (receiver == null) {
        receiver = VideoReceiver.of(track, new MediaClock(), pictures::add);
        video = receiver;
      }
      return receiver;
    }

    private OnvifMetadataReceiver metadataOf(SdpTrack track) {
      OnvifMetadataReceiver receiver = metadata;
      if (receiver == null) {
        receiver =
            new OnvifMetadataReceiver(
                track.payloadType(), track.clockRate(), InstantSource.system(), events::add);
        metadata = receiver;
      }
      return receiver;
    }

    @Override
    public void onEnd(RtspException cause) {
      end.complete(cause);
    }

    AccessUnit nextPicture() throws InterruptedException {
      return Objects.requireNonNull(pictures.poll(10, SECONDS), "no picture came");
    }

    void awaitEvent(SceneEvent.Kind kind, boolean active) throws InterruptedException {
      SceneEvent event;
      do {
        event = Objects.requireNonNull(events.poll(10, SECONDS), kind + " " + active);
      } while (event.kind() != kind || event.active() != active);
    }
  }
}
