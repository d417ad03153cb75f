package io.sharpeyes.gateway.push;

/**
 * Bounds of the event stream.
 *
 * @param outboxEvents events that wait for a slow reader at most, before it is closed with 4408
 * @param outboxBytes bytes that wait for a slow reader at most
 * @param socketBytes bytes that a reader's socket may hold before it counts as full
 * @param loopEvents events that wait for an event loop at most; beyond it its readers read from the
 *     log again
 * @param pageEvents events read from the log at a time by a reader that resumes
 * @param readers streams at most
 * @param readersPerPerson streams of one person at most
 */
public record PushSettings(
    int outboxEvents,
    int outboxBytes,
    int socketBytes,
    int loopEvents,
    int pageEvents,
    int readers,
    int readersPerPerson) {

  /** What stands in {@code config/gateway.yaml}. */
  public static final PushSettings DEFAULT =
      new PushSettings(4_096, 16 << 20, 256 << 10, 50_000, 256, 10_000, 64);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException with the key's name, if one can't be used
   */
  public PushSettings {
    positive("outboxEvents", outboxEvents);
    positive("outboxBytes", outboxBytes);
    positive("socketBytes", socketBytes);
    positive("loopEvents", loopEvents);
    positive("pageEvents", pageEvents);
    positive("readers", readers);
    positive("readersPerPerson", readersPerPerson);
  }

  private static void positive(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " is " + value + ", must be 1 or more");
    }
  }
}
