package io.sharpeyes.gateway.journal;

import io.sharpeyes.gateway.journal.Lanes.Lane;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * What the journal counts about itself. Any thread; the gateway reads it for its metrics.
 *
 * <p>Counters only grow, since the start of the process.
 */
public final class JournalStats {

  /**
   * A batch that was committed.
   *
   * @param inputs presses, commands and other inputs in it
   * @param events rows appended to the log
   * @param bytes of data in them
   * @param commit how long the commit took, fsync included
   */
  public record Batch(int inputs, int events, long bytes, Duration commit) {}

  private final LongAdder batches = new LongAdder();
  private final LongAdder events = new LongAdder();
  private final Map<Lane, LongAdder> refused = new EnumMap<>(Lane.class);
  private final LongAdder unstored = new LongAdder();
  private final LongAdder faults = new LongAdder();
  private final LongAdder checkpoints = new LongAdder();
  private final LongAdder checkpointNanos = new LongAdder();
  private volatile long walBytes;
  private volatile Consumer<Batch> onBatch = batch -> {};

  JournalStats() {
    for (Lane lane : Lane.values()) {
      refused.put(lane, new LongAdder());
    }
  }

  /** Sets who is told of each batch, on the writer's thread: it must only note it down. */
  public void onBatch(Consumer<Batch> listener) {
    onBatch = listener;
  }

  void committed(Batch batch) {
    batches.increment();
    events.add(batch.events());
    onBatch.accept(batch);
  }

  void refuse(Lane lane) {
    of(lane).increment();
  }

  private LongAdder of(Lane lane) {
    return Objects.requireNonNull(refused.get(lane)); // each has one since the constructor
  }

  void pressUnstored() {
    unstored.increment();
  }

  void fault() {
    faults.increment();
  }

  void checkpointed(long nanos) {
    checkpoints.increment();
    checkpointNanos.add(nanos);
  }

  void walBytes(long bytes) {
    walBytes = bytes;
  }

  /** Batches committed. */
  public long batches() {
    return batches.sum();
  }

  /** Rows appended to the log. */
  public long events() {
    return events.sum();
  }

  /** How many inputs of each lane were refused because too many waited, by the lane's word. */
  public Map<String, Long> refused() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Lane lane : Lane.values()) {
      counts.put(lane.wireName(), of(lane).sum());
    }
    return counts;
  }

  /** Presses that could not be stored because the disk is full. */
  public long unstored() {
    return unstored.sum();
  }

  /** Inputs that could not be applied by a fault of the gateway. */
  public long faults() {
    return faults.sum();
  }

  /** Checkpoints of the write-ahead log. */
  public long checkpoints() {
    return checkpoints.sum();
  }

  /** Time spent on checkpoints. */
  public Duration checkpointTime() {
    return Duration.ofNanos(checkpointNanos.sum());
  }

  /** Size of the write-ahead log at its last checkpoint. */
  public long walBytes() {
    return walBytes;
  }
}
