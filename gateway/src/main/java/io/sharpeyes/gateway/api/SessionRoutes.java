package io.sharpeyes.gateway.api;

import io.sharpeyes.gateway.access.AuditLog;
import io.sharpeyes.gateway.access.Session;
import io.sharpeyes.gateway.access.Sessions;
import io.sharpeyes.gateway.access.SignIn;
import io.sharpeyes.gateway.access.SignInRefused;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.push.EventHub;
import io.sharpeyes.gateway.registry.District;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.Secret;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Signing in and out. */
final class SessionRoutes {

  private static final int MOST_USER_CHARS = 64;

  private final SignIn signIn;
  private final Access access;
  private final EventHub hub;
  private final Supplier<Registry> registry;
  private final InstantSource clock;
  private final AuditLog audit;

  SessionRoutes(HttpParts parts, Access access) {
    this.signIn = parts.signIn();
    this.access = access;
    this.hub = parts.hub();
    this.registry = parts.registry();
    this.clock = parts.clock();
    this.audit = parts.evidence().audit();
  }

  Future<Answer> login(Call call) {
    Secret password = new Secret(call.body().getString("password"));
    return signIn
        .signIn(call.body().getString("user"), password, call.address())
        .onSuccess(opened -> note(opened.session(), "sign-in", call))
        .onFailure(failure -> refused(failure, call))
        .map(opened -> signedIn(opened));
  }

  private void note(Session session, String action, Call call) {
    Person person = session.person();
    AuditNotes.write(
        audit,
        new Actor(person.user(), person.name()),
        action,
        person.user(),
        Map.of("address", call.address(), "session", session.id()));
  }

  /** The throttle bounds how many there can be. */
  private void refused(Throwable failure, Call call) {
    if (failure instanceof SignInRefused refusal
        && refusal.reason() == SignInRefused.Reason.WRONG) {
      String user = call.body().getString("user");
      AuditNotes.write(
          audit,
          Actor.GATEWAY,
          "sign-in-refused",
          user.substring(0, Math.min(MOST_USER_CHARS, user.length())),
          Map.of("address", call.address()));
    }
  }

  private Answer signedIn(Sessions.Opened opened) {
    String token = opened.token().reveal();
    Instant expiresAt = opened.session().expiresAt();
    Duration left = Duration.between(clock.instant(), expiresAt);
    return Answer.json(new SignedIn(token, expiresAt))
        .with("Set-Cookie", cookie(token, left.toSeconds()))
        .with("Cache-Control", "no-store");
  }

  /** What a person gets who signed in. */
  private record SignedIn(String token, Instant expiresAt) {}

  private String cookie(String token, long maxAgeS) {
    return access.cookieName()
        + "="
        + token
        + "; Path=/; Max-Age="
        + maxAgeS
        + "; HttpOnly; SameSite=Strict"
        + (access.isTls() ? "; Secure" : "");
  }

  Future<Answer> logout(Call call) {
    String token = access.token(call.request());
    if (token != null) {
      signIn.sessions().close(token);
    }
    hub.signedOut(call.session().id());
    note(call.session(), "sign-out", call);
    return Future.succeededFuture(Answer.done().with("Set-Cookie", cookie("", 0)));
  }

  Future<Answer> me(Call call) {
    Person person = call.person();
    Map<String, @Nullable Object> me = new LinkedHashMap<>();
    me.put("user", person.user());
    me.put("name", person.name());
    me.put("role", ApiJson.word(person.role()));
    me.put("district", person.district());
    me.put(
        "districtName", registry.get().district(person.district()).map(District::name).orElse(""));
    me.put("unit", person.unit());
    me.put("site", person.site());
    me.put("expiresAt", call.session().expiresAt());
    me.values().removeIf(value -> value == null);
    return Future.succeededFuture(Answer.json(me).with("Cache-Control", "no-store"));
  }
}
