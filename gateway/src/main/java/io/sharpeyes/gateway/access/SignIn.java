package io.sharpeyes.gateway.access;

import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Lets people in who know their password, and slows down who guesses. Any thread; never blocks. */
public final class SignIn implements AutoCloseable {

  private static final int MOST_PASSWORD_CHARS = 256;

  private final AccessView view;
  private final SignInThrottle throttle = new SignInThrottle();
  private final PasswordCheck passwords;
  private final Sessions sessions;
  private final InstantSource clock;

  /**
   * Makes one in which nobody is signed in.
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
    this.view = new AccessView(registry, credentials);
    this.passwords = new PasswordCheck(vertx);
    this.sessions = new Sessions(view, sessionLength, sessionIdle, clock);
    this.clock = clock;
  }

  /** Who is signed in. */
  public Sessions sessions() {
    return sessions;
  }

  /**
   * Signs somebody in.
   *
   * @param address the peer's address, without a port
   * @return fails with {@link SignInRefused}
   */
  public Future<Sessions.Opened> signIn(String user, Secret password, String address) {
    Instant now = clock.instant();
    Duration pause = throttle.take(user, address, now);
    if (!pause.isZero()) {
      return Future.failedFuture(SignInRefused.tooSoon(pause));
    }
    boolean tooLong = password.reveal().length() > MOST_PASSWORD_CHARS;
    Optional<Person> person = tooLong ? Optional.empty() : view.person(user);
    String hash = person.isPresent() ? view.passwordHash(user) : null;
    return passwords
        .check(tooLong ? new Secret("") : password, hash, throttle.isKnown(user, address))
        .compose(right -> answer(user, address, right ? person : Optional.empty()));
  }

  private Future<Sessions.Opened> answer(String user, String address, Optional<Person> person) {
    if (person.isEmpty()) {
      throttle.failed(user, address, clock.instant());
      return Future.failedFuture(SignInRefused.wrong());
    }
    throttle.succeeded(user, address, clock.instant());
    return Future.succeededFuture(sessions.open(person.get()));
  }

  /** How often somebody was refused because too many were signing in. */
  public long refusedBusy() {
    return passwords.refused();
  }

  @Override
  public void close() {
    passwords.close();
  }
}
