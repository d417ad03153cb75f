package io.sharpeyes.gateway.access;

import io.sharpeyes.gateway.access.SecondFactorFile.Kept;
import io.sharpeyes.gateway.registry.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * People's second factors: a one-time password from an app (RFC 6238), and recovery codes for when
 * the phone is lost. A code counts once. Nothing is accepted before it is on disk that it was used.
 * Any thread; never blocks.
 */
public final class SecondFactors implements AutoCloseable {

  static final int RECOVERY_CODES = 10;
  private static final int RECOVERY_BYTES = 10;
  private static final int MOST_CODE_CHARS = 32;
  private static final Duration SET_UP_WITHIN = Duration.ofMinutes(10);
  private static final String SECRET = "second-factor ";
  private static final String RECOVERY = "recovery code";
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * What somebody puts into their app; shown once.
   *
   * @param secret Base32
   * @param uri {@code otpauth://}, for a QR code
   * @param expiresAt until then the first code must be shown
   */
  public record Begun(Secret secret, Secret uri, Instant expiresAt) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Pending(byte[] secret, Instant expiresAt) {
    @Override
    public String toString() {
      return "Pending[until " + expiresAt + "]";
    }
  }

  private final Keys keys;
  private final @Nullable Path file;
  private final InstantSource clock;
  private final WorkerExecutor worker;

  // Guarded by this.
  private final Map<String, Kept> people;
  private final Map<String, Pending> pending = new HashMap<>();

  private SecondFactors(
      Vertx vertx, Keys keys, @Nullable Path file, Map<String, Kept> people, InstantSource clock) {
    this.keys = keys;
    this.file = file;
    this.people = people;
    this.clock = clock;
    this.worker = vertx.createSharedWorkerExecutor("second-factors", 1, 1, TimeUnit.MINUTES);
  }

  /**
   * Reads what is stored. Blocks.
   *
   * @throws IOException whose message says what is wrong and what to do
   */
  public static SecondFactors open(Vertx vertx, Keys keys, Path file, InstantSource clock)
      throws IOException {
    return new SecondFactors(vertx, keys, file, SecondFactorFile.read(file), clock);
  }

  /** An empty one that keeps nothing. */
  static SecondFactors inMemory(Vertx vertx, Keys keys, InstantSource clock) {
    return new SecondFactors(vertx, keys, null, new HashMap<>(), clock);
  }

  /** Whether somebody has one. */
  public synchronized boolean has(String user) {
    return people.containsKey(user);
  }

  /** How many recovery codes somebody has left. */
  public synchronized int recoveryCodesLeft(String user) {
    Kept kept = people.get(user);
    return kept == null ? 0 : kept.recovery().size();
  }

  /** Makes a secret for somebody, which counts from {@link #confirm} on. */
  public synchronized Begun begin(String user) {
    byte[] secret = new byte[Totp.SECRET_BYTES];
    RANDOM.nextBytes(secret);
    Instant expiresAt = clock.instant().plus(SET_UP_WITHIN);
    pending.values().removeIf(one -> !clock.instant().isBefore(one.expiresAt()));
    pending.put(user, new Pending(secret, expiresAt));
    String text = Base32.encode(secret);
    String uri =
        "otpauth://totp/"
            + encoded("Sharp Eyes:" + user)
            + "?secret="
            + text
            + "&issuer="
            + encoded("Sharp Eyes");
    return new Begun(new Secret(text), new Secret(uri), expiresAt);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * Takes the secret of {@link #begin} into use, in place of one that was there.
   *
   * @return the recovery codes, shown once; nothing if the code is wrong or it took too long
   */
  public Future<List<Secret>> confirm(String user, String code) {
    Kept kept;
    List<Secret> codes = new ArrayList<>();
    synchronized (this) {
      Pending begun = pending.get(user);
      Instant now = clock.instant();
      OptionalLong step =
          begun == null || !now.isBefore(begun.expiresAt())
              ? OptionalLong.empty()
              : Totp.stepOf(begun.secret(), code, now, Long.MIN_VALUE);
      if (begun == null || step.isEmpty()) {
        return Future.succeededFuture(List.of());
      }
      List<byte[]> macs = new ArrayList<>();
      for (int i = 0; i < RECOVERY_CODES; i++) {
        Secret recovery = recoveryCode();
        codes.add(recovery);
        macs.add(mac(user, recovery.reveal()));
      }
      byte[] encrypted = keys.encrypt(SECRET + user, begun.secret());
      kept = new Kept(encrypted, keys.version(), macs, step.getAsLong(), now);
      pending.remove(user);
      people.put(user, kept);
    }
    return store().map(stored -> List.copyOf(codes));
  }

  private static Secret recoveryCode() {
    byte[] bytes = new byte[RECOVERY_BYTES];
    RANDOM.nextBytes(bytes);
    return new Secret(Base32.encode(bytes).toLowerCase(Locale.ROOT));
  }

  private byte[] mac(String user, String code) {
    return keys.mac(RECOVERY, user, code.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Checks a code of the app or a recovery code, which is of no use afterwards.
   *
   * @throws Keys.DamagedException in the future, if the key file isn't the one it was encrypted
   *     with
   */
  public Future<Boolean> check(String user, String code) {
    String plain = code.strip().replace(" ", "").replace("-", "").toLowerCase(Locale.ROOT);
    synchronized (this) {
      Kept kept = people.get(user);
      if (kept == null || plain.length() > MOST_CODE_CHARS) {
        return Future.succeededFuture(false);
      }
      Kept after;
      try {
        after = used(user, kept, plain);
      } catch (Keys.DamagedException e) {
        return Future.failedFuture(e);
      }
      if (after == null) {
        return Future.succeededFuture(false);
      }
      people.put(user, after);
    }
    return store().map(stored -> true);
  }

  /** What is kept after a code was used; null if it is none. */
  private @Nullable Kept used(String user, Kept kept, String code) {
    byte[] secret = keys.decrypt(SECRET + user, kept.secret());
    OptionalLong step = Totp.stepOf(secret, code, clock.instant(), kept.usedStep());
    if (step.isPresent()) {
      return new Kept(
          kept.secret(), kept.keyVersion(), kept.recovery(), step.getAsLong(), kept.since());
    }
    byte[] mac = mac(user, code);
    List<byte[]> left = new ArrayList<>(kept.recovery());
    boolean known = left.removeIf(one -> Keys.isSame(keys.upgraded(one, kept.keyVersion()), mac));
    return known
        ? new Kept(kept.secret(), kept.keyVersion(), left, kept.usedStep(), kept.since())
        : null;
  }

  /** Takes somebody's second factor away. */
  public Future<Void> remove(String user) {
    synchronized (this) {
      pending.remove(user);
      if (people.remove(user) == null) {
        return Future.succeededFuture();
      }
    }
    return store();
  }

  /** Writes all of them as they stand when the turn comes. */
  private Future<Void> store() {
    Path to = file;
    if (to == null) {
      return Future.succeededFuture();
    }
    return worker
        .executeBlocking(
            () -> {
              SecondFactorFile.write(to, copy());
              return true;
            },
            true)
        .mapEmpty();
  }

  private synchronized Map<String, Kept> copy() {
    return Map.copyOf(people);
  }

  @Override
  public void close() {
    worker.close();
  }
}
