package io.sharpeyes.device.video;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sharpeyes.device.camera.CameraHealth.Cause;
import io.sharpeyes.device.rtsp.CameraAllowList;
import io.sharpeyes.device.rtsp.GStreamerCamera;
import io.sharpeyes.device.rtsp.RtspAddress;
import io.sharpeyes.device.rtsp.RtspClient;
import io.sharpeyes.device.rtsp.RtspCredentials;
import io.sharpeyes.device.rtsp.RtspOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cameras made of GStreamer's RTSP server, all the way to clips, live view and snapshots. */
class CameraStreamsIT {

  private static final RtspCredentials LOGIN = new RtspCredentials("admin", "secret");
  private static final double FRAME = 1 / 15.0;

  private final Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final Listening listening = new Listening();
  private final GStreamerCamera camera;
  private CameraStreams streams = streams(settings(8, Duration.ofSeconds(30)));

  CameraStreamsIT(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.camera = GStreamerCamera.start(LOGIN.user(), LOGIN.password());
  }

  @AfterEach
  void stop() throws Exception {
    await(streams.close());
    await(vertx.close());
    camera.close();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  /** Asks again until the answer is yes, for at most 40 s. */
  private static void until(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + 40_000_000_000L;
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static StreamSettings settings(int openCameras, Duration linger) {
    return new StreamSettings(
        Duration.ofSeconds(10),
        16L << 20,
        Duration.ofSeconds(60),
        linger,
        Duration.ofMillis(200),
        Duration.ofSeconds(1),
        Duration.ofSeconds(15),
        3,
        openCameras,
        Duration.ofMillis(500));
  }

  private CameraStreams streams(StreamSettings settings) {
    RtspOptions options = RtspOptions.defaults(CameraAllowList.networks(List.of("127.0.0.0/8")));
    return new CameraStreams(
        vertx, new RtspClient(vertx, options), settings, InstantSource.system(), listening);
  }

  private CameraStream open(String id, String path, @Nullable String smaller, boolean prerecord)
      throws Exception {
    RtspAddress small = smaller == null ? null : camera.address(smaller);
    await(
        streams.replace(
            List.of(new CameraSource(id, camera.address(path), small, LOGIN, prerecord))));
    return streams.find(id).orElseThrow();
  }

  /** Counts what comes. */
  private static final class Outlet implements LiveOutlet {
    final LinkedBlockingQueue<String> inits = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<byte[]> pictures = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<String> ends = new LinkedBlockingQueue<>();

    @Override
    public boolean isFull() {
      return false;
    }

    @Override
    public void onInit(String mimeType, byte[] segment) {
      inits.add(mimeType);
    }

    @Override
    public void onPicture(boolean key, byte[] bytes) {
      pictures.add(bytes);
    }

    @Override
    public void onEnd(String reason) {
      ends.add(reason);
    }

    byte[] next() throws InterruptedException {
      byte[] picture = pictures.poll(20, SECONDS);
      assertThat(picture).as("a picture within 20 s").isNotNull();
      return picture;
    }
  }

  @Test
  void aClipHoldsTheSecondsBeforeThePress() throws Exception {
    Tools.require("ffprobe");
    CameraStream stream = open("gate", "/h264", null, true);
    until(() -> await(stream.figures()).ring().compareTo(Duration.ofSeconds(9)) >= 0);

    Clip clip = await(stream.clip(folder.resolve("press.mp4"), Duration.ofSeconds(2)));
    ClipSummary summary = await(clip.finished());

    assertThat(summary.beforeRequest()).isGreaterThan(Duration.ofSeconds(8));
    double seconds = summary.duration().toNanos() / 1e9;
    assertThat(seconds)
        .isEqualTo(summary.beforeRequest().toNanos() / 1e9 + 2, within(2 * FRAME + 0.1));
    assertThat(summary.dropped()).isZero();
    List<String> frames =
        Tools.run(
                "ffprobe",
                "-v",
                "error",
                "-err_detect",
                "explode",
                "-show_entries",
                "frame=key_frame,pts_time",
                "-of",
                "csv=p=0",
                summary.file().toString())
            .lines()
            .toList();
    assertThat(frames).hasSize((int) summary.frames());
    assertThat(frames.get(0)).startsWith("1,0.0");
    for (int i = 1; i < frames.size(); i++) {
      assertThat(time(frames.get(i)) - time(frames.get(i - 1))).isEqualTo(FRAME, within(FRAME / 2));
    }
    assertThat(time(frames.get(frames.size() - 1)) + FRAME).isEqualTo(seconds, within(FRAME));
  }

  private static double time(String keyAndTime) {
    return Double.parseDouble(keyAndTime.substring(2).replace(",", ""));
  }

  @Test
  void allWhoLookShareOneConnection() throws Exception {
    CameraStream stream = open("gate", "/h264", null, false);
    Outlet first = new Outlet();
    Outlet second = new Outlet();
    LiveViewer viewer = await(stream.live(first, false));
    await(stream.live(second, false));
    Clip clip = await(stream.clip(folder.resolve("clip.mp4"), Duration.ofSeconds(30)));
    Snapshot snapshot = await(stream.snapshot(System.nanoTime()));
    first.next();
    second.next();
    clip.end();

    assertThat(await(clip.finished()).frames()).isPositive();
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(snapshot.jpeg()));
    assertThat(image.getWidth()).isEqualTo(640);
    assertThat(camera.connections()).isEqualTo(1);
    assertThat(first.inits).containsExactly("video/mp4; codecs=\"avc1.42C016\"");
    assertThat(viewer.firstPictureNanos()).isPositive();
    assertThat(await(stream.figures()).viewers()).isEqualTo(2);
    assertThat(stream.health().cause()).isEqualTo(Cause.OK);

    viewer.close();
    until(() -> await(stream.figures()).viewers() == 1);
    first.pictures.clear();
    second.next();
    second.next();
    assertThat(first.pictures).isEmpty();
  }

  @Test
  void onlySoManyMayLookAtOneCamera() throws Exception {
    CameraStream stream = open("gate", "/h264", null, false);
    for (int i = 0; i < 3; i++) {
      await(stream.live(new Outlet(), false));
    }

    assertThatThrownBy(() -> await(stream.live(new Outlet(), false)))
        .hasCauseInstanceOf(PictureException.class)
        .hasMessageContaining("3 look at camera gate");
  }

  @Test
  void aCameraThatNobodyUsesIsClosedAndItsPlaceIsFree() throws Exception {
    await(streams.close());
    streams = streams(settings(1, Duration.ofMillis(100)));
    await(
        streams.replace(
            List.of(
                new CameraSource("gate", camera.address("/h264"), null, LOGIN, false),
                new CameraSource("yard", camera.address("/h264"), null, LOGIN, false))));
    CameraStream gate = streams.find("gate").orElseThrow();
    CameraStream yard = streams.find("yard").orElseThrow();
    Outlet outlet = new Outlet();
    LiveViewer viewer = await(gate.live(outlet, false));
    outlet.next();

    assertThatThrownBy(() -> await(yard.live(new Outlet(), false)))
        .hasMessageContaining("1 cameras are open already");

    viewer.close();
    until(() -> streams.open() == 0);
    assertThat(await(gate.figures()).open()).isFalse();
    assertThat(await(gate.figures()).ringBytes()).isZero();
    await(yard.warm());
    until(() -> await(yard.figures()).open());
  }

  @Test
  void ofAnH265CameraBrowsersGetItsSmallerH264Stream() throws Exception {
    Outlet outlet = new Outlet();
    await(open("gate", "/h265", "/h264", false).live(outlet, false));
    outlet.next();

    assertThat(outlet.inits.peek()).contains("avc1.");
  }

  @Test
  void withoutOneTheyGetKeyFrames() throws Exception {
    CameraStream stream = open("gate", "/h265", null, false);
    Outlet stills = new Outlet();
    Outlet modern = new Outlet();
    await(stream.live(stills, false));
    await(stream.live(modern, true));
    byte[] picture = stills.next();
    stills.next();
    modern.next();

    assertThat(stills.inits).containsExactly("image/jpeg");
    assertThat(ImageIO.read(new ByteArrayInputStream(picture)).getHeight()).isEqualTo(360);
    assertThat(modern.inits.peek()).contains("hvc1.");
  }

  @Test
  void aCameraThatDiesIsOpenedAgainAndItsViewersGoOn() throws Exception {
    String port = String.valueOf(camera.address("/").port());
    CameraStream stream = open("gate", "/h264", null, false);
    Outlet outlet = new Outlet();
    await(stream.live(outlet, false));
    outlet.next();
    camera.close();
    until(() -> stream.health().cause() != Cause.OK);
    outlet.pictures.clear();

    try (GStreamerCamera again = GStreamerCamera.start(LOGIN.user(), LOGIN.password(), port)) {
      assertThat(again.address("/")).isEqualTo(camera.address("/"));
      outlet.next();
      assertThat(stream.health().cause()).isEqualTo(Cause.OK);
      assertThat(await(stream.figures()).reconnects()).isPositive();
      assertThat(outlet.ends).isEmpty();
    }
  }

  @Test
  void whoLooksAtACameraThatIsTakenAwayIsTold() throws Exception {
    CameraStream stream = open("gate", "/h264", null, false);
    Outlet outlet = new Outlet();
    await(stream.live(outlet, false));
    outlet.next();

    await(streams.replace(List.of()));

    assertThat(outlet.ends.poll(5, SECONDS)).contains("taken away");
    assertThatThrownBy(() -> await(stream.snapshot(0))).hasMessageContaining("taken away");
    assertThat(streams.open()).isZero();
  }

  @Test
  void aCameraThatRefusesIsToldWithItsCause() throws Exception {
    await(
        streams.replace(
            List.of(
                new CameraSource(
                    "gate",
                    camera.address("/h264"),
                    null,
                    new RtspCredentials("admin", "wrong"),
                    true))));

    listening.awaitHealth(Cause.UNAUTHORIZED);
  }
}
