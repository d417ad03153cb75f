package io.sharpeyes.gateway.journal;

import io.sharpeyes.gateway.incident.PressResult;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Measures {@link Journal#press} with the real case book, open loop: latency counts from the moment
 * at which a press was due, not from when it could be sent. Run by hand: {@code JournalBench FOLDER
 * PRESSES_PER_SECOND SECONDS SITES}.
 */
final class JournalBench {

  private JournalBench() {}

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    int rate = Integer.parseInt(args[1]);
    int seconds = Integer.parseInt(args[2]);
    Village village = new Village(Integer.parseInt(args[3]));
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    Journal journal =
        JournalFixture.await(
            Journal.open(
                vertx,
                JournalFixture.settings(Path.of(args[0]), 0, 50_000),
                village.book(),
                InstantSource.system(),
                e -> System.exit(1)));
    AtomicLong batches = new AtomicLong();
    ConcurrentHistogram commits = new ConcurrentHistogram(3);
    ConcurrentHistogram sizes = new ConcurrentHistogram(3);
    journal
        .stats()
        .onBatch(
            batch -> {
              batches.incrementAndGet();
              commits.recordValue(batch.commit().toNanos() / 1_000);
              sizes.recordValue(batch.inputs());
            });
    run(vertx, journal, village, rate, Math.max(3, seconds / 3), "warm-up", commits, sizes);
    commits.reset();
    sizes.reset();
    run(vertx, journal, village, rate, seconds, "measured", commits, sizes);
    System.out.println("tables behind " + journal.tables().behind());
    JournalFixture.await(journal.close());
    JournalFixture.await(vertx.close());
  }

  /** CPU time so far, by thread. */
  private static Map<String, Long> cpu() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Map<String, Long> cpu = new TreeMap<>();
    for (long id : threads.getAllThreadIds()) {
      ThreadInfo info = threads.getThreadInfo(id);
      if (info != null) {
        cpu.merge(info.getThreadName(), threads.getThreadCpuTime(id), Long::sum);
      }
    }
    return cpu;
  }

  private static void run(
      Vertx vertx,
      Journal journal,
      Village village,
      int rate,
      int seconds,
      String name,
      ConcurrentHistogram commits,
      ConcurrentHistogram sizes)
      throws InterruptedException {
    Context[] contexts = {vertx.getOrCreateContext(), null};
    ConcurrentHistogram latency = new ConcurrentHistogram(3);
    AtomicLong failed = new AtomicLong();
    AtomicLong done = new AtomicLong();
    Random random = new Random(1);
    Map<String, Long> cpuBefore = cpu();
    long start = System.nanoTime();
    long total = (long) rate * seconds;
    long sent = 0;
    String salt = name + start;
    while (sent < total) {
      long due = start + sent * 1_000_000_000L / rate;
      long now = System.nanoTime();
      if (now < due) {
        LockSupport.parkNanos(Math.min(due - now, 200_000));
        continue;
      }
      int many = (int) Math.min(total - sent, 1 + (now - due) * rate / 1_000_000_000L);
      long first = sent;
      int[] sites = random.ints(many, 0, village.sites()).toArray();
      contexts[0].runOnContext(
          v -> {
            for (int i = 0; i < many; i++) {
              long dueAt = start + (first + i) * 1_000_000_000L / rate;
              journal
                  .press(village.fullPress(sites[i], salt + (first + i)))
                  .onComplete(
                      r -> {
                        if (r.failed() || r.result().kind() == PressResult.Kind.DUPLICATE) {
                          failed.incrementAndGet();
                        }
                        latency.recordValue((System.nanoTime() - dueAt) / 1_000);
                        done.incrementAndGet();
                      });
            }
          });
      sent += many;
    }
    while (done.get() < total) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    double took = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%s: asked %d/s, did %.0f/s, failed %d; latency ms p50 %.2f p90 %.2f p99 %.2f max %.2f;"
            + " commit ms p50 %.2f p99 %.2f max %.2f; batch p50 %d p99 %d max %d; wal MB %d,"
            + " checkpoints %d %d ms; open %d; events %d%n",
        name,
        rate,
        total / took,
        failed.get(),
        latency.getValueAtPercentile(50) / 1e3,
        latency.getValueAtPercentile(90) / 1e3,
        latency.getValueAtPercentile(99) / 1e3,
        latency.getMaxValue() / 1e3,
        commits.getValueAtPercentile(50) / 1e3,
        commits.getValueAtPercentile(99) / 1e3,
        commits.getMaxValue() / 1e3,
        sizes.getValueAtPercentile(50),
        sizes.getValueAtPercentile(99),
        sizes.getMaxValue(),
        journal.stats().walBytes() >> 20,
        journal.stats().checkpoints(),
        journal.stats().checkpointTime().toMillis(),
        journal.open().size(),
        journal.stats().events());
    cpu()
        .forEach(
            (thread, nanos) -> {
              double micros = (nanos - cpuBefore.getOrDefault(thread, 0L)) / 1e3 / total;
              if (micros > 0.5) {
                System.out.printf("  %.1f us CPU a press on %s%n", micros, thread);
              }
            });
  }
}
