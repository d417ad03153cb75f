package io.sharpeyes.device.video;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.camera.CameraDescription.TrackKind;
import io.sharpeyes.device.camera.CameraHealth;
import io.sharpeyes.device.camera.CameraHealth.Cause;
import io.sharpeyes.device.camera.SceneEvent;
import io.sharpeyes.device.rtsp.CameraAllowList;
import io.sharpeyes.device.rtsp.PacketCamera;
import io.sharpeyes.device.rtsp.RtspAddress;
import io.sharpeyes.device.rtsp.RtspClient;
import io.sharpeyes.device.rtsp.RtspOptions;
import io.sharpeyes.device.rtsp.Samples;
import io.sharpeyes.device.simulator.CameraFault;
import io.sharpeyes.device.simulator.CameraScene;
import io.sharpeyes.device.simulator.SimulatedCamera;
import io.sharpeyes.device.simulator.SimulatedCameras;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Cameras that move, break, or send what they shouldn't: told by name, and nobody else disturbed.
 */
class OddCamerasTest {

  private static final StreamSettings SETTINGS =
      new StreamSettings(
          Duration.ofSeconds(10),
          16L << 20,
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          Duration.ofMillis(100),
          Duration.ofMillis(400),
          Duration.ofSeconds(1),
          8,
          8,
          Duration.ofMillis(300));
  private static final RtspOptions OPTIONS =
      RtspOptions.defaults(CameraAllowList.networks(List.of("127.0.0.0/8")))
          .withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(2));

  private final Vertx vertx = Vertx.vertx();
  private final Listening listening = new Listening();
  private final CameraStreams streams =
      new CameraStreams(
          vertx, new RtspClient(vertx, OPTIONS), SETTINGS, InstantSource.system(), listening);
  private final List<PacketCamera> packetCameras = new ArrayList<>();
  private final SimulatedCameras simulated;

  OddCamerasTest() throws Exception {
    simulated = await(SimulatedCameras.start(vertx, "127.0.0.1", 0, InstantSource.system()));
  }

  @BeforeEach
  void addTheGate() {
    simulated.add("gate", CameraScene.SCHOOL_GATE);
  }

  @AfterEach
  void stop() throws Exception {
    await(streams.close());
    await(vertx.close());
    for (PacketCamera camera : packetCameras) {
      camera.close();
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, SECONDS);
  }

  private CameraStream open(RtspAddress address) throws Exception {
    await(streams.replace(List.of(new CameraSource("odd", address, null, null, true))));
    return streams.find("odd").orElseThrow();
  }

  private CameraStream openGate() throws Exception {
    return open(RtspAddress.parse(simulated.url("gate")));
  }

  private CameraStream play(String codec, PacketCamera.Feed feed) throws Exception {
    PacketCamera camera = new PacketCamera(codec, feed);
    packetCameras.add(camera);
    return open(camera.address());
  }

  @Test
  void movementAndTamperingAreTold() throws Exception {
    SimulatedCamera gate = simulated.camera("gate");
    openGate();
    assertThat(Listening.await(listening.descriptions, told -> true).tracks())
        .extracting(track -> track.kind())
        .contains(TrackKind.METADATA);

    gate.move(Duration.ofSeconds(2));
    assertThat(Listening.await(listening.scenes, SceneEvent::active).kind())
        .isEqualTo(SceneEvent.Kind.MOVEMENT);
    gate.cover(true);
    Listening.await(
        listening.scenes, told -> told.kind() == SceneEvent.Kind.TAMPER && told.active());
  }

  @Test
  void aStalledCameraIsToldAndComesBack() throws Exception {
    SimulatedCamera gate = simulated.camera("gate");
    openGate();
    listening.awaitHealth(Cause.OK);

    gate.fault(CameraFault.STALLED);
    listening.awaitHealth(Cause.STALLED);
    gate.fault(CameraFault.NONE);
    listening.awaitHealth(Cause.OK);
  }

  @Test
  void aStreamWithoutKeyFramesIsTold() throws Exception {
    CameraStream stream =
        play(
            "H264",
            sender -> {
              for (int round = 0; round < 100; round++) {
                for (byte[] packet : Samples.rtp("baseline-gstreamer.rtp")) {
                  if ((packet[12] & 0x1f) == 1) {
                    sender.send(packet);
                  }
                }
              }
            });

    CameraHealth told = listening.awaitHealth(Cause.PROTOCOL_ERROR);

    assertThat(told.detail()).startsWith("No key frame within 1 s");
    assertThat(await(stream.figures()).ringBytes()).isZero();
  }

  @Test
  void aPictureWithoutEndIsBoundedAndNamed() throws Exception {
    play(
        "H264",
        sender -> {
          byte[] packet = new byte[60_000];
          Arrays.fill(packet, (byte) 1);
          for (int i = 0; i < 400; i++) {
            ByteBuffer.wrap(packet).put((byte) 0x80).put((byte) 96).putShort((short) i);
            packet[12] = 0x7c;
            packet[13] = (byte) (i == 0 ? 0x85 : 0x05);
            sender.send(packet);
          }
        });

    CameraHealth told = listening.awaitHealth(Cause.PROTOCOL_ERROR);

    assertThat(told.detail()).contains("4194304 bytes");
  }

  @Test
  void picturesOfAnotherCodecAreNamed() throws Exception {
    play("JPEG", sender -> sender.send(Samples.rtp("baseline-gstreamer.rtp").get(0)));

    CameraHealth told =
        Listening.await(listening.health, health -> health.cause() != Cause.UNKNOWN);

    assertThat(told.cause()).isIn(Cause.PROTOCOL_ERROR, Cause.NO_VIDEO);
    assertThat(told.detail()).contains("JPEG");
  }

  @Test
  void picturesThatNeverChangeAreBad() throws Exception {
    play("H264", OddCamerasTest::repeatTheFirstGroup);

    CameraHealth told = listening.awaitHealth(Cause.BAD_PICTURE);

    assertThat(told.detail()).contains("frozen");
  }

  /** The same second of pictures again and again, with timestamps and numbers that go on. */
  private static void repeatTheFirstGroup(PacketCamera.Sender sender) throws IOException {
    List<byte[]> group = Samples.rtp("baseline-gstreamer.rtp").subList(0, 41);
    int sequence = 0;
    for (int round = 0; round < 10_000; round++) {
      for (byte[] original : group) {
        byte[] packet = original.clone();
        int timestamp = ByteBuffer.wrap(packet).getInt(4) + round * 90_000;
        ByteBuffer.wrap(packet).putShort(2, (short) sequence++).putInt(4, timestamp);
        sender.send(packet);
      }
      LockSupport.parkNanos(50_000_000);
    }
  }
}
