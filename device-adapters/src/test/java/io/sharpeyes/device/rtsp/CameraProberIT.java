package io.sharpeyes.device.rtsp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraHealth;
import io.sharpeyes.device.camera.CameraHealth.Cause;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The prober against GStreamer's RTSP server. */
class CameraProberIT {

  private static final DeviceId ID = new DeviceId("camera-1");
  private static final RtspCredentials RIGHT = new RtspCredentials("admin", "right");
  private static final RtspCredentials WRONG = new RtspCredentials("admin", "wrong");
  private static final CameraProbeOptions EVERY_SECOND =
      CameraProbeOptions.defaults().withInterval(Duration.ofSeconds(1));

  private final Changes changes = new Changes();
  private Vertx vertx = Vertx.vertx();
  private CameraProber prober;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    RtspOptions options =
        RtspOptions.defaults(CameraAllowList.networks(List.of("127.0.0.0/8")))
            .withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(10));
    prober =
        new CameraProber(
            vertx, new RtspClient(vertx, options), InstantSource.system(), EVERY_SECOND, changes);
  }

  @AfterEach
  void stop() throws Exception {
    prober.close();
    Outcome.of(vertx.close());
  }

  private static CameraProbeTarget target(GStreamerCamera camera, RtspCredentials credentials) {
    return new CameraProbeTarget(ID, camera.address("/h264"), credentials, camera.address("/h265"));
  }

  @Test
  void tellsWhatACameraIsAndThatItWentAway() throws Exception {
    GStreamerCamera camera = GStreamerCamera.start(RIGHT.user(), RIGHT.password());
    prober.watch(List.of(target(camera, RIGHT)));

    assertThat(changes.nextHealth().cause()).isEqualTo(Cause.OK);
    assertThat(changes.descriptions.remove().tracks().get(0).codec()).isEqualTo("H264");
    assertThat(changes.subDescriptions.remove().tracks().get(0).codec()).isEqualTo("H265");

    camera.close();

    assertThat(changes.nextHealth().cause()).isEqualTo(Cause.REFUSED);
    assertThat(changes.descriptions).isEmpty();
  }

  @Test
  void tellsThatACameraDoesNotAnswerAnyMore() throws Exception {
    try (GStreamerCamera camera = GStreamerCamera.start()) {
      prober.watch(List.of(new CameraProbeTarget(ID, camera.address("/h264"), null, null)));
      assertThat(changes.nextHealth().cause()).isEqualTo(Cause.OK);

      camera.freeze();

      assertThat(changes.nextHealth().cause()).isEqualTo(Cause.UNREACHABLE);
    }
  }

  @Test
  void aWrongPasswordIsTriedOnceAndANewOneAtOnce() throws Exception {
    try (GStreamerCamera camera = GStreamerCamera.start(RIGHT.user(), RIGHT.password())) {
      prober.watch(List.of(target(camera, WRONG)));

      assertThat(changes.nextHealth().cause()).isEqualTo(Cause.UNAUTHORIZED);
      Outcome.until(() -> camera.connections() >= 4);
      assertThat(camera.passwordsTried()).isEqualTo(1);

      prober.watch(List.of(target(camera, RIGHT)));
      assertThat(changes.nextHealth().cause()).isEqualTo(Cause.OK);
    }
  }

  private static final class Changes implements CameraProbeListener {
    final LinkedBlockingQueue<CameraHealth> healths = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<CameraDescription> descriptions = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<CameraDescription> subDescriptions = new LinkedBlockingQueue<>();

    @Override
    public void onHealth(DeviceId id, CameraHealth health) {
      healths.add(health);
    }

    @Override
    public void onDescription(DeviceId id, CameraDescription description) {
      descriptions.add(description);
    }

    @Override
    public void onSubDescription(DeviceId id, CameraDescription description) {
      subDescriptions.add(description);
    }

    CameraHealth nextHealth() throws InterruptedException {
      CameraHealth next = healths.poll(30, SECONDS);
      assertThat(next).as("a change of health within 30 s").isNotNull();
      return next;
    }
  }
}
