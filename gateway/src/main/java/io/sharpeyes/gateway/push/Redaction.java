package io.sharpeyes.gateway.push;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharpeyes.gateway.registry.Person;
import java.util.List;

/**
 * How much a reader gets of what is said about an incident, on the stream and over HTTP alike. Few
 * on purpose: an event is encoded at most once for each.
 */
public enum Redaction {
  /** Everything; contacts and access notes while the incident is open. */
  DESK,
  /** For units on their way: as a desk, but nothing that only desks may know (duress, PINs). */
  FIELD,
  /** For the site itself: that somebody comes, not how the desk works. */
  SITE,
  /** For those who look at the work, not at the people: no contacts, no duress. */
  REVIEW;

  private static final List<String> NOT_FOR_THE_SITE =
      List.of("duress", "cancelRequest", "ringing", "priority");
  private static final List<String> DESKS_WORK = List.of("cameras", "response", "by", "reason");

  /** What a role gets. */
  public static Redaction of(Person.Role role) {
    return switch (role) {
      case DISPATCHER -> DESK;
      case PATROL -> FIELD;
      case SITE -> SITE;
      case MAINTENANCE, HEAD, ADMIN -> REVIEW;
    };
  }

  /** Whether whom to call and how to get in is shown of an open incident. */
  public boolean showsContacts() {
    return this == DESK || this == FIELD;
  }

  /** Takes out of an event's data what may not be known. */
  void applyToData(ObjectNode data) {
    if (this == SITE) {
      data.remove(DESKS_WORK);
    }
    if (data.get("incident") instanceof ObjectNode incident) {
      applyToIncident(incident);
    }
  }

  /** Takes out of an incident what may not be known. */
  public void applyToIncident(ObjectNode incident) {
    if (this == SITE) {
      incident.remove(NOT_FOR_THE_SITE);
    } else if (this != DESK) {
      incident.remove("duress");
      if (incident.get("cancelRequest") instanceof ObjectNode request) {
        request.remove("pin");
      }
    }
  }
}
