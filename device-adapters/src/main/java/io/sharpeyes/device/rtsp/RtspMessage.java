package io.sharpeyes.device.rtsp;

import io.sharpeyes.device.camera.CameraHealth;
import org.jspecify.annotations.Nullable;

/**
 * One message from a camera: the answer to a request, or a request of its own (RFC 2326 §6, §7).
 *
 * @param startLine the first line, without line end
 * @param headers its headers
 * @param body its body as UTF-8 text; empty if it has none
 */
record RtspMessage(String startLine, RtspHeaders headers, String body) {

  boolean isResponse() {
    return startLine.startsWith("RTSP/");
  }

  /** The method of a request, as written. */
  String method() {
    int space = startLine.indexOf(' ');
    return space < 0 ? startLine : startLine.substring(0, space);
  }

  /**
   * The status of an answer, of RTSP 1.0 or 2.0.
   *
   * @throws RtspException if there is none
   */
  int status() {
    int space = startLine.indexOf(' ');
    String rest = startLine.substring(space + 1).strip();
    if (space < 0 || rest.length() < 3 || !rest.substring(0, 3).matches("[1-9][0-9][0-9]")) {
      throw new RtspException(
          CameraHealth.Cause.PROTOCOL_ERROR, "An answer without status: " + startLine);
    }
    return Integer.parseInt(rest.substring(0, 3));
  }

  /** The words behind the status; may be empty. */
  String reason() {
    String[] parts = startLine.split(" +", 3);
    return parts.length < 3 ? "" : parts[2];
  }

  /** The number that ties an answer to its request (RFC 2326 §12.17), or null. */
  @Nullable Integer sequence() {
    String value = headers.first("CSeq");
    return value != null && value.matches("[0-9]{1,9}") ? Integer.valueOf(value) : null;
  }
}
