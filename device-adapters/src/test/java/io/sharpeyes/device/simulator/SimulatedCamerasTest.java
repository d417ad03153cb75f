package io.sharpeyes.device.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharpeyes.device.simulator.RtspTestClient.Answer;
import io.sharpeyes.device.simulator.RtspTestClient.Frame;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class SimulatedCamerasTest {

  private Vertx vertx;
  private SimulatedCameras cameras;

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    cameras =
        SimulatedCameras.start(vertx, "127.0.0.1", 0, 2, InstantSource.system())
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @ParameterizedTest
  @EnumSource(
      value = CameraLogin.Scheme.class,
      names = {"DIGEST_MD5", "DIGEST_MD5_QOP", "DIGEST_SHA256"})
  void asksForADigestAndKnowsTheRightOne(CameraLogin.Scheme scheme) throws Exception {
    cameras.add("gate", CameraScene.SCHOOL_GATE).login(new CameraLogin(scheme, "viewer", "demo"));
    String url = cameras.url("gate");

    try (RtspTestClient client = new RtspTestClient(cameras.port())) {
      Answer first = client.request("DESCRIBE", url);
      assertThat(first.status()).isEqualTo(401);

      String challenge = first.header("www-authenticate");
      assertThat(client.request("DESCRIBE", url, digest(challenge, "wrong", url)).status())
          .isEqualTo(401);
      Answer answer = client.request("DESCRIBE", url, digest(challenge, "demo", url));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body())
          .startsWith("v=0\r\n")
          .contains("a=rtpmap:96 H264/90000\r\n", "vnd.onvif.metadata/90000");
    }
  }

  private static String digest(String challenge, String password, String url) {
    return DigestForTest.authorization(challenge, "viewer", password, "DESCRIBE", url);
  }

  @Test
  void sendsEvenTimestampsAndUnbrokenSequenceNumbersFromAKeyFrameOn() throws Exception {
    cameras.add("gate", CameraScene.SCHOOL_GATE);
    try (RtspTestClient client = new RtspTestClient(cameras.port())) {
      Answer answer = play(client, "gate", 1);

      Frame first = client.frame(0);
      assertThat(first.payload()[0] & 0x1F).as("STAP-A with SPS and PPS").isEqualTo(24);
      assertThat(answer.header("rtp-info"))
          .contains("seq=" + first.sequence())
          .contains("rtptime=" + Integer.toUnsignedString(first.timestamp()));
      Frame last = first;
      for (int pictures = 0; pictures < 12; ) {
        Frame next = client.frame(0);
        assertThat(next.sequence()).isEqualTo((last.sequence() + 1) & 0xFFFF);
        int step = next.timestamp() - last.timestamp();
        assertThat(step).isEqualTo(last.marker() ? 7200 : 0);
        pictures += next.marker() ? 1 : 0;
        last = next;
      }
    }
  }

  @Test
  void reportsItsWallClockByRtcpAtOnce() throws Exception {
    cameras.add("gate", CameraScene.SCHOOL_GATE).clockOffset(Duration.ofHours(2));
    try (RtspTestClient client = new RtspTestClient(cameras.port())) {
      play(client, "gate", 1);

      ByteBuffer report = client.frame(1).packet();
      assertThat(Byte.toUnsignedInt(report.get(1))).as("sender report").isEqualTo(200);
      long seconds = Integer.toUnsignedLong(report.getInt(8));
      assertThat(seconds - 2_208_988_800L)
          .isBetween(
              InstantSource.system().instant().getEpochSecond() + 7190,
              InstantSource.system().instant().getEpochSecond() + 7210);
    }
  }

  @Test
  void tellsViewersOfTheMetadataTrackWhatMoves() throws Exception {
    SimulatedCamera camera = cameras.add("gate", CameraScene.SCHOOL_GATE);
    try (RtspTestClient client = new RtspTestClient(cameras.port())) {
      play(client, "gate", 2);
      assertThat(document(client)).contains("PropertyOperation=\"Initialized\"");

      camera.move(Duration.ofMillis(100));

      assertThat(document(client)).contains("Name=\"IsMotion\" Value=\"true\"");
      assertThat(document(client)).contains("PlateNumber");
      assertThat(document(client)).contains("Name=\"IsMotion\" Value=\"false\"");
    }
  }

  private static String document(RtspTestClient client) throws Exception {
    StringBuilder text = new StringBuilder();
    while (true) {
      Frame frame = client.frame(2);
      text.append(new String(frame.payload(), UTF_8));
      if (frame.marker()) {
        return text.toString();
      }
    }
  }

  @Test
  void cutsAViewerOffWhoDoesntRead() throws Exception {
    SimulatedCamera camera = cameras.add("gate", CameraScene.SCHOOL_GATE);
    try (RtspTestClient client = new RtspTestClient(cameras.port())) {
      play(client, "gate", 2);

      // About 1 kB each: more than the socket's buffers and the queue hold together.
      for (int i = 0; i < 30_000; i++) {
        camera.cover(i % 2 == 0);
      }
      await(() -> cameras.slowViewers() == 1);

      client.readToEnd();
    }
  }

  @Test
  void boundsTheNumberOfSessionsAndGivesThemBack() throws Exception {
    cameras.add("gate", CameraScene.SCHOOL_GATE);
    try (RtspTestClient one = new RtspTestClient(cameras.port());
        RtspTestClient three = new RtspTestClient(cameras.port())) {
      RtspTestClient two = new RtspTestClient(cameras.port());
      assertThat(setUp(one, "gate", 1).status()).isEqualTo(200);
      assertThat(setUp(two, "gate", 1).status()).isEqualTo(200);
      assertThat(setUp(three, "gate", 1).status()).isEqualTo(453);

      String session = session(setUp(one, "gate", 2));
      assertThat(one.request("TEARDOWN", cameras.url("gate"), session).status()).isEqualTo(200);
      assertThat(setUp(three, "gate", 1).status()).isEqualTo(200);
      two.close();
    }
  }

  @Test
  void countsWhoLooksUntilTheyPauseOrLeave() throws Exception {
    SimulatedCamera camera = cameras.add("gate", CameraScene.SCHOOL_GATE);
    try (RtspTestClient client = new RtspTestClient(cameras.port())) {
      Answer playing = play(client, "gate", 1);
      assertThat(camera.viewers()).isOne();

      assertThat(client.request("PAUSE", cameras.url("gate"), session(playing)).status())
          .isEqualTo(200);
      assertThat(camera.viewers()).isZero();
      assertThat(client.request("PLAY", cameras.url("gate"), session(playing)).status())
          .isEqualTo(200);
      assertThat(camera.viewers()).isOne();
    }
    await(() -> camera.viewers() == 0);
  }

  @Test
  void cutsViewersOffWhenItStops() throws Exception {
    cameras.add("gate", CameraScene.SCHOOL_GATE);
    try (RtspTestClient client = new RtspTestClient(cameras.port())) {
      play(client, "gate", 1);

      cameras.stop().toCompletionStage().toCompletableFuture().get(10, SECONDS);

      client.readToEnd();
    }
  }

  @Test
  void doesntStartOnAPortThatIsTaken() {
    var second = SimulatedCameras.start(vertx, "127.0.0.1", cameras.port(), InstantSource.system());

    assertThatThrownBy(() -> second.toCompletionStage().toCompletableFuture().get(10, SECONDS))
        .hasCauseInstanceOf(BindException.class);
  }

  @Test
  void answersWhatItDoesntKnowAsTheProtocolAsks() throws Exception {
    cameras.add("gate", CameraScene.SCHOOL_GATE);
    String url = cameras.url("gate");
    try (RtspTestClient client = new RtspTestClient(cameras.port())) {
      assertThat(client.request("OPTIONS", "*").header("public")).contains("GET_PARAMETER");
      assertThat(client.request("DESCRIBE", cameras.url("nobody")).status()).isEqualTo(404);
      assertThat(client.request("RECORD", url).status()).isEqualTo(405);
      assertThat(client.request("PLAY", url, "Session: 1234").status()).isEqualTo(454);
      assertThat(client.request("SETUP", url + "/trackID=1", "Transport: RAW").status())
          .isEqualTo(461);
      assertThat(client.request("DESCRIBE", url, "Require: www.onvif.org/x").status())
          .isEqualTo(551);
      client.write("no rtsp at all\r\n\r\n".getBytes(UTF_8));
      assertThat(client.answer().status()).isEqualTo(400);
      client.readToEnd();
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  private Answer play(RtspTestClient client, String name, int track) throws Exception {
    String session = session(setUp(client, name, track));
    Answer answer = client.request("PLAY", cameras.url(name), session);
    assertThat(answer.status()).isEqualTo(200);
    return answer;
  }

  private static String session(Answer answer) {
    return "Session: " + answer.header("session").split(";", 2)[0];
  }

  private Answer setUp(RtspTestClient client, String name, int track) throws Exception {
    return client.request(
        "SETUP",
        cameras.url(name) + "/trackID=" + track,
        "Transport: RTP/AVP/TCP;unicast;interleaved=%d-%d".formatted(2 * track - 2, 2 * track - 1));
  }
}
