package io.sharpeyes.device.mqtt;

import java.util.concurrent.ConcurrentHashMap;

/** Connections by IP address, if their number is bounded. Used from all event loops. */
final class AddressCounts {

  private final ConcurrentHashMap<String, Integer> counts = new ConcurrentHashMap<>();
  private final int most;

  /**
   * Makes the counts.
   *
   * @param most connections of one address; 0 for no bound
   */
  AddressCounts(int most) {
    this.most = most;
  }

  /** Counts a new connection; false if it is one too many, and then it isn't counted. */
  boolean enter(String address) {
    return most == 0 || counts.merge(address, 1, Integer::sum) <= most || !leaveNow(address);
  }

  /** A connection that was counted is gone. */
  void leave(String address) {
    if (most > 0) {
      leaveNow(address);
    }
  }

  private boolean leaveNow(String address) {
    counts.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    return true;
  }
}
