package io.sharpeyes.benchmarks;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_FATAL;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraHealth;
import io.sharpeyes.device.camera.SceneEvent;
import io.sharpeyes.device.rtsp.CameraAllowList;
import io.sharpeyes.device.rtsp.RtspAddress;
import io.sharpeyes.device.rtsp.RtspClient;
import io.sharpeyes.device.rtsp.RtspOptions;
import io.sharpeyes.device.rtsp.VideoCounters;
import io.sharpeyes.device.video.CameraSource;
import io.sharpeyes.device.video.CameraStream;
import io.sharpeyes.device.video.CameraStreams;
import io.sharpeyes.device.video.StreamFigures;
import io.sharpeyes.device.video.StreamListener;
import io.sharpeyes.device.video.StreamSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the seconds before a press of many cameras of 1.5 Mbit/s, and tells what that costs; beside
 * it JavaCV (FFmpeg) that only takes the same streams apart and keeps nothing. Each in a process of
 * its own, in turns, against GStreamer's RTSP server; ours with the JVM's usual garbage collector
 * and with the one that needs the least memory. What was lost counts from the end of the warm-up:
 * GStreamer drops packets while a hundred readers come at once.
 *
 * <pre>
 * mvn -q -pl benchmarks -am package -DskipTests
 * java -cp benchmarks/target/classes:gateway/target/sharp-eyes-gateway.jar \
 *     io.sharpeyes.benchmarks.PreRecordStreams [CAMERAS] [SECONDS]
 * </pre>
 */
public final class PreRecordStreams {

  private static final int WARM_UP_S = 20;
  private static final int SAMPLES = 10;

  private PreRecordStreams() {}

