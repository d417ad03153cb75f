package io.sharpeyes.device.mqtt;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Refused CONNECTs of the running minute, by address and user name. By both, so that one broken
 * device can't lock out a village behind the same address, and nobody can lock out a device from
 * elsewhere. Bounded: once full, further pairs are not counted until the minute is over, which
 * costs a look at their secrets and nothing else.
 */
final class FailedConnects {

  private static final int MAX_PAIRS = 10_000;

  private record Pair(String address, @Nullable String userName) {}

  private final ConcurrentHashMap<Pair, Integer> failures = new ConcurrentHashMap<>();
  private final int maxPerMinute;

  FailedConnects(int maxPerMinute) {
    this.maxPerMinute = maxPerMinute;
  }

  boolean tooMany(String address, @Nullable String userName) {
    return failures.getOrDefault(new Pair(address, userName), 0) >= maxPerMinute;
  }

  void failed(String address, @Nullable String userName) {
    if (failures.size() < MAX_PAIRS) {
      failures.merge(new Pair(address, userName), 1, Integer::sum);
    }
  }

  /** A new minute begins. */
  void newMinute() {
    failures.clear();
  }
}
