package io.sharpeyes.device.simulator;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.rtsp.VideoCodec;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Simulated cameras as FFmpeg and GStreamer see them. */
class SimulatedCamerasIT {

  private static Vertx vertx;
  private static SimulatedCameras cameras;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    cameras =
        SimulatedCameras.start(vertx, "127.0.0.1", 0, InstantSource.system())
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, SECONDS);
    for (CameraScene scene : CameraScene.values()) {
      cameras.add(scene.name(), scene);
      if (scene.has(VideoCodec.H265)) {
        cameras.add(scene.name() + "-H265", scene).show(scene, VideoCodec.H265);
      }
    }
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @ParameterizedTest
  @CsvSource({
    "SCHOOL_GATE,          tcp, h264, 640, 360",
    "SCHOOL_GATE/sub,      udp, h264, 320, 180",
    "RIVER_BRIDGE-H265,    tcp, hevc, 640, 360",
    "RIVER_BRIDGE-H265,    udp, hevc, 640, 360",
    "RIVER_BRIDGE-H265/sub,tcp, h264, 320, 180",
  })
  void ffprobeReadsWhatTheCameraIs(
      String path, String transport, String codec, int width, int height) throws Exception {
    TestProgram.Run probe =
        TestProgram.run(
            "ffprobe",
            "-v",
            "error",
            "-analyzeduration",
            "300000",
            "-rtsp_transport",
            transport,
            "-select_streams",
            "v",
            "-show_entries",
            "stream=codec_name,width,height,avg_frame_rate",
            "-of",
            "csv=p=0",
            cameras.url(path));

    assertThat(probe.output().strip()).isEqualTo("%s,%d,%d,25/2".formatted(codec, width, height));
  }

  @ParameterizedTest
  @EnumSource(CameraScene.class)
  void ffmpegDecodesEverySceneWithoutAComplaint(CameraScene scene) throws Exception {
    decodes(scene.name());
    decodes(scene.name() + "/sub");
    if (scene.has(VideoCodec.H265)) {
      decodes(scene.name() + "-H265");
    }
  }

  private static void decodes(String path) throws Exception {
    TestProgram.Run decoding =
        TestProgram.run(
            "ffmpeg",
            "-v",
            "warning",
            "-analyzeduration",
            "300000",
            "-rtsp_transport",
            "tcp",
            "-i",
            cameras.url(path),
            "-map",
            "0:v",
            "-frames:v",
            "15",
            "-progress",
            "-",
            "-f",
            "null",
            "-");

    assertThat(decoding.exitCode()).as(decoding.output()).isZero();
    assertThat(decoding.output())
        .contains("frame=15\n")
        .doesNotContain("missed", "missing", "corrupt", "decode_slice", "Could not find ref");
  }

  @ParameterizedTest
  @CsvSource({
    "NONE,           tcp",
    "BASIC,          tcp",
    "DIGEST_MD5,     tcp",
    "DIGEST_MD5,     udp",
  })
  void gstreamerPlaysH264WithEachLoginItKnows(CameraLogin.Scheme scheme, String transport)
      throws Exception {
    CameraLogin login = new CameraLogin(scheme, "viewer", "demo");
    cameras.add("gst-" + scheme + transport, CameraScene.SCHOOL_GATE).login(login);

    assertThat(complaints(play("gst-" + scheme + transport, transport, "h264"))).isEmpty();
  }

  @Test
  void gstreamerPlaysH265() throws Exception {
    assertThat(complaints(play("FIELD_ROAD-H265", "tcp", "h265"))).isEmpty();
  }

  @Test
  void gstreamerIsRefusedWithTheWrongPassword() throws Exception {
    cameras.add("gst-wrong", CameraScene.SCHOOL_GATE).login(CameraLogin.digest("viewer", "other"));

    assertThat(play("gst-wrong", "tcp", "h264").output()).contains("Unauthorized");
  }

  /**
   * What it says, without what it says of itself when it has enough: now and then one of its
   * threads closes the connection while the other still waits for the answer to PAUSE.
   */
  private static String complaints(TestProgram.Run run) {
    return run.output()
        .replaceAll(
            "ERROR: from element \\S+ Could not write to resource\\.\\R"
                + "Additional debug info:\\R"
                + "\\S+ gst_rtspsrc_(?:try_send|pause) \\(\\): \\S+\\R"
                + "Could not send message\\. \\(Received end-of-file\\)\\R",
            "");
  }

  private static TestProgram.Run play(String path, String transport, String codec)
      throws Exception {
    return TestProgram.run(
        "gst-launch-1.0",
        "-q",
        "rtspsrc",
        "location=" + cameras.url(path),
        "protocols=" + transport,
        "user-id=viewer",
        "user-pw=demo",
        "!",
        "rtp" + codec + "depay",
        "!",
        codec + "parse",
        "!",
        "avdec_" + codec,
        "!",
        "fakesink",
        "num-buffers=15");
  }
}
