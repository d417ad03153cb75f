package io.sharpeyes.gateway.incident;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A unit sent to an incident: {@code sent → delivered → accepted 签收 | declined → en-route 已出警 →
 * on-scene → done 处警反馈}; a desk may end it with {@link State#RECALLED} 撤回派遣.
 *
 * <p>Only forward. A step may pass over those before it: a phone that was switched on late, or a
 * desk that writes down what it hears by radio, says {@code on-scene} and has accepted by that.
 * Until it is there a unit may decline (a flat tyre after accepting); {@code done} needs to have
 * been there. Wherever it is, the desk may recall it.
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
 * @param recall who recalled it and why; null if nobody did
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
    @Nullable String note,
    @Nullable Recall recall) {

  /**
   * 撤回派遣: the desk needs the unit no more.
   *
   * @param by who said so
   * @param reason why; empty if not said
   */
  public record Recall(Actor by, String reason) {}

  /** Sends a unit. */
  static Assignment send(IncidentAction.Assign unit, Actor by, Instant at) {
    return new Assignment(
        unit.unit(), unit.name(), unit.phone(), State.SENT, at, at, by, false, null, null);
  }

  /** Says whether the unit has still to do with the incident. */
  public boolean isActive() {
    return !state.isLast();
  }

  /** Says whether the unit has not answered yet. */
  public boolean isUnanswered() {
    return state == State.SENT || state == State.DELIVERED;
  }

  /**
   * The next step.
   *
   * @param words the unit's words; empty if none
   * @throws Rejected if that step can't follow
   */
  Assignment step(State next, Instant at, String words) {
    if (!state.mayBecome(next)) {
      throw new Rejected(
          Rejected.Reason.ILLEGAL_TRANSITION,
          "Unit " + unit + " is " + state.wireName() + " and can't become " + next.wireName(),
          null);
    }
    boolean late = overdue && (next == State.SENT || next == State.DELIVERED);
    String said = words.isEmpty() ? note : words;
    return new Assignment(unit, name, phone, next, sentAt, at, sentBy, late, said, null);
  }

  /**
   * The desk needs it no more.
   *
   * @throws Rejected if the unit has nothing to do with the incident any more
   */
  Assignment recalled(Recall why, Instant at) {
    if (!isActive()) {
      throw Rejected.illegal(
          "Unit " + unit + " is " + state.wireName() + ": there is nothing to recall it from");
    }
    return new Assignment(unit, name, phone, State.RECALLED, sentAt, at, sentBy, false, note, why);
  }

  /** The unit didn't answer in time. */
  Assignment markOverdue() {
    return new Assignment(unit, name, phone, state, sentAt, since, sentBy, true, note, null);
  }

  /** How far a unit is. */
  public enum State {
    /** The desk sent it. */
    SENT("sent", 0),
    /** Its phone has it. */
    DELIVERED("delivered", 1),
    /** 签收. */
    ACCEPTED("accepted", 2),
    /** It can't come. */
    DECLINED("declined", 5),
    /** 已出警. */
    EN_ROUTE("en-route", 3),
    /** 到达现场. */
    ON_SCENE("on-scene", 4),
    /** 处警反馈: finished. */
    DONE("done", 5),
    /** 撤回派遣: the desk needs it no more. */
    RECALLED("recalled", 5);

    private final String wireName;
    private final int place;

    State(String wireName, int place) {
      this.wireName = wireName;
      this.place = place;
    }

    /** The word in JSON. */
    @JsonValue
    public String wireName() {
      return wireName;
    }

    private boolean isLast() {
      return place == DONE.place;
    }

    /** Says whether a unit that is here may say that it is there next. */
    public boolean mayBecome(State next) {
      if (isLast() || next == SENT || next == RECALLED) {
        return false;
      }
      if (next == DONE || next == DECLINED) {
        return (this == ON_SCENE) == (next == DONE);
      }
      return next.place > place;
    }
  }
}
