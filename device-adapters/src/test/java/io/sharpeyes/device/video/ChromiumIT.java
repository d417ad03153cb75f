package io.sharpeyes.device.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sharpeyes.device.rtsp.AccessUnit;
import io.sharpeyes.device.rtsp.MediaClock;
import io.sharpeyes.device.rtsp.Samples;
import io.sharpeyes.device.rtsp.VideoCodec;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What viewers and clips get, played by a real browser. */
class ChromiumIT {

  private final Path folder;
  private final HttpServer server;
  private final Map<String, byte[]> files = new HashMap<>();
  private final CompletableFuture<JsonObject> report = new CompletableFuture<>();

  ChromiumIT(@TempDir Path folder) throws IOException {
    this.folder = folder;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
  }

  @BeforeEach
  void start() throws IOException {
    Tools.require("chromium");
    try (InputStream page = ChromiumIT.class.getResourceAsStream("/video/player.html")) {
      assertThat(page).isNotNull();
      files.put("/player.html", page.readAllBytes());
    }
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/report")) {
      report.complete(new JsonObject(Buffer.buffer(exchange.getRequestBody().readAllBytes())));
    }
    byte[] body = files.getOrDefault(path, new byte[0]);
    if (path.endsWith(".html")) {
      exchange.getResponseHeaders().add("Content-Type", "text/html");
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=([0-9]+)-.*", "$1"));
    if (range != null) {
      String span = "bytes " + from + "-" + (body.length - 1) + "/" + body.length;
      exchange.getResponseHeaders().add("Content-Range", span);
    }
    int length = body.length - from;
    exchange.sendResponseHeaders(range == null ? 200 : 206, length == 0 ? -1 : length);
    exchange.getResponseBody().write(body, from, length);
    exchange.close();
  }

  private JsonObject play(String what) throws Exception {
    Process chromium =
        new ProcessBuilder(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--autoplay-policy=no-user-gesture-required",
                "--user-data-dir=" + folder.resolve("profile"),
                "http://127.0.0.1:" + server.getAddress().getPort() + "/player.html?what=" + what)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return report.get(60, TimeUnit.SECONDS);
    } finally {
      chromium.destroy();
      chromium.onExit().get(10, TimeUnit.SECONDS);
    }
  }

  /** Lets the page fetch what a viewer is handed, message by message. */
  private final class Messages implements LiveOutlet {
    private final List<String> list = new ArrayList<>();

    @Override
    public boolean isFull() {
      return false;
    }

    @Override
    public void onInit(String mimeType, byte[] segment) {
      add("\"type\":\"" + mimeType.replace("\"", "\\\"") + "\",", segment);
    }

    @Override
    public void onPicture(boolean key, byte[] bytes) {
      add("", bytes);
    }

    private void add(String type, byte[] bytes) {
      String name = "message" + list.size();
      files.put("/" + name, bytes);
      list.add("{" + type + "\"bytes\":\"" + name + "\"}");
      files.put("/messages", ("[" + String.join(",", list) + "]").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void onEnd(String reason) {}
  }

  private static LiveViewer viewer(LiveOutlet outlet) {
    return new LiveViewer(outlet, false, System.nanoTime(), () -> {});
  }

  @ParameterizedTest
  @CsvSource({
    "baseline-gstreamer.rtp, baseline.h264, 15, 25",
    "bframes-ffmpeg.rtp, bframes.h264, 5, 35",
  })
  void aLateJoinerSeesTheGroupUnderWayAndThenPictureByPicture(
      String rtp, String stream, int joinedAt, int pictures) throws Exception {
    List<AccessUnit> units = Samples.units(VideoCodec.H264, rtp, stream);
    int group = joinedAt;
    while (!units.get(group).isKey()) {
      group--;
    }
    LiveViewer viewer = viewer(new Messages());
    viewer.catchUp(units.subList(group, joinedAt));
    units.subList(joinedAt, units.size()).forEach(viewer::accept);

    JsonObject seen = play("live");

    assertThat(seen.getJsonArray("errors")).isEmpty();
    assertThat(seen.getBoolean("supported")).isTrue();
    assertThat(seen.getInteger("ranges")).isEqualTo(1);
    assertThat(seen.getDouble("end")).isBetween(0.1 * (40 - joinedAt), 0.1 * 40 + 0.4);
    assertThat(seen.getInteger("frames")).isGreaterThanOrEqualTo(pictures - 5);
    assertThat(seen.getInteger("corrupted")).isZero();
    assertThat(seen.getDouble("brightness")).isBetween(90.0, 150.0);
  }

  @Test
  void whatIsLeftOutForASlowViewerLeavesNoGap() throws Exception {
    List<AccessUnit> units =
        Samples.units(VideoCodec.H264, "baseline-gstreamer.rtp", "baseline.h264");
    boolean[] full = new boolean[1];
    LiveViewer viewer =
        viewer(
            new LiveOutlet() {
              private final Messages messages = new Messages();

              @Override
              public boolean isFull() {
                return full[0];
              }

              @Override
              public void onInit(String mimeType, byte[] segment) {
                messages.onInit(mimeType, segment);
              }

              @Override
              public void onPicture(boolean key, byte[] bytes) {
                messages.onPicture(key, bytes);
              }

              @Override
              public void onEnd(String reason) {}
            });
    for (int i = 0; i < units.size(); i++) {
      full[0] = i >= 13 && i < 17;
      viewer.accept(units.get(i));
    }

    JsonObject seen = play("live");

    assertThat(seen.getJsonArray("errors")).isEmpty();
    assertThat(seen.getInteger("ranges")).isEqualTo(1);
    assertThat(seen.getDouble("end")).isEqualTo(3.3, within(0.1));
  }

  @Test
  void otherParameterSetsUnderWayAreFollowed() throws Exception {
    MediaClock clock = new MediaClock();
    LiveViewer viewer = viewer(new Messages());
    Samples.units(VideoCodec.H264, "baseline-gstreamer.rtp", "baseline.h264", clock, 0)
        .forEach(viewer::accept);
    Samples.units(VideoCodec.H264, "smaller-gstreamer.rtp", "smaller.h264", clock, 5_000_000_000L)
        .forEach(viewer::accept);

    JsonObject seen = play("live");

    assertThat(seen.getJsonArray("errors")).isEmpty();
    assertThat(seen.getInteger("ranges")).isEqualTo(1);
    assertThat(seen.getInteger("width")).isEqualTo(256);
  }

  @ParameterizedTest
  @CsvSource({
    "baseline-gstreamer.rtp, baseline.h264",
    "bframes-ffmpeg.rtp, bframes.h264",
  })
  void aClipPlaysAndKnowsItsLength(String rtp, String stream) throws Exception {
    List<AccessUnit> units = Samples.units(VideoCodec.H264, rtp, stream);
    ClipWriter writer = ClipWriter.begin(folder.resolve("clip.mp4"), units.get(0));
    for (AccessUnit unit : units) {
      writer.add(unit);
    }
    files.put("/clip.mp4", Files.readAllBytes(writer.finish(Duration.ZERO, 0).file()));

    JsonObject seen = play("clip");

    assertThat(seen.getJsonArray("errors")).isEmpty();
    assertThat(seen.getDouble("duration")).isEqualTo(4.0, within(0.1));
    assertThat(seen.getDouble("end")).isGreaterThan(3.8);
    assertThat(seen.getDouble("brightness")).isBetween(90.0, 150.0);
  }
}
