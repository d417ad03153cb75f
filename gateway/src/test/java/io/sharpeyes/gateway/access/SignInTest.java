package io.sharpeyes.gateway.access;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.registry.District;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.RegistrySecrets;
import io.sharpeyes.gateway.registry.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignInTest {

  private static final String HOME = "10.0.0.5";
  private static final String ELSEWHERE = "203.0.113.9";

  private final Vertx vertx = Vertx.vertx();
  private Instant now = Instant.parse("2026-11-22T00:00:00Z");
  private Registry registry = registry(Person.Role.DISPATCHER, "wang", "li");
  private CredentialStore store = seal(Map.of("wang", "right", "li", "right"));
  private final SignIn signIn =
      new SignIn(
          vertx, () -> registry, () -> store, Duration.ofHours(12), Duration.ofHours(2), () -> now);

  @AfterEach
  void close() throws Exception {
    signIn.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static Registry registry(Person.Role role, String... users) {
    List<Person> people = new ArrayList<>();
    for (String user : users) {
      people.add(new Person(user, user, role, "350428000000", null, null));
    }
    return new Registry(
        List.of(new District("350428000000", "x", null)),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        people);
  }

  private CredentialStore seal(Map<String, String> passwords) {
    RegistrySecrets secrets =
        new RegistrySecrets(
            Map.of(),
            Map.of(),
            passwords.entrySet().stream()
                .collect(
                    Collectors.toMap(Map.Entry::getKey, entry -> new Secret(entry.getValue()))));
    return new CredentialSealing(Keys.generate(now))
        .seal(secrets, CredentialStore.EMPTY, registry)
        .store();
  }

  private Sessions.Opened in(String user, String password, String address) throws Exception {
    return signIn
        .signIn(user, new Secret(password), address)
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  private SignInRefused refused(String user, String password, String address) throws Exception {
    try {
      in(user, password, address);
    } catch (ExecutionException e) {
      return (SignInRefused) requireNonNull(e.getCause());
    }
    throw new AssertionError("was let in");
  }

  @Test
  void letsInWhoKnowsThePassword() throws Exception {
    Sessions.Opened opened = in("wang", "right", HOME);
    String token = opened.token().reveal();
    assertThat(token).hasSize(43);
    assertThat(opened.toString()).doesNotContain(token);
    Session session = signIn.sessions().find(token).orElseThrow();
    assertThat(session.person().user()).isEqualTo("wang");
    assertThat(session.expiresAt()).isEqualTo(now.plus(Duration.ofHours(12)));
    assertThat(signIn.sessions().find(token.replace(token.charAt(3), '_'))).isEmpty();
    assertThat(signIn.sessions().find("")).isEmpty();

    signIn.sessions().close(token);
    assertThat(signIn.sessions().find(token)).isEmpty();
    assertThat(signIn.sessions().count()).isZero();
  }

  @Test
  void refusesEverythingElseAlike() throws Exception {
    assertThat(refused("wang", "wrong", HOME).reason()).isEqualTo(SignInRefused.Reason.WRONG);
    assertThat(refused("nobody", "right", HOME).reason()).isEqualTo(SignInRefused.Reason.WRONG);
    assertThat(refused("wang", "x".repeat(10_000), HOME).reason())
        .isEqualTo(SignInRefused.Reason.WRONG);
  }

  @Test
  void slowsDownAGuesserButNeverTheDesk() throws Exception {
    in("wang", "right", HOME);
    for (int i = 0; i < SignInThrottle.FREE_FAILURES; i++) {
      assertThat(refused("wang", "guess", ELSEWHERE).reason())
          .isEqualTo(SignInRefused.Reason.WRONG);
    }
    SignInRefused paused = refused("wang", "right", ELSEWHERE);
    assertThat(paused.reason()).isEqualTo(SignInRefused.Reason.TOO_SOON);
    assertThat(paused.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(paused).hasMessageContaining("Wait 1 s");

    assertThat(in("wang", "right", HOME).session().person().user()).isEqualTo("wang");

    now = now.plusSeconds(1);
    assertThat(refused("wang", "guess", ELSEWHERE).reason()).isEqualTo(SignInRefused.Reason.WRONG);
    assertThat(refused("wang", "guess", ELSEWHERE).retryAfter()).isEqualTo(Duration.ofSeconds(2));
  }

  private Future<Sessions.Opened> tries(String user, String password, String address) {
    return signIn.signIn(user, new Secret(password), address);
  }

  @Test
  void whoKnowsOnePasswordFillsNotTheThreadOnWhichDesksSignIn() throws Exception {
    in("wang", "right", HOME);
    in("li", "right", HOME);
    List<Future<Sessions.Opened>> flood = new ArrayList<>();
    for (int i = 0; i < 2 * PasswordCheck.MOST_WAITING; i++) {
      flood.add(tries("li", "right", HOME));
    }
    assertThat(in("wang", "right", HOME).session().person().user()).isEqualTo("wang");
    Future.join(flood).otherwiseEmpty().await(20, TimeUnit.SECONDS);
    assertThat(signIn.refusedBusy()).isPositive();
  }

  @Test
  void guessesThatComeAllAtOnceAreFewAsWell() throws Exception {
    List<Future<Sessions.Opened>> guesses = new ArrayList<>();
    for (int i = 0; i < 2 * PasswordCheck.MOST_WAITING; i++) {
      guesses.add(tries("wang", "guess" + i, ELSEWHERE));
    }
    Future.join(guesses).otherwiseEmpty().await(20, TimeUnit.SECONDS);
    assertThat(
            guesses.stream()
                .map(guess -> ((SignInRefused) requireNonNull(guess.cause())).reason())
                .filter(SignInRefused.Reason.WRONG::equals))
        .hasSizeLessThan(8);
  }

  @Test
  void endsSessionsByTimeIdlenessPasswordAndRegistry() throws Exception {
    String token = in("wang", "right", HOME).token().reveal();
    for (int i = 0; i < 11; i++) {
      now = now.plus(Duration.ofHours(1));
      assertThat(signIn.sessions().find(token)).isPresent();
    }
    now = now.plus(Duration.ofHours(1));
    assertThat(signIn.sessions().find(token)).isEmpty();

    token = in("wang", "right", HOME).token().reveal();
    now = now.plus(Duration.ofHours(2));
    assertThat(signIn.sessions().find(token)).isEmpty();

    token = in("wang", "right", HOME).token().reveal();
    registry = registry(Person.Role.HEAD, "wang", "li");
    assertThat(signIn.sessions().find(token).orElseThrow().person().role())
        .isEqualTo(Person.Role.HEAD);
    store = seal(Map.of("wang", "right", "li", "right"));
    assertThat(signIn.sessions().find(token)).isEmpty();

    token = in("li", "right", HOME).token().reveal();
    Session session = signIn.sessions().find(token).orElseThrow();
    assertThat(signIn.sessions().renew(session)).isPresent();
    registry = registry(Person.Role.HEAD, "wang");
    assertThat(signIn.sessions().renew(session)).isEmpty();
    assertThat(signIn.sessions().find(token)).isEmpty();
  }

  @Test
  void keepsABoundedNumberOfSessionsPerPerson() throws Exception {
    String first = in("wang", "right", HOME).token().reveal();
    String last = first;
    for (int i = 0; i < Sessions.MOST_PER_PERSON; i++) {
      last = signIn.sessions().open(registry.person("wang").orElseThrow()).token().reveal();
    }
    assertThat(signIn.sessions().count()).isEqualTo(Sessions.MOST_PER_PERSON);
    assertThat(signIn.sessions().find(first)).isEmpty();
    assertThat(signIn.sessions().find(last)).isPresent();
  }
}
