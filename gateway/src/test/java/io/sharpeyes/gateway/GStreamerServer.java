package io.sharpeyes.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private volatile boolean closed;
  private volatile @Nullable Process process;

  private GStreamerServer() {}

  static GStreamerServer start() throws Exception {
    need();
    GStreamerServer server = new GStreamerServer();
    Thread runner = new Thread(server::run, "gstreamer-server");
    runner.setDaemon(true);
    runner.start();
    server.port.get(30, TimeUnit.SECONDS);
    return server;
  }

  /**
   * Now and then it dies of an assertion of its own ({@code gst_rtsp_media_get_rates}) when
   * somebody plays what another just gave up; then it comes back on its port, as a camera does that
   * restarts.
   */
  private void run() {
    try {
      while (!closed) {
        ProcessBuilder builder =
            new ProcessBuilder(PYTHON, Path.of(SCRIPT).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("RTSP_PORT", String.valueOf(port.getNow(0)));
        Process running = builder.start();
        process = running;
        if (closed) {
          running.destroyForcibly();
        }
        read(running);
      }
    } catch (IOException e) {
      port.completeExceptionally(e);
    }
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

  /** Until it ends. */
  private void read(Process running) throws IOException {
    try (BufferedReader lines = running.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("PORT ")) {
          port.complete(Integer.valueOf(line.substring(5)));
        }
      }
    }
  }

  String url(String path) {
    return "rtsp://127.0.0.1:" + port.join() + path;
  }

  @Override
  public void close() {
    closed = true;
    Process running = process;
    if (running != null) {
      running.destroyForcibly().onExit().join();
    }
  }
}
