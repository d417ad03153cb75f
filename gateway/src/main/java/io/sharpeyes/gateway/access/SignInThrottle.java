package io.sharpeyes.gateway.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Slows down who guesses passwords, without a way to lock somebody else out. Failures count per
 * user <em>and</em> address, so what strangers do elsewhere changes nothing for a desk: after
 * {@value #FREE_FAILURES} failures comes a pause that doubles up to a minute. An address as a whole
 * has a bucket of {@value #ADDRESS_TRIES} tries that fills by one a second; a user who signed in
 * from it before needs none. An address is a whole IPv6 /64. Any thread.
 */
final class SignInThrottle {

  static final int FREE_FAILURES = 4;
  static final int ADDRESS_TRIES = 60;
  static final int MOST_REMEMBERED = 20_000;
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  private record Origin(String user, String address) {}

  private record Failures(int count, Instant last) {}

  private record Bucket(double tries, Instant at) {}

  // Guarded by this.
  private final Map<Origin, Failures> failures = bounded();
  private final Map<Origin, Instant> known = bounded();
  private final Map<String, Bucket> addresses = bounded();

  private static <K, V> Map<K, V> bounded() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > MOST_REMEMBERED;
      }
    };
  }

  /** Says how long somebody has to wait before a try; zero if not at all. Takes the try. */
  synchronized Duration take(String user, String address, Instant now) {
    Origin origin = origin(user, address);
    Duration pause = pause(failures.get(origin), now);
    if (!pause.isZero()) {
      return pause;
    }
    return known.containsKey(origin) ? Duration.ZERO : takeFromBucket(origin.address(), now);
  }

  /** Says how long somebody has to wait before a try, without a look at the address as a whole. */
  synchronized Duration pauseOf(String user, String address, Instant now) {
    return pause(failures.get(origin(user, address)), now);
  }

  private static Duration pause(@Nullable Failures failed, Instant now) {
    if (failed == null || failed.count() < FREE_FAILURES) {
      return Duration.ZERO;
    }
    long seconds = 1L << Math.min(6, failed.count() - FREE_FAILURES);
    Duration length = Duration.ofSeconds(Math.min(seconds, LONGEST_PAUSE.toSeconds()));
    Duration left = Duration.between(now, failed.last().plus(length));
    return left.isNegative() ? Duration.ZERO : left;
  }

  private Duration takeFromBucket(String address, Instant now) {
    Bucket bucket = addresses.getOrDefault(address, new Bucket(ADDRESS_TRIES, now));
    double gained = Math.max(0, Duration.between(bucket.at(), now).toMillis() / 1000.0);
    double tries = Math.min(ADDRESS_TRIES, bucket.tries() + gained);
    if (tries < 1) {
      addresses.put(address, new Bucket(tries, now));
      return Duration.ofMillis((long) Math.ceil((1 - tries) * 1000));
    }
    addresses.put(address, new Bucket(tries - 1, now));
    return Duration.ZERO;
  }

  synchronized void succeeded(String user, String address, Instant now) {
    Origin origin = origin(user, address);
    failures.remove(origin);
    known.put(origin, now);
  }

  synchronized void failed(String user, String address, Instant now) {
    failures.merge(
        origin(user, address),
        new Failures(1, now),
        (old, one) ->
            old.last().plus(FORGOTTEN_AFTER).isBefore(now)
                ? one
                : new Failures(old.count() + 1, now));
  }

  /** Says whether this user signed in from this address since the start. */
  synchronized boolean isKnown(String user, String address) {
    return known.containsKey(origin(user, address));
  }

  private static Origin origin(String user, String address) {
    return new Origin(user.substring(0, Math.min(64, user.length())), network(address));
  }

  /** The address, or the /64 of an IPv6 one: a household has 2^64 of those. */
  private static String network(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      byte[] bytes = InetAddress.getByName(address).getAddress(); // a literal: asks no server
      return bytes.length == 16
          ? InetAddress.getByAddress(Arrays.copyOf(Arrays.copyOf(bytes, 8), 16)).getHostAddress()
          : address;
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
