package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.incident.Actor;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The wish to look at what was kept of a closed incident. It opens nothing before a second person
 * confirms it under their own sign-in.
 *
 * @param id names it
 * @param incident of which incident
 * @param by who wants to look
 * @param requestNumber of the request that it answers
 * @param reason why
 * @param askedAt when
 * @param confirmedBy the second person who said yes; null as long as there is none
 * @param declined the second person who said no; null as long as there is none
 * @param expiresAt until when it can be confirmed, or, once it is, used; a declined one is shown so
 *     long to the one who asked
 */
public record Review(
    String id,
    String incident,
    Actor by,
    String requestNumber,
    String reason,
    Instant askedAt,
    @Nullable Actor confirmedBy,
    @Nullable Declined declined,
    Instant expiresAt) {

  /** Who said no, and why. */
  record Declined(Actor by, String reason) {}

  Review confirmed(Actor second, Instant until) {
    return new Review(id, incident, by, requestNumber, reason, askedAt, second, null, until);
  }

  Review declined(Actor second, String why) {
    return new Review(
        id,
        incident,
        by,
        requestNumber,
        reason,
        askedAt,
        null,
        new Declined(second, why),
        expiresAt);
  }

  /** Nobody has said yes or no yet. */
  boolean isWaiting() {
    return confirmedBy == null && declined == null;
  }

  /** As {@code Review} of openapi.yaml has it; so it stands in events, too. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("review", id);
    members.put("incident", incident);
    members.put("by", by);
    members.put("requestNumber", requestNumber);
    members.put("reason", reason);
    members.put("askedAt", askedAt);
    members.put("expiresAt", expiresAt);
    members.put("state", isWaiting() ? "waiting" : declined == null ? "confirmed" : "declined");
    if (confirmedBy != null) {
      members.put("confirmedBy", confirmedBy);
    }
    if (declined != null) {
      members.put("declinedBy", declined.by());
      members.put("declineReason", declined.reason());
    }
    return members;
  }

  /**
   * Reads {@link #members} back.
   *
   * @throws RuntimeException if it is none
   */
  static Review of(JsonObject members) {
    JsonObject second = members.getJsonObject("confirmedBy");
    JsonObject against = members.getJsonObject("declinedBy");
    return new Review(
        members.getString("review"),
        members.getString("incident"),
        actor(members.getJsonObject("by")),
        members.getString("requestNumber"),
        members.getString("reason"),
        members.getInstant("askedAt"),
        second == null ? null : actor(second),
        against == null ? null : new Declined(actor(against), members.getString("declineReason")),
        members.getInstant("expiresAt"));
  }

  private static Actor actor(JsonObject actor) {
    return new Actor(actor.getString("user"), actor.getString("name"));
  }
}
