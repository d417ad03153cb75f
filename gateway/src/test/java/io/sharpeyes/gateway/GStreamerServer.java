package io.sharpeyes.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A camera that nobody here wrote: GStreamer's RTSP server, 15 pictures a second, a key frame each
 * second.
 */
final class GStreamerServer implements AutoCloseable {

  private static final String PYTHON = "/usr/bin/python3";
  private static final String SCRIPT =
      "../device-adapters/src/test/resources/rtsp/gstreamer_camera.py";
  private static final String NEEDS =
      "import gi; gi.require_version('GstRtspServer','1.0');"
          + "from gi.repository import Gst, GstRtspServer; Gst.init(None);"
          + "assert all(Gst.ElementFactory.find(n) for n in ('x264enc','x265enc','rtph265pay'))";

  private final Process process;
  private final int port;

  private GStreamerServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static GStreamerServer start() throws Exception {
    need();
    Process process =
        new ProcessBuilder(PYTHON, Path.of(SCRIPT).toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    CompletableFuture<Integer> port = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process, port), "gstreamer-server");
    reader.setDaemon(true);
    reader.start();
    return new GStreamerServer(process, port.get(30, TimeUnit.SECONDS));
  }

  private static void need() throws IOException, InterruptedException {
    boolean there =
        Path.of(PYTHON).toFile().canExecute()
            && new ProcessBuilder(PYTHON, "-c", NEEDS)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor()
                == 0;
    String missing = "GStreamer's RTSP server is not installed; .ci/run installs it";
    if (!there && System.getenv("CI") != null) {
      throw new AssertionError(missing);
    }
    Assumptions.assumeTrue(there, "SKIPPED: " + missing);
  }

  private static void read(Process process, CompletableFuture<Integer> port) {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("PORT ")) {
          port.complete(Integer.valueOf(line.substring(5)));
        }
      }
    } catch (IOException e) {
      // The process ended.
    }
    port.completeExceptionally(new IOException("GStreamer ended before it listened"));
  }

  String url(String path) {
    return "rtsp://127.0.0.1:" + port + path;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
