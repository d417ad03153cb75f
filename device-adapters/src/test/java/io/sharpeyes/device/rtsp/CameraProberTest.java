package io.sharpeyes.device.rtsp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraHealth;
import io.sharpeyes.device.camera.CameraHealth.Cause;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CameraProberTest {

  private static final int COUNTY = 10_000;
  private static final RtspOptions OPTIONS =
      RtspOptions.defaults(CameraAllowList.networks(List.of("127.0.0.0/8")));
  private static final CameraProbeOptions HOURLY =
      CameraProbeOptions.defaults().withInterval(Duration.ofHours(1));

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() throws Exception {
    Outcome.of(vertx.close());
  }

  private CameraProber prober(CameraProbeOptions options, CameraProbeListener listener) {
    RtspClient client = new RtspClient(vertx, OPTIONS);
    return new CameraProber(vertx, client, InstantSource.system(), options, listener);
  }

  @Test
  void looksAtACountyOfCameras() throws Exception {
    try (LightCameras cameras = new LightCameras()) {
      Tally tally = new Tally(COUNTY);
      CameraProber prober = prober(HOURLY.withMaxInFlight(64, 64), tally);
      long cpuBefore = eventLoopCpuMillis();
      long began = System.nanoTime();
      prober.watch(cameras.targets(COUNTY));

      assertThat(tally.all.await(120, SECONDS)).isTrue();
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      assertThat(tally.causes).hasSize(COUNTY).values().containsOnly(Cause.OK);
      assertThat(tally.descriptions.get()).isEqualTo(COUNTY);
      // A few are looked at again already.
      assertThat(cameras.described()).isBetween(COUNTY, COUNTY + COUNTY / 10);
      LoggerFactory.getLogger(CameraProberTest.class)
          .atInfo()
          .addKeyValue("cameras", COUNTY)
          .addKeyValue("millis", took.toMillis())
          .addKeyValue("eventLoopCpuMillis", eventLoopCpuMillis() - cpuBefore)
          .log("cameras probed");
      prober.close();
    }
  }

  /** On a shared machine the better measure than the time on the clock. */
  private static long eventLoopCpuMillis() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().startsWith("vert.x-eventloop")) {
        nanos += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
      }
    }
    return nanos / 1_000_000;
  }

  @Test
  void aHostThatSwallowsConnectionsDelaysOnlyItsOwn() throws Exception {
    try (LightCameras cameras = new LightCameras();
        ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<CameraProbeTarget> targets = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        RtspAddress address =
            RtspAddress.parse("rtsp://127.0.0.1:" + deaf.getLocalPort() + "/" + i);
        targets.add(new CameraProbeTarget(new DeviceId("deaf-" + i), address, null, null));
      }
      targets.addAll(cameras.targets(500));
      Tally tally = new Tally(500);
      CameraProber prober = prober(HOURLY.withMaxInFlight(16, 8), tally);
      prober.watch(targets);

      assertThat(tally.all.await(60, SECONDS)).isTrue();
      assertThat(tally.causes).values().filteredOn(Cause.OK::equals).hasSizeGreaterThan(400);
      prober.close();
    }
  }

  @Test
  void watchesAnotherSetFromOneMomentToTheNext() throws Exception {
    try (LightCameras cameras = new LightCameras()) {
      List<CameraProbeTarget> targets = cameras.targets(20);
      Tally tally = new Tally(20);
      CameraProber prober = prober(HOURLY, tally);
      prober.watch(targets.subList(0, 10));
      prober.watch(targets.subList(5, 20));
      Outcome.until(
          () ->
              targets.subList(5, 20).stream()
                  .allMatch(
                      it ->
                          prober.health(it.id()).map(CameraHealth::cause).orElse(null)
                              == Cause.OK));

      assertThat(prober.health(targets.get(0).id())).isEmpty();
      int described = cameras.described();
      CameraProbeTarget known = targets.get(7);
      CameraProbeTarget wrong =
          new CameraProbeTarget(
              known.id(), known.address(), new RtspCredentials("admin", "wrong"), null);
      prober.watch(List.of(wrong, targets.get(8)));
      Outcome.until(
          () ->
              prober.health(known.id()).map(CameraHealth::cause).orElse(null)
                  == Cause.UNAUTHORIZED);

      // The one that did not change was left alone.
      assertThat(cameras.described()).isEqualTo(described);
      prober.close();
      Outcome.until(() -> prober.health(known.id()).isEmpty());
    }
  }

  @Test
  void aListenerThatThrowsStopsNothing() throws Exception {
    try (LightCameras cameras = new LightCameras()) {
      CountDownLatch told = new CountDownLatch(50);
      CountDownLatch reported = new CountDownLatch(50);
      vertx.exceptionHandler(failure -> reported.countDown());
      CameraProber prober =
          prober(
              HOURLY.withMaxInFlight(2, 1),
              new CameraProbeListener() {
                @Override
                public void onHealth(DeviceId id, CameraHealth health) {}

                @Override
                public void onDescription(DeviceId id, CameraDescription description) {
                  told.countDown();
                  throw new IllegalStateException("on purpose");
                }
              });
      prober.watch(cameras.targets(50));

      assertThat(told.await(20, SECONDS)).isTrue();
      assertThat(reported.await(20, SECONDS)).isTrue();
      prober.close();
    }
  }

  private static final class Tally implements CameraProbeListener {
    final ConcurrentHashMap<DeviceId, Cause> causes = new ConcurrentHashMap<>();
    final AtomicInteger descriptions = new AtomicInteger();
    final CountDownLatch all;

    Tally(int expected) {
      all = new CountDownLatch(expected);
    }

    @Override
    public void onHealth(DeviceId id, CameraHealth health) {
      causes.put(id, health.cause());
      all.countDown();
    }

    @Override
    public void onDescription(DeviceId id, CameraDescription description) {
      descriptions.incrementAndGet();
    }
  }
}
