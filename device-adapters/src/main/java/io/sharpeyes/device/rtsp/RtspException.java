package io.sharpeyes.device.rtsp;

import io.sharpeyes.device.camera.CameraHealth;

/**
 * Why a camera can't be used. Carries no stack trace: it tells of the camera, not of this program.
 */
public final class RtspException extends RuntimeException {

  private static final int MAX_DETAIL = 256;

  private final CameraHealth.Cause healthCause;
  private final int status;

  RtspException(CameraHealth.Cause healthCause, String detail) {
    this(healthCause, detail, 0);
  }

  private RtspException(CameraHealth.Cause healthCause, String detail, int status) {
    super(printable(detail), null, false, false);
    this.healthCause = healthCause;
    this.status = status;
  }

  /** For an answer that is neither success nor redirect. */
  static RtspException ofStatus(String method, int status, String reason) {
    return new RtspException(
        causeOf(status), method + " was answered with " + status + " " + reason, status);
  }

  private static CameraHealth.Cause causeOf(int status) {
    return switch (status) {
      case 401, 403 -> CameraHealth.Cause.UNAUTHORIZED;
      case 404, 410 -> CameraHealth.Cause.NOT_FOUND;
      case 453, 503 -> CameraHealth.Cause.BUSY;
      default -> CameraHealth.Cause.PROTOCOL_ERROR;
    };
  }

  /** What goes into the camera's health. */
  public CameraHealth.Cause healthCause() {
    return healthCause;
  }

  /** The RTSP status, or 0 if the camera answered none. */
  public int status() {
    return status;
  }

  /** What was seen, in English, without credentials, at most 256 characters. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** Part of it comes from the camera, and goes to logs and screens. */
  private static String printable(String detail) {
    String clean = detail.replaceAll("\\p{C}", "?");
    return clean.length() <= MAX_DETAIL ? clean : clean.substring(0, MAX_DETAIL);
  }
}