  /**
   * Runs both, or as a child one of them.
   *
   * @param args how many cameras, and for how many seconds each is measured; as a child {@code
   *     ours}, {@code serial} or {@code javacv}, then the address as well
   */
  public static void main(String[] args) throws Exception {
    if (args.length == 4) {
      measure(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]), args[3]);
      return;
    }
    String cameras = args.length > 0 ? args[0] : "100";
    String seconds = args.length > 1 ? args[1] : "600";
    Path script = Files.createTempFile("stream-source", ".py");
    try (InputStream in = PreRecordStreams.class.getResourceAsStream("/stream_source.py")) {
      Files.write(script, in.readAllBytes());
    }
    Process source =
        new ProcessBuilder("/usr/bin/python3", script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      String url = "rtsp://127.0.0.1:" + port(source) + "/camera";
      System.out.printf(
          "%-8s %8s %10s %10s %10s %8s %8s %9s%n",
          "reader", "at s", "CPU %", "RSS MB", "Mbit/s", "lost", "threads", "ring s");
      child("ours", "-XX:+UseG1GC", cameras, seconds, url);
      child("serial", "-XX:+UseSerialGC", cameras, seconds, url);
      child("javacv", "-XX:+UseSerialGC", cameras, seconds, url);
    } finally {
      source.destroy();
      Files.delete(script);
    }
  }

  private static String port(Process source) throws IOException {
    BufferedReader lines = source.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("PORT ")) {
        return line.substring(5);
      }
    }
    throw new IOException("GStreamer's RTSP server did not start; .ci/run installs it");
  }

  private static void child(
      String reader, String collector, String cameras, String seconds, String url)
      throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                collector,
                "-Dvertx.logger-delegate-factory-class-name=io.vertx.core.logging.SLF4JLogDelegateFactory",
                "-cp",
                System.getProperty("java.class.path"),
                PreRecordStreams.class.getName(),
                reader,
                cameras,
                seconds,
                url)
            .inheritIO()
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IOException(reader + " ended with " + exit);
    }
  }

  /** Something that keeps streams open. */
  private interface Reader extends AutoCloseable {

    /** Bytes of pictures so far. */
    long bytes();

    /** Packets or pictures lost so far. */
    long lost();

    /** The shortest ring, seconds; 0 if nothing is kept. */
    double ringS();

    @Override
    void close();
  }

  private static void measure(String name, int cameras, int seconds, String url) throws Exception {
    try (Reader reader =
        name.equals("javacv") ? new WithJavaCv(cameras, url) : new Ours(cameras, url)) {
      TimeUnit.SECONDS.sleep(WARM_UP_S);
      long lostBefore = reader.lost();
      int each = Math.max(1, seconds / SAMPLES);
      for (int sample = 1; sample <= SAMPLES; sample++) {
        long cpu = cpuNanos();
        long bytes = reader.bytes();
        long begun = System.nanoTime();
        TimeUnit.SECONDS.sleep(each);
        double passed = System.nanoTime() - begun;
        System.out.printf(
            Locale.ROOT,
            "%-8s %8d %10.1f %10.0f %10.1f %8d %8d %9.1f%n",
            name,
            sample * each,
            100 * (cpuNanos() - cpu) / passed,
            rssMb(),
            (reader.bytes() - bytes) * 8e3 / passed,
            reader.lost() - lostBefore,
            Thread.activeCount(),
            reader.ringS());
      }
    }
    System.exit(0);
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  private static double rssMb() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1e3;
      }
    }
    throw new IOException("/proc/self/status tells no VmRSS");
  }

  /** The gateway's own streams, each with the ring of a camera that pre-records. */
  private static final class Ours implements Reader {
    private final Vertx vertx = Vertx.vertx();
    private final CameraStreams streams;

    Ours(int cameras, String url) {
      RtspOptions options = RtspOptions.defaults(CameraAllowList.networks(List.of("127.0.0.0/8")));
      streams =
          new CameraStreams(
              vertx,
              new RtspClient(vertx, options),
              StreamSettings.defaults(),
              InstantSource.system(),
              new Silent());
      RtspAddress address = RtspAddress.parse(url);
      wait(
          streams.replace(
              IntStream.range(0, cameras)
                  .mapToObj(i -> new CameraSource("camera-" + i, address, null, null, true))
                  .toList()));
    }

    private static <T> T wait(Future<T> future) {
      return future.toCompletionStage().toCompletableFuture().join();
    }

    private List<StreamFigures> figures() {
      return streams.all().stream().map(CameraStream::figures).map(Ours::wait).toList();
    }

    @Override
    public long bytes() {
      return figures().stream().mapToLong(one -> video(one, VideoCounters::bytes)).sum();
    }

    @Override
    public long lost() {
      return figures().stream()
          .mapToLong(one -> one.reconnects() + video(one, VideoCounters::damages))
          .sum();
    }

    private static long video(StreamFigures figures, ToLongFunction<VideoCounters> counter) {
      @Nullable VideoCounters video = figures.video();
      return video == null ? 0 : counter.applyAsLong(video);
    }

    @Override
    public double ringS() {
      return figures().stream()
          .map(StreamFigures::ring)
          .mapToDouble(ring -> ring.toMillis() / 1e3)
          .min()
          .orElse(0);
    }

    @Override
    public void close() {
      wait(streams.close().compose(done -> vertx.close()));
    }
  }

  private static final class Silent implements StreamListener {
    @Override
    public void onScene(String camera, SceneEvent event) {}

    @Override
    public void onHealth(String camera, CameraHealth health) {}

    @Override
    public void onDescription(String camera, CameraDescription description) {}
  }

  /** A thread for each camera that takes packets from FFmpeg and lets them go. */
  private static final class WithJavaCv implements Reader {
    private final LongAdder bytes = new LongAdder();
    private final LongAdder lost = new LongAdder();

    WithJavaCv(int cameras, String url) {
      av_log_set_level(AV_LOG_FATAL);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < cameras; i++) {
        Thread thread = new Thread(() -> read(url), "camera-" + i);
        thread.setDaemon(true);
        threads.add(thread);
      }
      threads.forEach(Thread::start);
    }

    private void read(String url) {
      try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(url)) {
        grabber.setOption("rtsp_transport", "tcp");
        grabber.start();
        while (true) {
          var packet = grabber.grabPacket();
          if (packet == null) {
            lost.increment();
            return;
          }
          bytes.add(packet.size());
        }
      } catch (IOException e) {
        lost.increment();
      }
    }

    @Override
    public long bytes() {
      return bytes.sum();
    }

    @Override
    public long lost() {
      return lost.sum();
    }

    @Override
    public double ringS() {
      return 0;
    }

    @Override
    public void close() {
      // Its threads end with the process.
    }
  }
}
