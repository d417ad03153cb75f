package io.sharpeyes.gateway.access;

import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in. Tokens are 256 random bits; only their SHA-256 is kept, in memory: after a
 * restart people sign in again. A person has at most {@value #MOST_PER_PERSON} sessions, the oldest
 * goes first. A session ends when its person leaves the registry, gets a new password, is idle or
 * was signed in for too long; a new role counts at once. Any thread; never blocks.
 */
public final class Sessions {

  static final int MOST_PER_PERSON = 16;

  private static final int TOKEN_BYTES = 32;
  private static final int TOKEN_CHARS = 43;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A session as kept; which of the fields change is guarded by the sessions. */
  private static final class Kept {
    final String tokenHash;
    final String user;
    final @Nullable String passwordHash;
    final Instant expiresAt;
    Instant lastUsed;

    Kept(
        String tokenHash,
        String user,
        @Nullable String passwordHash,
        Instant expiresAt,
        Instant lastUsed) {
      this.tokenHash = tokenHash;
      this.user = user;
      this.passwordHash = passwordHash;
      this.expiresAt = expiresAt;
      this.lastUsed = lastUsed;
    }
  }

  /**
   * A new session with its token, which is known only now.
   *
   * @param session the session
   * @param token what proves it
   */
  public record Opened(Session session, Secret token) {}

  private final AccessView view;
  private final Duration length;
  private final Duration idle;
  private final InstantSource clock;
  private final @Nullable BearerTokens tokens;
  private final Predicate<Person> mustEnrol;

  // Guarded by this.
  private final Map<String, Kept> byTokenHash = new HashMap<>();
  private final Map<String, Deque<Kept>> byUser = new HashMap<>();

  /**
   * Makes an empty one.
   *
   * @param view people and their passwords as they stand
   * @param length how long a session lasts at most
   * @param idle how long it lasts unused
   */
  Sessions(AccessView view, Duration length, Duration idle, InstantSource clock) {
    this(view, length, idle, clock, null, person -> false);
  }

  /**
   * Makes an empty one that knows other people's tokens too.
   *
   * @param tokens those of an OpenID provider, or null
   * @param mustEnrol who may do nothing before they have set up a second factor
   */
  Sessions(
      AccessView view,
      Duration length,
      Duration idle,
      InstantSource clock,
      @Nullable BearerTokens tokens,
      Predicate<Person> mustEnrol) {
    this.view = view;
    this.length = length;
    this.idle = idle;
    this.clock = clock;
    this.tokens = tokens;
    this.mustEnrol = mustEnrol;
  }

  /** Opens a session for a person whose password was right. */
  synchronized Opened open(Person person) {
    byte[] bytes = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Instant now = clock.instant();
    Kept kept =
        new Kept(
            hash(token), person.user(), view.passwordHash(person.user()), now.plus(length), now);
    Deque<Kept> others = byUser.computeIfAbsent(kept.user, user -> new ArrayDeque<>());
    while (others.size() >= MOST_PER_PERSON) {
      byTokenHash.remove(others.removeFirst().tokenHash);
    }
    others.addLast(kept);
    byTokenHash.put(kept.tokenHash, kept);
    return new Opened(session(kept, person), new Secret(token));
  }

  /** The session that a token proves; nothing if there is none any more. Counts as use. */
  public Optional<Session> find(String token) {
    return tokens != null && BearerTokens.looksLikeOne(token) ? tokens.find(token) : findOwn(token);
  }

  private synchronized Optional<Session> findOwn(String token) {
    if (token.length() != TOKEN_CHARS) {
      return Optional.empty();
    }
    Kept kept = byTokenHash.get(hash(token));
    if (kept == null) {
      return Optional.empty();
    }
    Optional<Session> session = stillGood(kept);
    session.ifPresentOrElse(good -> kept.lastUsed = clock.instant(), () -> remove(kept));
    return session;
  }

  /**
   * Says whether a session that was found before still stands, and that it is in use: for streams
   * that live longer than a request.
   */
  public Optional<Session> renew(Session session) {
    return tokens != null && BearerTokens.isOne(session)
        ? tokens.renew(session)
        : renewOwn(session);
  }

  private synchronized Optional<Session> renewOwn(Session session) {
    for (Kept kept : byUser.getOrDefault(session.person().user(), new ArrayDeque<>())) {
      if (id(kept).equals(session.id())) {
        Optional<Session> now = stillGood(kept);
        now.ifPresentOrElse(good -> kept.lastUsed = clock.instant(), () -> remove(kept));
        return now;
      }
    }
    return Optional.empty();
  }

  /**
   * Says whether a session still stands, with its person as the registry has them now. Does not
   * count as use: who only looks at a picture for hours isn't at the desk.
   */
  public Optional<Session> stands(Session session) {
    return tokens != null && BearerTokens.isOne(session)
        ? tokens.renew(session)
        : standsOwn(session);
  }

  private synchronized Optional<Session> standsOwn(Session session) {
    for (Kept kept : byUser.getOrDefault(session.person().user(), new ArrayDeque<>())) {
      if (id(kept).equals(session.id())) {
        return stillGood(kept);
      }
    }
    return Optional.empty();
  }

  /** Ends the session that a token proves, if there is one. */
  public void close(String token) {
    if (tokens != null && BearerTokens.looksLikeOne(token)) {
      tokens.close(token);
    } else {
      closeOwn(token);
    }
  }

  /**
   * Ends all sessions of a person. A provider's token that was issued until now proves nothing any
   * more.
   */
  public void endAllOf(String user) {
    closeAllOf(user);
    if (tokens != null) {
      tokens.endAllOf(user);
    }
  }

  /** Ends all sessions of a person; those of a provider's tokens go on. */
  public synchronized void closeAllOf(String user) {
    Deque<Kept> all = byUser.remove(user);
    if (all != null) {
      all.forEach(kept -> byTokenHash.remove(kept.tokenHash));
    }
  }

  private synchronized void closeOwn(String token) {
    Kept kept = byTokenHash.get(hash(token));
    if (kept != null) {
      remove(kept);
    }
  }

  /** How many there are, those that nobody has yet noticed to be over included. */
  public synchronized int count() {
    return byTokenHash.size();
  }

  private Optional<Session> stillGood(Kept kept) {
    Instant now = clock.instant();
    boolean over = !now.isBefore(kept.expiresAt) || !now.isBefore(kept.lastUsed.plus(idle));
    String password = view.passwordHash(kept.user);
    if (over || password == null || !password.equals(kept.passwordHash)) {
      return Optional.empty();
    }
    return view.person(kept.user).map(person -> session(kept, person));
  }

  private void remove(Kept kept) {
    byTokenHash.remove(kept.tokenHash);
    Deque<Kept> others = byUser.get(kept.user);
    if (others != null) {
      others.remove(kept);
      if (others.isEmpty()) {
        byUser.remove(kept.user);
      }
    }
  }

  private Session session(Kept kept, Person person) {
    return new Session(id(kept), person, kept.expiresAt, mustEnrol.test(person));
  }

  private static String id(Kept kept) {
    return kept.tokenHash.substring(0, 16);
  }

  static String hash(String token) {
    try {
      byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
