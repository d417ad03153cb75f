package io.sharpeyes.gateway.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up {@link ResponseTimes} row by row. */
final class ResponseTimesReport {

  private static final List<String> STAGES = List.of("claimed", "dispatched", "on-scene", "closed");

  /** Bounds of the distribution in seconds; 10 and 15 are those of NENA and NFPA for answering. */
  private static final int[] BOUNDS_S = {
    5, 10, 15, 20, 30, 60, 120, 180, 300, 600, 1_200, 1_800, 3_600, 7_200
  };

  private final Map<String, List<Durations>> districts = new TreeMap<>();

  /** Takes a row: district, when it was opened, and when it reached each stage. */
  void add(ResultSet row) throws SQLException {
    List<Durations> stages = districts.computeIfAbsent(row.getString(1), d -> empty());
    long opened = row.getLong(2);
    for (int i = 0; i < STAGES.size(); i++) {
      long reached = row.getLong(3 + i);
      if (!row.wasNull()) {
        stages.get(i).add(Math.max(0, reached - opened));
      }
    }
  }

  private static List<Durations> empty() {
    return STAGES.stream().map(stage -> new Durations()).toList();
  }

  List<ResponseTimes> finish() {
    List<ResponseTimes> report = new ArrayList<>();
    districts.forEach(
        (district, stages) -> {
          for (int i = 0; i < STAGES.size(); i++) {
            if (stages.get(i).size > 0) {
              report.add(stages.get(i).finish(district, STAGES.get(i)));
            }
          }
        });
    return report;
  }

  private static final class Durations {
    private long[] millis = new long[16];
    private int size;

    void add(long duration) {
      if (size == millis.length) {
        millis = Arrays.copyOf(millis, 2 * size);
      }
      millis[size++] = duration;
    }

    ResponseTimes finish(String district, String stage) {
      Arrays.sort(millis, 0, size);
      List<ResponseTimes.Bucket> buckets = new ArrayList<>();
      int below = 0;
      for (int bound : BOUNDS_S) {
        while (below < size && millis[below] <= bound * 1_000L) {
          below++;
        }
        buckets.add(new ResponseTimes.Bucket(bound * 1_000L, below));
      }
      return new ResponseTimes(
          district, stage, size, at(0.5), at(0.9), at(0.95), millis[size - 1], buckets);
    }

    /** The smallest duration that this share of all does not exceed. */
    private long at(double share) {
      return millis[Math.max(0, (int) Math.ceil(share * size) - 1)];
    }
  }
}
