package io.sharpeyes.device.simulator;

import io.sharpeyes.device.simulator.CameraLogin.Scheme;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The camera's side of Basic (RFC 7617) and Digest (RFC 2069, 2617, 7616) authentication on one
 * connection. Like real cameras it doesn't hold the digest's {@code uri} against the request's,
 * because widespread viewers (live555) sign every request with the base URL.
 */
final class LoginCheck {

  private static final String REALM = "simulated camera";
  private static final Pattern PARAMETER = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|([^\\s,]+))");

  private final String nonce;

  LoginCheck(String nonce) {
    this.nonce = nonce;
  }

  /** The value of {@code WWW-Authenticate}. */
  String challenge(Scheme scheme) {
    String digest = "Digest realm=\"" + REALM + "\", nonce=\"" + nonce + "\"";
    return switch (scheme) {
      case NONE, BASIC -> "Basic realm=\"" + REALM + "\"";
      case DIGEST_MD5 -> digest;
      case DIGEST_MD5_QOP -> digest + ", algorithm=MD5, qop=\"auth\"";
      case DIGEST_SHA256 -> digest + ", algorithm=SHA-256, qop=\"auth\"";
    };
  }

  boolean accepts(CameraLogin login, RtspRequest request) {
    return switch (login.scheme()) {
      case NONE -> true;
      case BASIC -> basic(login).equals(request.header("authorization"));
      case DIGEST_MD5, DIGEST_MD5_QOP, DIGEST_SHA256 -> digestAccepts(login, request);
    };
  }

  private static String basic(CameraLogin login) {
    byte[] pair = (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private boolean digestAccepts(CameraLogin login, RtspRequest request) {
    Map<String, String> given = parameters(request.header("authorization"));
    if (!nonce.equals(given.get("nonce")) || !login.user().equals(given.get("username"))) {
      return false;
    }
    MessageDigest hash = hash(login.scheme());
    String secret = hex(hash, login.user() + ":" + REALM + ":" + login.password());
    String subject = hex(hash, request.method() + ":" + given.getOrDefault("uri", ""));
    String middle = nonce;
    if (login.scheme() != Scheme.DIGEST_MD5) {
      if (!"auth".equals(given.get("qop"))) {
        return false;
      }
      middle += ":" + given.get("nc") + ":" + given.get("cnonce") + ":auth";
    }
    return hex(hash, secret + ":" + middle + ":" + subject).equals(given.get("response"));
  }

  private static Map<String, String> parameters(@Nullable String authorization) {
    Map<String, String> found = new HashMap<>();
    if (authorization != null && authorization.startsWith("Digest ")) {
      Matcher matcher = PARAMETER.matcher(authorization);
      while (matcher.find()) {
        String value = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
        found.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), value);
      }
    }
    return found;
  }

  private static String hex(MessageDigest hash, String text) {
    return HexFormat.of().formatHex(hash.digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest hash(Scheme scheme) {
    try {
      return MessageDigest.getInstance(scheme == Scheme.DIGEST_SHA256 ? "SHA-256" : "MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("The JDK lacks a digest that every JDK must have", e);
    }
  }
}
