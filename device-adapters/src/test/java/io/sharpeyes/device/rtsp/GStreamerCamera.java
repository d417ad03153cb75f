package io.sharpeyes.device.rtsp;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A camera made of GStreamer's RTSP server, in a process of its own. */
public final class GStreamerCamera implements AutoCloseable {

  private static final String PYTHON = "/usr/bin/python3";
  private static final String NEEDS =
      "import gi; gi.require_version('GstRtspServer','1.0');"
          + "from gi.repository import Gst, GstRtspServer; Gst.init(None);"
          + "assert all(Gst.ElementFactory.find(n) for n in ('x264enc','x265enc','rtph265pay'))";

  private final Process process;
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger passwords = new AtomicInteger();

  private GStreamerCamera(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "gstreamer-camera");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts one; the words are user, password and a port, or user and password, or nothing. */
  public static GStreamerCamera start(String... userAndPassword) throws Exception {
    requireGStreamer();
    Path script = Path.of(GStreamerCamera.class.getResource("/rtsp/gstreamer_camera.py").toURI());
    List<String> command = new ArrayList<>(List.of(PYTHON, script.toString()));
    command.addAll(List.of(userAndPassword));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    GStreamerCamera camera = new GStreamerCamera(process);
    camera.port.get(20, SECONDS);
    return camera;
  }

  private static void requireGStreamer() throws IOException, InterruptedException {
    boolean there;
    try {
      Process check = new ProcessBuilder(PYTHON, "-c", NEEDS).redirectErrorStream(true).start();
      try (InputStream output = check.getInputStream()) {
        output.readAllBytes();
      }
      there = check.waitFor() == 0;
    } catch (IOException e) {
      there = false;
    }
    if (!there) {
      String message = "SKIPPED: GStreamer's RTSP server is not installed; .ci/run installs it";
      if ("true".equals(System.getenv("CI"))) {
        Assertions.fail(message);
      }
      Assumptions.abort(message);
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("PORT ")) {
          port.complete(Integer.valueOf(line.substring(5)));
        } else if (line.equals("CONNECTED")) {
          connections.incrementAndGet();
        } else if (line.equals("PASSWORD")) {
          passwords.incrementAndGet();
        }
      }
    } catch (IOException e) {
      // The process ended.
    }
    port.completeExceptionally(new IOException("GStreamer ended before it listened"));
  }

  public RtspAddress address(String path) {
    return RtspAddress.parse("rtsp://127.0.0.1:" + port.join() + path);
  }

  public int connections() {
    return connections.get();
  }

  /** How many requests carried an answer to its challenge. */
  int passwordsTried() {
    return passwords.get();
  }

  /** It stays connected and accepts connections, but does nothing any more. */
  public void freeze() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
