package io.sharpeyes.gateway.access;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Bounds how many codes of a second factor can be tried by somebody who knows the password already,
 * from however many addresses: {@value #MOST_FAILURES} wrong ones an hour. Known browsers and
 * sessions have a count of their own, so that strangers don't use it up. Any thread.
 */
final class CodeThrottle {

  static final int MOST_FAILURES = 20;
  private static final int MOST_REMEMBERED = 20_000;
  private static final Duration WINDOW = Duration.ofHours(1);

  private record Who(String user, boolean known) {}

  private record Failures(int count, Instant since) {}

  // Guarded by this.
  private final Map<Who, Failures> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Who, Failures> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /** Says how long somebody has to wait before the next code; zero if not at all. */
  synchronized Duration pause(String user, boolean known, Instant now) {
    Failures failed = failures.get(new Who(user, known));
    if (failed == null || failed.count() < MOST_FAILURES) {
      return Duration.ZERO;
    }
    Duration left = Duration.between(now, failed.since().plus(WINDOW));
    return left.isNegative() ? Duration.ZERO : left;
  }

  synchronized void failed(String user, boolean known, Instant now) {
    failures.merge(
        new Who(user, known),
        new Failures(1, now),
        (old, one) ->
            old.since().plus(WINDOW).isBefore(now)
                ? one
                : new Failures(old.count() + 1, old.since()));
  }
}
