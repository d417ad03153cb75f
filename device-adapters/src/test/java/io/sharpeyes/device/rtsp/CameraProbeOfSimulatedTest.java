package io.sharpeyes.device.rtsp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraHealth;
import io.sharpeyes.device.camera.CameraHealth.Cause;
import io.sharpeyes.device.simulator.CameraFault;
import io.sharpeyes.device.simulator.CameraScene;
import io.sharpeyes.device.simulator.SimulatedCamera;
import io.sharpeyes.device.simulator.SimulatedCameras;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The prober against the simulated cameras, whose faults can be chosen. */
class CameraProbeOfSimulatedTest {

  private static final DeviceId ID = new DeviceId("camera-1");
  private static final RtspCredentials PASSWORD = new RtspCredentials("admin", "demo");
  private static final RtspOptions OPTIONS =
      RtspOptions.defaults(CameraAllowList.networks(List.of("127.0.0.0/8")));
  private static final CameraProbeOptions OFTEN =
      CameraProbeOptions.defaults()
          .withInterval(Duration.ofMillis(500))
          .withSlowAfter(Duration.ofSeconds(1));

  private final LinkedBlockingQueue<CameraHealth> healths = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<CameraDescription> descriptions = new LinkedBlockingQueue<>();
  private final Vertx vertx = Vertx.vertx();
  private final SimulatedCameras cameras;
  private final SimulatedCamera camera;
  private final RtspAddress address;

  CameraProbeOfSimulatedTest() throws Exception {
    cameras = Outcome.of(SimulatedCameras.start(vertx, "127.0.0.1", 0, InstantSource.system()));
    camera = cameras.add(ID.value(), CameraScene.RIVER_BRIDGE);
    address = RtspAddress.parse(cameras.url(ID.value()));
  }

  @BeforeEach
  void watch() {
    RtspClient client = new RtspClient(vertx, OPTIONS);
    CameraProber prober =
        new CameraProber(vertx, client, InstantSource.system(), OFTEN, new Changes());
    prober.watch(List.of(new CameraProbeTarget(ID, address, PASSWORD, null)));
  }

  @AfterEach
  void stop() throws Exception {
    Outcome.of(vertx.close());
  }

  private final class Changes implements CameraProbeListener {
    @Override
    public void onHealth(DeviceId id, CameraHealth health) {
      healths.add(health);
    }

    @Override
    public void onDescription(DeviceId id, CameraDescription description) {
      descriptions.add(description);
    }
  }

  private Cause nextCause() throws InterruptedException {
    CameraHealth next = healths.poll(20, SECONDS);
    return next == null ? Cause.UNKNOWN : next.cause();
  }

  @ParameterizedTest
  @CsvSource({
    "SILENT, UNREACHABLE",
    "DISCONNECTING, UNREACHABLE",
    "GARBAGE, PROTOCOL_ERROR",
    "NO_VIDEO, NO_VIDEO",
    "BUSY, BUSY",
  })
  void tellsWhatIsWrongAndWhenItIsMended(CameraFault fault, Cause cause) throws Exception {
    assertThat(nextCause()).isEqualTo(Cause.OK);

    camera.fault(fault);
    assertThat(nextCause()).isEqualTo(cause);

    camera.fault(CameraFault.NONE);
    assertThat(nextCause()).isEqualTo(Cause.OK);
  }

  @Test
  void tellsThatItIsSlow() throws Exception {
    assertThat(nextCause()).isEqualTo(Cause.OK);

    camera.answerDelay(Duration.ofMillis(1_300)).fault(CameraFault.SLOW);

    assertThat(nextCause()).isEqualTo(Cause.SLOW);
  }

  @Test
  void tellsThatItsClockIsOff() throws Exception {
    assertThat(nextCause()).isEqualTo(Cause.OK);

    camera.clockOffset(Duration.ofHours(-8));

    assertThat(nextCause()).isEqualTo(Cause.CLOCK_OFF);
  }

  @Test
  void tellsThatItBecameAnother() throws Exception {
    CameraDescription before = descriptions.poll(20, SECONDS);
    camera.show(CameraScene.FIELD_ROAD, VideoCodec.H265);
    CameraDescription after = descriptions.poll(20, SECONDS);

    assertThat(before.tracks().get(0).codec()).isEqualTo("H264");
    assertThat(after.tracks().get(0).codec()).isEqualTo("H265");
    assertThat(after.tracks().get(0).width()).isEqualTo(640);
    assertThat(after.tracks().get(0).height()).isEqualTo(360);
  }
}
