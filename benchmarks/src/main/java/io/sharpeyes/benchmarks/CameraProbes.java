package io.sharpeyes.benchmarks;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraHealth;
import io.sharpeyes.device.camera.CameraHealth.Cause;
import io.sharpeyes.device.rtsp.CameraAllowList;
import io.sharpeyes.device.rtsp.CameraProbeListener;
import io.sharpeyes.device.rtsp.CameraProbeOptions;
import io.sharpeyes.device.rtsp.CameraProbeTarget;
import io.sharpeyes.device.rtsp.CameraProber;
import io.sharpeyes.device.rtsp.RtspClient;
import io.sharpeyes.device.rtsp.RtspOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many cameras a second are asked what they are (RTSP DESCRIBE, digest), beside ffprobe, in
 * turns.
 *
 * <pre>
 * mvn -q -pl benchmarks -am package -DskipTests
 * java -cp benchmarks/target/classes:gateway/target/sharp-eyes-gateway.jar \
 *     io.sharpeyes.benchmarks.CameraProbes
 * </pre>
 */
public final class CameraProbes {

  private static final String COMMAND =
      "java -cp benchmarks/target/classes:gateway/target/sharp-eyes-gateway.jar "
          + CameraProbes.class.getName();
  private static final int ROUNDS = 5;
  private static final int CAMERAS = 10_000;
  private static final int FFPROBES = 60;
  private static final int FFPROBES_AT_ONCE = 4;
  private static final int PATIENCE_S = 60;

  private CameraProbes() {}

  /** Runs both. */
  public static void main(String[] args) throws Exception {
    try (DescribedCameras cameras = new DescribedCameras()) {
      List<Double> ours = new ArrayList<>();
      List<Double> theirs = new ArrayList<>();
      double cold = ours(cameras);
      for (int round = 0; round < ROUNDS; round++) {
        ours.add(ours(cameras));
        theirs.add(ffprobe(cameras));
      }
      double rate = FiguresPage.median(ours);
      double peer = FiguresPage.median(theirs);
      new FiguresPage("probes", "reader", "cameras a second", "10,000 cameras take", "goal")
          .row("ours", rate, seconds(rate), "2,000 a second, 5 s")
          .row("ours, the first round of a new process", cold, seconds(cold), "")
          .row("ffprobe, " + FFPROBES_AT_ONCE + " at once", peer, seconds(peer), "")
          .row("ratio", rate / peer, "", "100")
          .note(
              "Median of "
                  + ROUNDS
                  + " rounds in turns. Each camera is asked twice, because the first answer is the"
                  + " challenge; connections aren't kept. The cameras, one thread of the same"
                  + " process, take a part of the same two cores. ffprobe without analysis:"
                  + " `-rtsp_transport tcp -analyzeduration 0 -probesize 32`.")
          .publish(COMMAND);
    }
    System.exit(0);
  }

  private static String seconds(double rate) {
    return Math.round(CAMERAS / rate * 10) / 10.0 + " s";
  }

  /** Cameras a second. */
  private static double ours(DescribedCameras cameras) throws InterruptedException {
    List<CameraProbeTarget> targets = cameras.targets(CAMERAS);
    Vertx vertx = Vertx.vertx();
    RtspOptions options = RtspOptions.defaults(CameraAllowList.networks(List.of("127.0.0.0/8")));
    CountDownLatch seen = new CountDownLatch(CAMERAS);
    AtomicInteger bad = new AtomicInteger();
    CameraProber prober =
        new CameraProber(
            vertx,
            new RtspClient(vertx, options),
            InstantSource.system(),
            CameraProbeOptions.defaults().withMaxInFlight(64, 64),
            new CountingListener(seen, bad));
    long begun = System.nanoTime();
    prober.watch(targets);
    boolean all = seen.await(PATIENCE_S, TimeUnit.SECONDS);
    double passed = (System.nanoTime() - begun) / 1e9;
    prober.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    if (!all || bad.get() > 0) {
      throw new IllegalStateException(
          bad + " cameras weren't described, " + seen.getCount() + " not at all seen");
    }
    return CAMERAS / passed;
  }

  private record CountingListener(CountDownLatch seen, AtomicInteger bad)
      implements CameraProbeListener {
    @Override
    public void onHealth(DeviceId id, CameraHealth health) {
      if (health.cause() != Cause.OK) {
        bad.incrementAndGet();
      }
      seen.countDown();
    }

    @Override
    public void onDescription(DeviceId id, CameraDescription description) {}
  }

  /** Cameras a second. */
  private static double ffprobe(DescribedCameras cameras) throws Exception {
    ExecutorService starters = Executors.newFixedThreadPool(FFPROBES_AT_ONCE);
    try {
      List<Future<Integer>> ends = new ArrayList<>();
      long begun = System.nanoTime();
      for (int i = 0; i < FFPROBES; i++) {
        String url = cameras.urlWithPassword(i);
        ends.add(starters.submit(() -> ffprobe(url)));
      }
      for (Future<Integer> end : ends) {
        if (end.get() != 0) {
          throw new IOException("ffprobe ended with " + end.get());
        }
      }
      return FFPROBES / ((System.nanoTime() - begun) / 1e9);
    } finally {
      starters.shutdownNow();
    }
  }

  private static int ffprobe(String url) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            "ffprobe",
            "-v",
            "error",
            "-rtsp_transport",
            "tcp",
            "-analyzeduration",
            "0",
            "-probesize",
            "32",
            "-show_entries",
            "stream=codec_name,width,height",
            url);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
