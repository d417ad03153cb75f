package io.sharpeyes.gateway.api;

import io.sharpeyes.gateway.access.Rights;
import io.sharpeyes.gateway.access.SecondFactors;
import io.sharpeyes.gateway.access.SignIn;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.Secret;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Setting up a second factor, and taking it away. */
final class SecondFactorRoutes {

  private final SignIn signIn;
  private final Supplier<Registry> registry;

  SecondFactorRoutes(HttpParts parts) {
    this.signIn = parts.signIn();
    this.registry = parts.registry();
  }

  /** What a person puts into their app. */
  private record Begun(String secret, String uri, List<String> qrCode, Instant expiresAt) {}

  /** Who took over a session can't put their own phone in the place of the person's. */
  Future<Answer> begin(Call call) {
    Person person = call.person();
    if (signIn.factors().has(person.user())) {
      throw new Problem(
          409,
          "second-factor-exists",
          "There is a second factor already",
          "",
          "Remove it first, with a code of it; who has lost it asks an admin to reset it.");
    }
    SecondFactors.Begun begun = signIn.factors().begin(person.user());
    String uri = begun.uri().reveal();
    return Future.succeededFuture(
        secret(new Begun(begun.secret().reveal(), uri, QrCode.rows(uri), begun.expiresAt())));
  }

  private static Answer secret(Object body) {
    return Answer.json(body).with("Cache-Control", "no-store");
  }

  Future<Answer> confirm(Call call) {
    Person person = call.person();
    if (signIn.factors().has(person.user())) {
      return begin(call);
    }
    return signIn
        .factors()
        .confirm(person.user(), call.body().getString("code"))
        .map(
            codes -> {
              if (codes.isEmpty()) {
                throw wrongCode();
              }
              signIn.note(person, "second-factor.set-up", Map.of());
              List<String> shown = codes.stream().map(Secret::reveal).toList();
              return secret(Map.of("recoveryCodes", shown));
            });
  }

  private static Problem wrongCode() {
    return new Problem(
        400,
        "wrong-code",
        "The code is wrong or was used before",
        "",
        "Wait for the next one and look at the phone's clock; begin anew after ten minutes.");
  }

  Future<Answer> remove(Call call) {
    Person person = call.person();
    return signIn
        .checkCode(person.user(), new Secret(call.body().getString("code")))
        .compose(
            right -> {
              if (!right) {
                throw wrongCode();
              }
              return signIn.factors().remove(person.user());
            })
        .map(
            removed -> {
              signIn.note(person, "second-factor.removed", Map.of());
              return Answer.done();
            });
  }

  /**
   * For who has lost phone and recovery codes. All of the person's sessions end. Nobody resets
   * their own: who took over an admin's session would need no code.
   */
  Future<Answer> reset(Call call) {
    String user = call.text("user");
    if (user.equals(call.person().user())) {
      throw Problem.forbidden(
          "Nobody resets their own second factor.",
          "Remove it with a code of it, or ask another admin.");
    }
    Registry now = registry.get();
    Person person =
        now.person(user)
            .filter(found -> Rights.reaches(call.person(), found.district(), now))
            .orElseThrow(() -> Problem.notFound("person", user));
    return signIn
        .factors()
        .remove(user)
        .map(
            removed -> {
              signIn.sessions().closeAllOf(user);
              signIn.note(call.person(), "second-factor.reset", Map.of("person", person.user()));
              return Answer.done();
            });
  }
}
