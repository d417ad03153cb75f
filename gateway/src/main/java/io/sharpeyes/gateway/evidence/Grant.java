package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.access.Session;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The right to look through one camera (调阅授权), kept on the server. Its id opens nothing by itself:
 * it counts only together with the session that it was given to.
 *
 * @param id 128 random bits
 * @param kind what it opens
 * @param session whose it is
 * @param incident for which incident; null for break-glass
 * @param camera through which camera
 * @param givenAt since when
 * @param expiresAt until when
 */
public record Grant(
    String id,
    Kind kind,
    Session session,
    @Nullable String incident,
    String camera,
    Instant givenAt,
    Instant expiresAt) {

  /** What a grant opens. */
  public enum Kind {
    /** Live pictures, snapshots and the clip of an open incident. */
    WATCH("watch"),
    /** What was kept of a closed incident. */
    REVIEW("review"),
    /** Live pictures and snapshots without an incident (应急调阅). */
    BREAK_GLASS("break-glass");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    /** The word in the audit. */
    public String wireName() {
      return wireName;
    }
  }

  String user() {
    return session.person().user();
  }

  /** What the audit calls the thing that was looked at: the incident, else the camera. */
  String subject() {
    return incident == null ? camera : incident;
  }
}
