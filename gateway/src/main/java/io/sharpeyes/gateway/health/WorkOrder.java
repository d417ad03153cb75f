package io.sharpeyes.gateway.health;

import com.fasterxml.jackson.annotation.JsonValue;
import io.sharpeyes.gateway.incident.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A work order (工单): what is to be mended, until when, and what was noted on the way. Immutable.
 *
 * @param id {@code O-20261126-0001}
 * @param title what is to be done, in a line
 * @param devices which devices it is about
 * @param cameras which cameras it is about
 * @param site the site it is at, or null
 * @param district the code of the district whose maintenance it is for
 * @param dueAt until when, or null
 * @param state how it stands
 * @param openedBy who wrote it
 * @param openedAt when
 * @param notes what was noted since, the oldest first
 * @param doneBy who said that it is done, or null
 * @param doneAt when, or null
 */
public record WorkOrder(
    String id,
    String title,
    List<String> devices,
    List<String> cameras,
    @Nullable String site,
    String district,
    @Nullable Instant dueAt,
    State state,
    Actor openedBy,
    Instant openedAt,
    List<Note> notes,
    @Nullable Actor doneBy,
    @Nullable Instant doneAt) {

  /** Copies the lists. */
  public WorkOrder {
    devices = List.copyOf(devices);
    cameras = List.copyOf(cameras);
    notes = List.copyOf(notes);
  }

  /** How an order stands. */
  public enum State {
    /** Still to be done. */
    OPEN("open"),
    /** Done. */
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

  /**
   * What somebody noted.
   *
   * @param at when
   * @param by who
   * @param text the words
   */
  public record Note(Instant at, Actor by, String text) {}

  /** Says whether it is still to be done. */
  public boolean isOpen() {
    return state == State.OPEN;
  }

  WorkOrder noted(String text, Actor by, Instant at) {
    List<Note> more = new ArrayList<>(notes);
    more.add(new Note(at, by, text));
    return new WorkOrder(
        id, title, devices, cameras, site, district, dueAt, state, openedBy, openedAt, more, doneBy,
        doneAt);
  }

  WorkOrder done(Actor by, Instant at) {
    return new WorkOrder(
        id,
        title,
        devices,
        cameras,
        site,
        district,
        dueAt,
        State.DONE,
        openedBy,
        openedAt,
        notes,
        by,
        at);
  }
}
