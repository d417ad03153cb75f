package io.sharpeyes.benchmarks;

import io.sharpeyes.device.camera.CameraHealth;
import io.sharpeyes.gateway.correlation.CameraQuery;
import io.sharpeyes.gateway.correlation.CameraRanking;
import io.sharpeyes.gateway.correlation.CameraRankingSettings;
import io.sharpeyes.gateway.correlation.CameraState;
import io.sharpeyes.gateway.registry.Camera;
import io.sharpeyes.gateway.registry.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;

/**
 * How long it takes to find and rank the cameras near a place, with reasons, among 100,000 and
 * 1,000,000 spread over a district of 100 by 100 km and a province of 316 by 316 km.
 */
public final class CameraRankingBenchmark {

  private static final int WARM_UP = 50_000;
  private static final int ROUNDS = 200_000;
  private static final double DEGREES_100_KM = 0.9;
  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
  private static final CameraState WORKING =
      new CameraState(new CameraHealth(CameraHealth.Cause.OK, NOW, NOW, ""), "H264", null);

  private CameraRankingBenchmark() {}

  /** Runs it. */
  public static void main(String[] arguments) {
    System.out.printf("%-12s %10s %10s %10s  microseconds%n", "cameras", "p50", "p99", "p99.9");
    measure(100_000);
    measure(1_000_000);
  }

  private static void measure(int count) {
    Random random = new Random(20_261_122);
    double side = DEGREES_100_KM * Math.sqrt(count / 100_000.0);
    List<Camera> cameras = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      cameras.add(camera(i, somewhere(random, side), random.nextDouble() * 360));
    }
    CameraRanking ranking = new CameraRanking(cameras, CameraRankingSettings.DEFAULT);
    rank(ranking, random, side, WARM_UP);
    Histogram times = rank(ranking, random, side, ROUNDS);
    System.out.printf(
        "%-,12d %10.1f %10.1f %10.1f%n",
        count,
        times.getValueAtPercentile(50) / 1e3,
        times.getValueAtPercentile(99) / 1e3,
        times.getValueAtPercentile(99.9) / 1e3);
  }

  private static Histogram rank(CameraRanking ranking, Random random, double side, int rounds) {
    Histogram times = new Histogram(3);
    int found = 0;
    for (int i = 0; i < rounds; i++) {
      CameraQuery query = new CameraQuery(somewhere(random, side), 0, null, NOW);
      long begun = System.nanoTime();
      found += ranking.rank(query, camera -> WORKING).size();
      times.recordValue(System.nanoTime() - begun);
    }
    if (found == 0) {
      throw new IllegalStateException("nothing was found: there is nothing to measure");
    }
    return times;
  }

  private static Position somewhere(Random random, double side) {
    return new Position(26 + random.nextDouble() * side, 117 + random.nextDouble() * side);
  }

  private static Camera camera(int number, Position position, double azimuthDeg) {
    String id = "camera-" + number;
    return new Camera(
        id,
        id,
        "390000000000",
        null,
        Camera.Zone.PUBLIC,
        position,
        azimuthDeg,
        80.0,
        120.0,
        "rtsp://192.0.2.1/" + number,
        null,
        null,
        false,
        null,
        null);
  }
}
