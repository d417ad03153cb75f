package io.sharpeyes.gateway.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.sharpeyes.gateway.registry.Person;
import io.vertx.core.Vertx;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * People and systems that come with a token of an OpenID provider (RFC 7519, RFC 9068, OpenID
 * Connect Core §3.1.3.7). A token counts if one of the provider's keys signed it with an algorithm
 * of the settings, it was made by the issuer for this gateway, its time has come and isn't over,
 * and the registry knows the person; the registry alone says what they may. Any thread; never
 * blocks. A signature costs some tens of microseconds, once a token.
 */
public final class BearerTokens implements AutoCloseable {

  private static final String PREFIX = "oidc-";
  private static final int MOST_CHARS = 8_192;
  private static final int MOST_REMEMBERED = 10_000;

  /** What is known of a token that was good. */
  private record Good(String user, Instant expiresAt, Instant issuedAt) {}

  private final OidcOptions options;
  private final AccessView view;
  private final InstantSource clock;
  private final JwkKeys keys;
  private final DefaultJWTProcessor<SecurityContext> processor;
  private final LongAdder refused = new LongAdder();
  private final Consumer<Person> onFirstUse;

  // Guarded by this.
  private final Map<String, Good> good = bounded();
  private final Map<String, Instant> signedOut = bounded();
  private final Map<String, Instant> endedAt = bounded();

  /**
   * Makes one, and begins to read the provider's keys.
   *
   * @param onFirstUse told when a token is seen for the first time
   */
  BearerTokens(
      Vertx vertx,
      OidcOptions options,
      AccessView view,
      InstantSource clock,
      Consumer<Person> onFirstUse) {
    this.options = options;
    this.view = view;
    this.clock = clock;
    this.onFirstUse = onFirstUse;
    this.keys = new JwkKeys(vertx, options, clock, this::forgetAll);
    this.processor = processor(options, keys);
  }

  private static <V> Map<String, V> bounded() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > MOST_REMEMBERED;
      }
    };
  }

  private static DefaultJWTProcessor<SecurityContext> processor(OidcOptions options, JwkKeys keys) {
    Set<JWSAlgorithm> algorithms =
        options.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys));
    // The claims are checked here, against the gateway's clock.
    processor.setJWTClaimsSetVerifier((claims, context) -> {});
    return processor;
  }

  /** Whether a text may be a token of the provider, rather than one of ours. */
  static boolean looksLikeOne(String token) {
    return token.indexOf('.') > 0;
  }

  /** Whether a session was opened with a token of the provider. */
  static boolean isOne(Session session) {
    return session.id().startsWith(PREFIX);
  }

  /** The session that a token proves; nothing if it proves none. */
  Optional<Session> find(String token) {
    if (token.length() > MOST_CHARS) {
      refused.increment();
      return Optional.empty();
    }
    String id = PREFIX + Sessions.hash(token).substring(0, 32);
    Good known = known(id);
    if (known == null) {
      known = check(token);
      if (known == null || !remember(id, known)) {
        refused.increment();
        return Optional.empty();
      }
      view.person(known.user()).ifPresent(onFirstUse);
    }
    return session(id, known);
  }

  /** Says whether a session that was found before still stands. */
  Optional<Session> renew(Session session) {
    Good known = known(session.id());
    return known == null ? Optional.empty() : session(session.id(), known);
  }

  /** Ends the session of a token: it counts no more, though its time isn't over. */
  void close(String token) {
    String id = PREFIX + Sessions.hash(token).substring(0, 32);
    synchronized (this) {
      Good known = good.remove(id);
      if (known != null) {
        signedOut.put(id, known.expiresAt());
      }
    }
  }

  /**
   * Ends the sessions of all tokens of a person that were issued until now, those that nobody has
   * shown here yet included. A token says to the second when it was issued: one of this very second
   * counts, unless it was shown already.
   */
  synchronized void endAllOf(String user) {
    endedAt.put(user, clock.instant().truncatedTo(ChronoUnit.SECONDS));
    good.forEach(
        (id, known) -> {
          if (known.user().equals(user)) {
            signedOut.put(id, known.expiresAt());
          }
        });
    good.values().removeIf(known -> known.user().equals(user));
  }

  private synchronized boolean isEnded(String user, Instant issued) {
    Instant ended = endedAt.get(user);
    return ended != null && issued.isBefore(ended);
  }

  private Optional<Session> session(String id, Good known) {
    return clock.instant().isBefore(known.expiresAt())
        ? view.person(known.user()).map(person -> new Session(id, person, known.expiresAt()))
        : Optional.empty();
  }

  private synchronized @Nullable Good known(String id) {
    return good.get(id);
  }

  private synchronized boolean remember(String id, Good known) {
    // Here, and not where the token is checked: all of a person's may be ended in between.
    if (signedOut.containsKey(id) || isEnded(known.user(), known.issuedAt())) {
      return false;
    }
    good.put(id, known);
    return true;
  }

  /** With other keys every token is looked at anew: one whose key was withdrawn counts no more. */
  private synchronized void forgetAll() {
    good.clear();
  }

  private @Nullable Good check(String token) {
    try {
      return check(processor.process(SignedJWT.parse(token), null));
    } catch (ParseException | BadJOSEException | JOSEException | RuntimeException e) {
      return null; // Who sends it isn't told which of the many reasons it was.
    }
  }

  private @Nullable Good check(JWTClaimsSet claims) throws ParseException {
    Instant now = clock.instant();
    Instant expires = instant(claims.getExpirationTime());
    Instant issued = instant(claims.getIssueTime());
    Instant notBefore = instant(claims.getNotBeforeTime());
    Instant soon = now.plus(options.clockSkew());
    boolean inTime =
        expires != null
            && now.isBefore(expires)
            && issued != null
            && !issued.isAfter(soon)
            && (notBefore == null || !notBefore.isAfter(soon));
    boolean ours =
        options.issuer().equals(claims.getIssuer())
            && claims.getAudience().contains(options.audience())
            && isClientTaken(claims);
    String user = claims.getStringClaim(options.userClaim());
    boolean known = user != null && view.person(user).isPresent();
    if (!inTime || !ours || !known || user == null || issued == null || expires == null) {
      return null;
    }
    Instant latest = issued.plus(options.longest());
    Good found = new Good(user, expires.isBefore(latest) ? expires : latest, issued);
    return now.isBefore(found.expiresAt()) ? found : null;
  }

  /** OpenID Connect Core §3.1.3.7, 4 and 5: who asked for it, where it is made for several. */
  private boolean isClientTaken(JWTClaimsSet claims) throws ParseException {
    List<String> clients = options.clients();
    String client = claims.getStringClaim("azp");
    if (client == null) {
      client = claims.getStringClaim("client_id");
    }
    if (clients.isEmpty()) {
      return claims.getAudience().size() == 1 || client != null;
    }
    return client != null && clients.contains(client);
  }

  private static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }

  /** How many tokens were refused. */
  public long refused() {
    return refused.sum();
  }

  /** How often the provider's keys could not be read. */
  public long keyFailures() {
    return keys.failures();
  }

  /** How many of the provider's keys are known. */
  public int keyCount() {
    return keys.size();
  }

  @Override
  public void close() {
    keys.close();
  }
}
