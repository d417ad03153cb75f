package io.sharpeyes.gateway.api;

import io.sharpeyes.gateway.access.Sessions;
import io.sharpeyes.gateway.access.SignIn;
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

  private final SignIn signIn;
  private final Access access;
  private final EventHub hub;
  private final Supplier<Registry> registry;
  private final InstantSource clock;

  SessionRoutes(HttpParts parts, Access access) {
    this.signIn = parts.signIn();
    this.access = access;
    this.hub = parts.hub();
    this.registry = parts.registry();
    this.clock = parts.clock();
  }

  Future<Answer> login(Call call) {
    Secret password = new Secret(call.body().getString("password"));
    return signIn
        .signIn(call.body().getString("user"), password, call.address())
        .map(opened -> signedIn(opened));
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
