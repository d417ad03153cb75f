package io.sharpeyes.gateway.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a request was not done, and what to do: a problem detail (RFC 9457) that travels as an
 * exception. Carries no stack trace: it is no fault.
 */
final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1;
  private static final String URN = "urn:sharp-eyes:problem:";

  /**
   * One thing that is wrong in a request.
   *
   * @param at where: a parameter's name, or a JSON pointer into the body
   * @param what what is wrong there
   */
  record Flaw(String at, String what) {}

  private final int status;
  private final String code;
  private final String title;
  private final String mend;
  private final transient Map<String, Object> members = new LinkedHashMap<>();
  private final transient Map<String, String> headers = new LinkedHashMap<>();

  /**
   * Makes one.
   *
   * @param status the HTTP status
   * @param code the last part of its type
   * @param title the same for every problem of this type
   * @param detail what is wrong this time; empty if the title says all
   * @param mend what to do
   */
  Problem(int status, String code, String title, String detail, String mend) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
    this.title = title;
    this.mend = mend;
  }

  static Problem invalid(List<Flaw> errors) {
    Flaw first = errors.get(0);
    return new Problem(
            400,
            "invalid-request",
            "The request is not as the contract says",
            first.at() + ": " + first.what(),
            "Compare the request with /openapi.yaml.")
        .with("errors", errors);
  }

  static Problem invalid(String at, String what) {
    return invalid(List.of(new Flaw(at, what)));
  }

  static Problem notSignedIn() {
    return new Problem(
            401,
            "not-signed-in",
            "Nobody is signed in",
            "There is no session cookie or bearer token, or it has expired.",
            "Sign in with POST /api/v1/login and try again.")
        .header("WWW-Authenticate", "Bearer");
  }

  static Problem forbidden(String detail, String mend) {
    return new Problem(403, "forbidden", "This person may not do that", detail, mend);
  }

  static Problem notFound(String what, String id) {
    return new Problem(
        404,
        "not-found",
        "There is no such thing, or this person may not see it",
        "There is no " + what + " " + id + " that you may see.",
        "Check the identifier, and the district and role of who is signed in.");
  }

  static Problem unavailable(String detail) {
    return new Problem(
            503,
            "unavailable",
            "The gateway can't do that now",
            detail,
            "Try again in a second; if it stays so, look at /health/ready and the gateway's log.")
        .header("Retry-After", "1");
  }

  static Problem tooMany(String detail, long retryAfterS) {
    return new Problem(
            429,
            "too-many-requests",
            "Too many requests",
            detail,
            "Wait " + retryAfterS + " s, then go on more slowly.")
        .header("Retry-After", Long.toString(retryAfterS));
  }

  static Problem fault() {
    return new Problem(
        500,
        "fault",
        "The gateway made a mistake",
        "",
        "Try again; if it happens again, tell who runs the gateway, with the time of day.");
  }

  /** Adds a member. */
  Problem with(String name, Object value) {
    members.put(name, value);
    return this;
  }

  /** Adds a header. */
  Problem header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  String code() {
    return code;
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  /**
   * The body.
   *
   * @param instance the path that was asked for
   */
  Map<String, Object> body(String instance) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", URN + code);
    body.put("title", title);
    body.put("status", status);
    String detail = getMessage();
    if (detail != null && !detail.isEmpty()) {
      body.put("detail", detail);
    }
    body.put("instance", instance);
    body.put("mend", mend);
    body.putAll(members);
    return body;
  }
}
