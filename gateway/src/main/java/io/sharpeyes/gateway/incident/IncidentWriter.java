package io.sharpeyes.gateway.incident;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes incidents, alarms and what belongs to them. Not to be shared between threads. */
final class IncidentWriter {

  private final JsonOut out;
  private final PlanWriter plan;
  private final CardWriter cards;

  IncidentWriter(JsonGenerator generator) {
    this.out = new JsonOut(generator);
    this.plan = new PlanWriter(out);
    this.cards = new CardWriter(out, this);
  }

  JsonOut json() {
    return out;
  }

  PlanWriter plan() {
    return plan;
  }

  CardWriter cards() {
    return cards;
  }

  void incident(Incident incident) throws IOException {
    out.begin(Names.INCIDENT);
    members(incident);
    out.end();
  }

  /** The members of an incident, without the braces. */
  void members(Incident incident) throws IOException {
    out.text(Names.ID, incident.id())
        .number(Names.REVISION, incident.revision())
        .time(Names.OPENED_AT, incident.openedAt())
        .time(Names.UPDATED_AT, incident.updatedAt())
        .text(Names.STATUS, incident.status().wireName())
        .number(Names.PRIORITY, incident.priority())
        .number(Names.CODE, incident.code())
        .flag(Names.QUIET, incident.quiet())
        .flag(Names.DURESS, incident.duress())
        .flag(Names.LATE, incident.late())
        .text(Names.CONDITION, incident.condition().wireName());
    handling(incident.handling());
    place(incident.place());
    presses(incident.presses());
    ringing(incident.ringing());
    out.beginList(Names.ASSIGNMENTS);
    for (Assignment assignment : incident.assignments()) {
      out.begin();
      members(assignment);
      out.end();
    }
    out.endList();
    cancelRequest(incident.cancelRequest());
    links(incident.links());
  }

  private void handling(Handling handling) throws IOException {
    out.text(Names.HANDLING, handling.state()).time(Names.HANDLING_SINCE, handling.since());
    owner(handling.owner());
    if (handling instanceof Handling.Closed closed) {
      closing(closed.closing());
    }
  }

  void owner(Handling.@Nullable Owner owner) throws IOException {
    if (owner != null) {
      out.begin(Names.OWNER)
          .text(Names.USER, owner.actor().user())
          .text(Names.NAME, owner.actor().name())
          .time(Names.CLAIMED_AT, owner.claimedAt())
          .time(Names.STALE_SINCE, owner.staleSince())
          .end();
    }
  }

  private void closing(Handling.Closing closing) throws IOException {
    out.begin(Names.CLOSING)
        .text(Names.DISPOSITION, closing.disposition().wireName())
        .text(Names.CATEGORY, closing.category())
        .text(Names.NOTE, closing.note())
        .texts(Names.HANDED_TO, closing.handedTo())
        .text(Names.CASE_NUMBER, closing.caseNumber())
        .text(Names.CALL_BACK, closing.callBack())
        .end();
  }

  private void place(Place place) throws IOException {
    out.begin(Names.PLACE)
        .text(Names.SITE, place.site())
        .text(Names.SITE_NAME, place.siteName())
        .text(Names.SITE_KIND, place.siteKind())
        .text(Names.DISTRICT, place.district())
        .text(Names.DISTRICT_NAME, place.districtName())
        .number(Names.LATITUDE, Double.valueOf(place.latitude()))
        .number(Names.LONGITUDE, Double.valueOf(place.longitude()))
        .number(Names.ACCURACY_M, place.accuracyM())
        .text(Names.ADDRESS, place.address())
        .end();
  }

  private void presses(Incident.Presses presses) throws IOException {
    out.begin(Names.PRESSES)
        .number(Names.COUNT, presses.count())
        .number(Names.PLACES, presses.places())
        .time(Names.FIRST_AT, presses.firstAt())
        .time(Names.LAST_AT, presses.lastAt())
        .beginList(Names.DEVICES);
    for (Incident.PressedDevice device : presses.devices()) {
      out.begin()
          .text(Names.DEVICE, device.device())
          .text(Names.NAME, device.name())
          .number(Names.COUNT, device.count())
          .time(Names.LAST_AT, device.lastAt())
          .text(Names.PRESS, device.press())
          .flag(Names.RESTORED, device.restored())
          .text(Names.FEEDBACK, device.feedback())
          .end();
    }
    out.endList().end();
  }

  void ringing(Incident.Ringing ringing) throws IOException {
    out.begin(Names.RINGING)
        .texts(Names.DISTRICTS, ringing.districts())
        .number(Names.RUNG, ringing.rung())
        .time(Names.NEXT_AT, ringing.nextAt())
        .time(Names.REALERT_AT, ringing.realertAt())
        .time(Names.QUIET_UNTIL, ringing.quietUntil())
        .texts(Names.FORWARDED_TO, ringing.forwardedTo())
        .end();
  }

  private void cancelRequest(Incident.@Nullable CancelRequest request) throws IOException {
    if (request != null) {
      out.begin(Names.CANCEL_REQUEST)
          .time(Names.AT, request.at())
          .text(Names.DEVICE, request.device())
          .text(Names.PIN, request.pin().wireName())
          .end();
    }
  }

  private void links(Incident.Links links) throws IOException {
    out.begin(Names.LINKS)
        .text(Names.PREVIOUS, links.previous())
        .text(Names.MERGED_INTO, links.mergedInto())
        .text(Names.AREA_EVENT, links.areaEvent())
        .texts(Names.MERGED, links.merged())
        .end();
  }

  void assignment(SerializedString name, Assignment assignment) throws IOException {
    out.begin(name);
    members(assignment);
    out.end();
  }

  private void members(Assignment assignment) throws IOException {
    out.text(Names.UNIT, assignment.unit())
        .text(Names.NAME, assignment.name())
        .text(Names.PHONE, assignment.phone())
        .text(Names.STATE, assignment.state().wireName())
        .time(Names.SENT_AT, assignment.sentAt())
        .time(Names.SINCE, assignment.since());
    actor(Names.SENT_BY, assignment.sentBy());
    out.flag(Names.OVERDUE, assignment.overdue()).text(Names.NOTE, assignment.note());
    Assignment.Recall recall = assignment.recall();
    if (recall != null) {
      out.begin(Names.RECALL);
      actor(Names.BY, recall.by());
      out.text(Names.REASON, recall.reason()).end();
    }
  }

  void actor(SerializedString name, @Nullable Actor actor) throws IOException {
    if (actor != null) {
      out.begin(name).text(Names.USER, actor.user()).text(Names.NAME, actor.name()).end();
    }
  }

  void alarm(Alarm alarm) throws IOException {
    out.begin(Names.ALARM);
    members(alarm);
    out.end();
  }

  void members(Alarm alarm) throws IOException {
    out.text(Names.ID, alarm.id())
        .text(Names.INCIDENT, alarm.incident())
        .text(Names.DEVICE, alarm.device())
        .text(Names.DEVICE_NAME, alarm.deviceName())
        .text(Names.PRESS, alarm.press())
        .number(Names.CODE, alarm.code())
        .text(Names.STATUS, alarm.status().wireName())
        .time(Names.RECEIVED_AT, alarm.receivedAt())
        .time(Names.PRESSED_AT, alarm.pressedAt())
        .flag(Names.LATE, alarm.late())
        .flag(Names.SILENT, alarm.silent());
    place(alarm.place());
    out.text(Names.TEXT, alarm.text())
        .texts(Names.MARKS, alarm.marks())
        .text(Names.RAW, alarm.raw());
  }
}
