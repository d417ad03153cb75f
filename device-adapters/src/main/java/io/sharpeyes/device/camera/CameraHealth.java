package io.sharpeyes.device.camera;

import java.time.Instant;

/**
 * How a camera is, with the cause and since when.
 *
 * @param cause what is wrong, or {@link Cause#OK}
 * @param since when it began to be so
 * @param checkedAt when it was last looked at
 * @param detail what was seen, in English, without credentials, at most 256 characters; empty if
 *     fine
 */
public record CameraHealth(Cause cause, Instant since, Instant checkedAt, String detail) {

  /** Why a camera can't be used, or can't be used well. */
  public enum Cause {
    /** Never looked at yet. */
    UNKNOWN("unknown"),
    /** Answers, and describes a video track. */
    OK("ok"),
    /** No route, no answer, or the connection timed out. */
    UNREACHABLE("unreachable"),
    /** The host answers, but nothing listens on the port. */
    REFUSED("refused"),
    /** The password or user is wrong (RTSP 401 after credentials, or 403). */
    UNAUTHORIZED("unauthorized"),
    /** The path doesn't exist (RTSP 404, 410). */
    NOT_FOUND("not-found"),
    /** It answers, but there is no video track in its description. */
    NO_VIDEO("no-video"),
    /** A running stream stopped sending. */
    STALLED("stalled"),
    /** It answers, but slower than the bound for a first picture allows. */
    SLOW("slow"),
    /** Its clock is off by more than 5 minutes. */
    CLOCK_OFF("clock-off"),
    /** What it sends breaks the protocol or a bound. */
    PROTOCOL_ERROR("protocol-error"),
    /** It has no session free (RTSP 453, 503). */
    BUSY("busy"),
    /** TLS failed: certificate, name or version. */
    TLS("tls"),
    /** Its pictures are black, frozen or blurred. */
    BAD_PICTURE("bad-picture");

    private final String wireName;

    Cause(String wireName) {
      this.wireName = wireName;
    }

    /** The word in payloads. */
    public String wireName() {
      return wireName;
    }
  }

  /** Says whether a picture can be expected. */
  public boolean usable() {
    return cause == Cause.OK || cause == Cause.SLOW || cause == Cause.CLOCK_OFF;
  }
}
