package io.sharpeyes.gateway.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Who is online, and since when an incident's owner has been gone. Changes can be taken back; not
 * in the events: after a start everybody counts as just gone.
 */
final class Desks {

  private final UndoMap<String, String> districtOf;
  private final UndoMap<String, Integer> onlineIn;
  private final UndoMap<String, Deadline> staleAt;
  private final Deadlines deadlines;
  private final Duration grace;

  Desks(Undo undo, Deadlines deadlines, Duration grace) {
    this.districtOf = new UndoMap<>(undo);
    this.onlineIn = new UndoMap<>(undo);
    this.staleAt = new UndoMap<>(undo);
    this.deadlines = deadlines;
    this.grace = grace;
  }

  void online(String user, String district) {
    String before = districtOf.put(user, district);
    if (before != null) {
      count(before, -1);
    }
    count(district, 1);
  }

  void offline(String user) {
    String district = districtOf.remove(user);
    if (district != null) {
      count(district, -1);
    }
  }

  private void count(String district, int change) {
    Integer before = onlineIn.get(district);
    int now = (before == null ? 0 : before) + change;
    if (now == 0) {
      onlineIn.remove(district);
    } else {
      onlineIn.put(district, now);
    }
  }

  boolean isOnline(String user) {
    return districtOf.get(user) != null;
  }

  /** Says whether a desk of exactly this district is online. */
  boolean isStaffed(String district) {
    return onlineIn.get(district) != null;
  }

  /** Says whether anybody but this person is online in one of the districts. */
  boolean hasOtherThan(String user, Collection<String> districts) {
    String own = districtOf.get(user);
    for (String district : districts) {
      Integer online = onlineIn.get(district);
      if (online != null && online > (district.equals(own) ? 1 : 0)) {
        return true;
      }
    }
    return false;
  }

  /** Sees to it that an incident whose owner is not online will be stale in time. */
  void observe(@Nullable Incident before, Incident now, Instant at) {
    Handling.Owner owner = now.handling().owner();
    if (!now.isOpen() || owner == null || owner.isStale() || isOnline(owner.actor().user())) {
      back(now.id());
    } else if (before == null
        || !before.isOwnedBy(owner.actor().user())
        || staleAt.get(now.id()) == null) {
      gone(now.id(), at);
    }
  }

  /** The owner's desk is silent from now on. */
  void gone(String incident, Instant at) {
    back(incident);
    Deadline stale = new Deadline(at.plus(grace), Deadline.Kind.STALE, incident);
    staleAt.put(incident, stale);
    deadlines.add(stale);
  }

  /** The owner's desk is there, or it doesn't matter any more. */
  void back(String incident) {
    Deadline stale = staleAt.remove(incident);
    if (stale != null) {
      deadlines.remove(stale);
    }
  }
}
