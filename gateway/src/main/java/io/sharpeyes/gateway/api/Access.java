package io.sharpeyes.gateway.api;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.access.DeviceAuthentication;
import io.sharpeyes.gateway.access.Session;
import io.sharpeyes.gateway.access.Sessions;
import io.sharpeyes.gateway.api.Call.Caller;
import io.sharpeyes.gateway.settings.HttpSettings;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who calls, and whether they may: cookie, bearer token or a device's secret; the role;
 * the Origin. Any thread; never blocks.
 */
final class Access {

  /** The name of the session cookie; over TLS with the prefix that pins it to this host. */
  static final String COOKIE = "sharpeyes";

  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  /** What a page may open as a WebSocket, which no browser keeps other sites' pages from. */
  private static final Set<String> STREAMS =
      Set.of("readEvents", "watchLive", "watchMaintenanceLive");

  /** What somebody may do who must set up a second factor first. */
  private static final Set<String> BEFORE_ENROLMENT =
      Set.of("me", "logout", "logoutEverywhere", "beginSecondFactor", "confirmSecondFactor");

  private static final Pattern LOOPBACK_NAMES =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[?::1]?");

  private final boolean tls;
  private final boolean onLoopback;
  private final @Nullable String publicOrigin;
  private final Sessions sessions;
  private final DeviceAuthentication devices;

  Access(HttpSettings settings, Sessions sessions, DeviceAuthentication devices) {
    this.tls = settings.tls().certificate() != null;
    this.onLoopback = LOOPBACK_NAMES.matcher(settings.host()).matches();
    this.publicOrigin = settings.publicOrigin();
    this.sessions = sessions;
    this.devices = devices;
  }

  boolean isTls() {
    return tls;
  }

  String cookieName() {
    return tls ? "__Host-" + COOKIE : COOKIE;
  }

  /** The name of the cookie of a browser in which a user signed in before. */
  String browserCookieName(String user) {
    String hash = UUID.nameUUIDFromBytes(user.getBytes(StandardCharsets.UTF_8)).toString();
    return (tls ? "__Host-" : "") + COOKIE + "-known-" + hash.substring(0, 8);
  }

  /**
   * Finds out who calls.
   *
   * @throws Problem if they may not call this operation
   */
  Caller admit(HttpServerRequest request, OperationContract operation) {
    checkHost(request);
    checkOrigin(request, operation);
    if (operation.isOpen()) {
      return Caller.NOBODY;
    }
    Caller caller = caller(request, operation);
    Session session = caller.session();
    if (session != null && !operation.roles().contains(session.person().role())) {
      throw Problem.forbidden(
          "The role " + ApiJson.word(session.person().role()) + " may not do this.",
          "Sign in as somebody who may: see x-roles of this operation in /openapi.yaml.");
    }
    if (session != null && session.mustEnrol() && !BEFORE_ENROLMENT.contains(operation.id())) {
      throw new Problem(
          403,
          "second-factor-needed",
          "A second factor must be set up first",
          "The role " + ApiJson.word(session.person().role()) + " needs one.",
          "POST /api/v1/me/second-factor, put the secret into an app, then confirm with its code.");
    }
    return caller;
  }

  private Caller caller(HttpServerRequest request, OperationContract operation) {
    String authorization = request.getHeader("Authorization");
    if (authorization != null && authorization.startsWith("Basic ")) {
      return device(request, operation, authorization.substring(6));
    }
    String token = token(request, authorization);
    Optional<Session> session = token == null ? Optional.empty() : sessions.find(token);
    return new Caller(session.orElseThrow(Problem::notSignedIn), null);
  }

  /** The token that a request carries; null if it carries none. */
  @Nullable String token(HttpServerRequest request) {
    return token(request, request.getHeader("Authorization"));
  }

  private @Nullable String token(HttpServerRequest request, @Nullable String authorization) {
    if (authorization != null && authorization.startsWith("Bearer ")) {
      return authorization.substring(7).strip();
    }
    Cookie cookie = request.getCookie(cookieName());
    return cookie == null ? null : cookie.getValue();
  }

  private Caller device(HttpServerRequest request, OperationContract operation, String encoded) {
    if (!operation.security().contains("device")) {
      throw Problem.notSignedIn();
    }
    if (!request.isSSL() && !isLoopback(request)) {
      throw Problem.forbidden(
          "A device's secret came over a connection without TLS.",
          "Use https, and give the device a new secret: this one may have been read on the way.");
    }
    byte[] pair = decoded(encoded);
    int colon = 0;
    while (colon < pair.length && pair[colon] != ':') {
      colon++;
    }
    String id = new String(pair, 0, colon, StandardCharsets.UTF_8);
    byte[] secret = Arrays.copyOfRange(pair, Math.min(pair.length, colon + 1), pair.length);
    if (!DeviceId.isValid(id) || !devices.authenticate(new DeviceId(id), secret)) {
      throw new Problem(
              401,
              "wrong-secret",
              "The device's id or secret is wrong",
              "",
              "Compare both with the registry; a lost secret is replaced by importing a new one.")
          .header("WWW-Authenticate", "Basic realm=\"sharp-eyes\"");
    }
    return new Caller(null, new DeviceId(id));
  }

  private static byte[] decoded(String encoded) {
    try {
      return Base64.getDecoder().decode(encoded.strip());
    } catch (IllegalArgumentException e) {
      throw Problem.invalid("Authorization", "is not Base64");
    }
  }

  /**
   * On loopback the gateway has no name but loopback's: a page that had its own name point here
   * (DNS rebinding) would count as ours.
   */
  private void checkHost(HttpServerRequest request) {
    if (request.headers().getAll("Host").size() > 1) {
      throw Problem.invalid("Host", "is there twice"); // RFC 9112 §3.2: a proxy may mean the other
    }
    if (!onLoopback || publicOrigin != null) {
      return;
    }
    HostAndPort asked = request.authority();
    if (asked != null && !LOOPBACK_NAMES.matcher(asked.host()).matches()) {
      throw new Problem(
          421,
          "wrong-host",
          "The gateway has another name",
          "It listens on loopback only, and was asked for as " + asked.host() + ".",
          "Use http://127.0.0.1, or set http.publicOrigin to the address that browsers use.");
    }
  }

  /**
   * A browser tells where a page came from: what changes something, and every stream, must be asked
   * from a page of ours. Who sends no Origin is no page; {@code Sec-Fetch-Site} tells the rest.
   */
  private void checkOrigin(HttpServerRequest request, OperationContract operation) {
    boolean stream = STREAMS.contains(operation.id());
    if (SAFE.contains(request.method()) && !stream) {
      return;
    }
    String origin = request.getHeader("Origin");
    boolean ours = origin == null ? isNoForeignPage(request) : isOurs(origin, request);
    if (!ours) {
      throw Problem.forbidden(
          "The request came from a page of " + (origin == null ? "another site" : origin) + ".",
          "Use the gateway's own console, or set http.publicOrigin to the console's address.");
    }
  }

  private static boolean isNoForeignPage(HttpServerRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    return site == null || site.equals("same-origin") || site.equals("none");
  }

  private boolean isOurs(String origin, HttpServerRequest request) {
    if (publicOrigin != null) {
      return origin.equals(publicOrigin);
    }
    String host = request.getHeader("Host");
    String scheme = request.isSSL() ? "https://" : "http://";
    return host != null && origin.equals(scheme + host);
  }

  private static boolean isLoopback(HttpServerRequest request) {
    try {
      String address = request.remoteAddress().hostAddress();
      return address != null && InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // An address is never looked up.
    }
  }
}
