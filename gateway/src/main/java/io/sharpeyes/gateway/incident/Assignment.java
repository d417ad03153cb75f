package io.sharpeyes.gateway.incident;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A unit sent to an incident: {@code sent → delivered → accepted | declined → en-route → on-scene →
 * done}.
 *
 * @param unit its id
 * @param name what people call it
 * @param phone its number; empty if none
 * @param state how far it is
 * @param sentAt when it was sent
 * @param since when it came to this state
 * @param sentBy who sent it
 * @param overdue true if it was not accepted within 30 s
 * @param note the unit's last words; null if none
 */
public record Assignment(
    String unit,
    String name,
    String phone,
    State state,
    Instant sentAt,
    Instant since,
    Actor sentBy,
    boolean overdue,
    @Nullable String note) {

  /** How far a unit is. */
  public enum State {
    /** The desk sent it. */
    SENT("sent"),
    /** Its phone has it. */
    DELIVERED("delivered"),
    /** 签收. */
    ACCEPTED("accepted"),
    /** It can't come. */
    DECLINED("declined"),
    /** 已出警. */
    EN_ROUTE("en-route"),
    /** 到达现场. */
    ON_SCENE("on-scene"),
    /** 处警反馈: finished. */
    DONE("done");

    private final String wireName;

    State(String wireName) {
      this.wireName = wireName;
    }

    /** The word in JSON. */
    @JsonValue
    public String wireName() {
      return wireName;
    }
  }
}
