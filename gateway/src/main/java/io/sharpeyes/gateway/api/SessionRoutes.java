package io.sharpeyes.gateway.api;

import io.sharpeyes.gateway.access.AuditLog;
import io.sharpeyes.gateway.access.Rights;
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
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Signing in and out. */
final class SessionRoutes {

  private static final String UNKNOWN = "unknown";
  private static final Duration BROWSER_KNOWN_FOR = Duration.ofDays(180);

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
    String user = call.body().getString("user");
    String code = call.body().getString("code");
    Cookie browser = call.request().getCookie(access.browserCookieName(user));
    SignIn.Attempt attempt =
        new SignIn.Attempt(
            user,
            new Secret(call.body().getString("password")),
            code == null ? null : new Secret(code),
            call.address(),
            browser == null ? null : browser.getValue());
    return signIn
        .signIn(attempt)
        .onSuccess(opened -> note(opened.session(), "sign-in", call))
        .onFailure(failure -> refused(failure, call))
        .map(opened -> signedIn(call.request(), opened));
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

  /**
   * The throttle bounds how many there can be. A wrong code is told apart: whoever sent it knows
   * the password. A name that nobody has is not written down: it may be a password, typed into the
   * wrong field.
   */
  private void refused(Throwable failure, Call call) {
    if (failure instanceof SignInRefused refusal) {
      switch (refusal.reason()) {
        case WRONG -> refused("password", call);
        case CODE_WRONG -> refused("code", call);
        case TOO_SOON, BUSY, CODE_NEEDED -> {}
      }
    }
  }

  private void refused(String wrong, Call call) {
    String user = call.body().getString("user");
    AuditNotes.write(
        audit,
        Actor.GATEWAY,
        "sign-in-refused",
        registry.get().person(user).isPresent() ? user : UNKNOWN,
        Map.of("address", call.address(), "wrong", wrong));
  }

  private Answer signedIn(HttpServerRequest request, Sessions.Opened opened) {
    String token = opened.token().reveal();
    String user = opened.session().person().user();
    Instant expiresAt = opened.session().expiresAt();
    Duration left = Duration.between(clock.instant(), expiresAt);
    request.response().addCookie(browserCookie(user));
    return Answer.json(new SignedIn(token, expiresAt))
        .with("Set-Cookie", cookie(token, left.toSeconds()))
        .with("Cache-Control", "no-store");
  }

  private Cookie browserCookie(String user) {
    return Cookie.cookie(access.browserCookieName(user), signIn.rememberBrowser(user))
        .setPath("/")
        .setMaxAge(BROWSER_KNOWN_FOR.toSeconds())
        .setHttpOnly(true)
        .setSameSite(CookieSameSite.STRICT)
        .setSecure(access.isTls());
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

  private String secondFactor(Session session) {
    if (session.mustEnrol()) {
      return "needed";
    }
    return signIn.factors().has(session.person().user()) ? "set-up" : "none";
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

  /** Ends all sign-ins of the person who asks: for who has lost a phone or left a desk open. */
  Future<Answer> logoutEverywhere(Call call) {
    end(call.person().user());
    note(call.session(), "sign-out-everywhere", call);
    return Future.succeededFuture(Answer.done().with("Set-Cookie", cookie("", 0)));
  }

  /** Ends all sign-ins of somebody in the admin's district. */
  Future<Answer> logoutOther(Call call) {
    String user = call.text("user");
    Registry now = registry.get();
    Person person =
        now.person(user)
            .filter(found -> Rights.reaches(call.person(), found.district(), now))
            .orElseThrow(() -> Problem.notFound("person", user));
    end(person.user());
    AuditNotes.write(
        audit,
        call.actor(),
        "sign-out-other",
        person.user(),
        Map.of("address", call.address(), "session", call.session().id()));
    return Future.succeededFuture(Answer.done());
  }

  private void end(String user) {
    signIn.sessions().endAllOf(user);
    hub.allSignedOut(user);
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
    me.put("secondFactor", secondFactor(call.session()));
    me.values().removeIf(value -> value == null);
    return Future.succeededFuture(Answer.json(me).with("Cache-Control", "no-store"));
  }
}
