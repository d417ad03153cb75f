package io.sharpeyes.gateway.access;

import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets people in who know their password and have their second factor, and slows down who guesses.
 * Any thread; never blocks.
 */
public final class SignIn implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SignIn.class);
  private static final int MOST_PASSWORD_CHARS = 256;

  /**
   * What is asked beyond the password.
   *
   * @param keys those of the key file
   * @param factors people's second factors
   * @param rolesWithFactor the roles that must have one
   * @param oidc whose bearer tokens are taken, or null for none
   * @param audit where each sign-in is written, or null
   */
  public record Beyond(
      Keys keys,
      SecondFactors factors,
      Set<Person.Role> rolesWithFactor,
      @Nullable OidcOptions oidc,
      @Nullable AuditLog audit) {

    /** Copies the set. */
    public Beyond {
      rolesWithFactor = Set.copyOf(rolesWithFactor);
    }

    private static Beyond nothing(Vertx vertx, InstantSource clock) {
      Keys keys = Keys.generate(clock.instant());
      SecondFactors factors = SecondFactors.inMemory(vertx, keys, clock);
      return new Beyond(keys, factors, Set.of(), null, null);
    }
  }

  private final AccessView view;
  private final SignInThrottle throttle = new SignInThrottle();
  private final CodeThrottle codes = new CodeThrottle();
  private final PasswordCheck passwords;
  private final Beyond beyond;
  private final KnownBrowsers browsers;
  private final @Nullable BearerTokens tokens;
  private final Sessions sessions;
  private final InstantSource clock;

  /**
   * Makes one in which nobody is signed in, with passwords only.
   *
   * @param registry gives the registry as it stands
   * @param credentials gives the credentials that belong to it
   * @param sessionLength how long a session lasts at most
   * @param sessionIdle how long it lasts unused
   */
  public SignIn(
      Vertx vertx,
      Supplier<Registry> registry,
      Supplier<CredentialStore> credentials,
      Duration sessionLength,
      Duration sessionIdle,
      InstantSource clock) {
    this(
        vertx,
        registry,
        credentials,
        sessionLength,
        sessionIdle,
        clock,
        Beyond.nothing(vertx, clock));
  }

  /**
   * Makes one in which nobody is signed in.
   *
   * @param registry gives the registry as it stands
   * @param credentials gives the credentials that belong to it
   * @param sessionLength how long a session lasts at most
   * @param sessionIdle how long it lasts unused
   * @param beyond what is asked beyond the password
   */
  public SignIn(
      Vertx vertx,
      Supplier<Registry> registry,
      Supplier<CredentialStore> credentials,
      Duration sessionLength,
      Duration sessionIdle,
      InstantSource clock,
      Beyond beyond) {
    this.view = new AccessView(registry, credentials);
    this.passwords = new PasswordCheck(vertx);
    this.beyond = beyond;
    this.browsers = new KnownBrowsers(beyond.keys());
    OidcOptions oidc = beyond.oidc();
    this.tokens =
        oidc == null
            ? null
            : new BearerTokens(
                vertx, oidc, view, clock, person -> note(person, "sign-in", Map.of("by", "oidc")));
    this.sessions = new Sessions(view, sessionLength, sessionIdle, clock, tokens, this::mustEnrol);
    this.clock = clock;
  }

  private boolean mustEnrol(Person person) {
    return beyond.rolesWithFactor().contains(person.role()) && !beyond.factors().has(person.user());
  }

  /** Who is signed in. */
  public Sessions sessions() {
    return sessions;
  }

  /** People's second factors. */
  public SecondFactors factors() {
    return beyond.factors();
  }

  /** The tokens of the OpenID provider; nothing if none is set. */
  public Optional<BearerTokens> tokens() {
    return Optional.ofNullable(tokens);
  }

  /**
   * Signs somebody in who has no second factor.
   *
   * @param address the peer's address, without a port
   * @return fails with {@link SignInRefused}
   */
  public Future<Sessions.Opened> signIn(String user, Secret password, String address) {
    return signIn(new Attempt(user, password, null, address, null));
  }

  /**
   * One try.
   *
   * @param code of the second factor, or null
   * @param address the peer's address, without a port
   * @param browser the cookie of a browser in which the user signed in before, or null
   */
  public record Attempt(
      String user,
      Secret password,
      @Nullable Secret code,
      String address,
      @Nullable String browser) {}

  /**
   * Signs somebody in.
   *
   * @return fails with {@link SignInRefused}
   */
  public Future<Sessions.Opened> signIn(Attempt attempt) {
    Instant now = clock.instant();
    String from = browsers.origin(attempt);
    boolean known = browsers.knows(attempt) || throttle.isKnown(attempt.user(), from);
    Duration pause =
        browsers.knows(attempt)
            ? throttle.pauseOf(attempt.user(), from, now)
            : throttle.take(attempt.user(), from, now);
    if (!pause.isZero()) {
      return Future.failedFuture(SignInRefused.tooSoon(pause));
    }
    boolean tooLong = attempt.password().reveal().length() > MOST_PASSWORD_CHARS;
    Optional<Person> person = tooLong ? Optional.empty() : view.person(attempt.user());
    String hash = person.isPresent() ? view.passwordHash(attempt.user()) : null;
    return passwords
        .check(tooLong ? new Secret("") : attempt.password(), hash, known, browsers.whose(attempt))
        .compose(right -> answer(attempt, from, known, right ? person : Optional.empty()));
  }

  private Future<Sessions.Opened> answer(
      Attempt attempt, String from, boolean known, Optional<Person> person) {
    if (person.isEmpty()) {
      throttle.failed(attempt.user(), from, clock.instant());
      return Future.failedFuture(SignInRefused.wrong());
    }
    if (!beyond.factors().has(attempt.user())) {
      return Future.succeededFuture(letIn(attempt, from, person.get()));
    }
    Secret code = attempt.code();
    if (code == null) {
      return Future.failedFuture(SignInRefused.codeNeeded());
    }
    return checkCode(attempt.user(), code, known)
        .compose(
            right -> {
              if (right) {
                return Future.succeededFuture(letIn(attempt, from, person.get()));
              }
              throttle.failed(attempt.user(), from, clock.instant());
              return Future.failedFuture(SignInRefused.codeWrong());
            });
  }

  /** Checks a code of somebody who is signed in. */
  public Future<Boolean> checkCode(String user, Secret code) {
    return checkCode(user, code, true);
  }

  private Future<Boolean> checkCode(String user, Secret code, boolean known) {
    Duration pause = codes.pause(user, known, clock.instant());
    if (!pause.isZero()) {
      return Future.failedFuture(SignInRefused.tooSoon(pause));
    }
    return beyond
        .factors()
        .check(user, code.reveal())
        .onSuccess(
            right -> {
              if (!right) {
                codes.failed(user, known, clock.instant());
              }
            });
  }

  private Sessions.Opened letIn(Attempt attempt, String from, Person person) {
    throttle.succeeded(attempt.user(), from, clock.instant());
    return sessions.open(person);
  }

  /** The cookie for the browser of somebody who has signed in: see {@link KnownBrowsers}. */
  public String rememberBrowser(String user) {
    return browsers.remember(user);
  }

  /**
   * Writes into the audit what somebody did about signing in. That it can't be written keeps nobody
   * from their desk; it is told in the log.
   */
  public void note(Person person, String action, Map<String, ?> detail) {
    AuditLog audit = beyond.audit();
    if (audit != null) {
      audit
          .append(new Actor(person.user(), person.name()), action, person.user(), detail)
          .onFailure(
              failure ->
                  log.atError()
                      .addKeyValue("action", action)
                      .addKeyValue("user", person.user())
                      .addKeyValue("cause", failure.getMessage())
                      .log("a sign-in is missing from the audit"));
    }
  }

  /** How often somebody was refused because too many were signing in. */
  public long refusedBusy() {
    return passwords.refused();
  }

  @Override
  public void close() {
    passwords.close();
    beyond.factors().close();
    if (tokens != null) {
      tokens.close();
    }
  }
}
