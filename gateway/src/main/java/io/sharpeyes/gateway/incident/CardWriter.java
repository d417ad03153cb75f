package io.sharpeyes.gateway.incident;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes area events and booked windows. Not to be shared between threads. */
final class CardWriter {

  private final JsonOut out;
  private final IncidentWriter incidents;

  CardWriter(JsonOut out, IncidentWriter incidents) {
    this.out = out;
    this.incidents = incidents;
  }

  void areaEvent(AreaEvent area) throws IOException {
    out.begin(Names.AREA_EVENT);
    members(area);
    out.end();
  }

  void members(AreaEvent area) throws IOException {
    out.text(Names.ID, area.id())
        .text(Names.KIND, area.kind().wireName())
        .text(Names.STATUS, area.status().wireName())
        .time(Names.OPENED_AT, area.openedAt())
        .time(Names.UPDATED_AT, area.updatedAt())
        .time(Names.ENDED_AT, area.endedAt())
        .text(Names.DISTRICT, area.district())
        .text(Names.DISTRICT_NAME, area.districtName())
        .number(Names.LATITUDE, Double.valueOf(area.latitude()))
        .number(Names.LONGITUDE, Double.valueOf(area.longitude()))
        .number(Names.RADIUS_M, Double.valueOf(area.radiusM()))
        .number(Names.INCIDENTS, area.incidents())
        .number(Names.OPEN, area.open())
        .number(Names.UNCLAIMED, area.unclaimed())
        .number(Names.SITES, area.sites())
        .texts(Names.INCIDENT_IDS, area.incidentIds());
    incidents.owner(area.owner());
    incidents.ringing(area.ringing());
    outage(area.outage());
  }

  private void outage(@Nullable Outage outage) throws IOException {
    if (outage != null) {
      out.begin(Names.OUTAGE)
          .text(Names.KEY, outage.key())
          .text(Names.DISTRICT, outage.district())
          .text(Names.NAME, outage.name())
          .number(Names.LATITUDE, Double.valueOf(outage.latitude()))
          .number(Names.LONGITUDE, Double.valueOf(outage.longitude()))
          .number(Names.DEVICES, outage.devices())
          .number(Names.SITES, outage.sites())
          .texts(Names.DEVICE_IDS, outage.deviceIds())
          .text(Names.CAUSE, outage.cause())
          .time(Names.SINCE, outage.since())
          .end();
    }
  }

  void window(BookedWindow window) throws IOException {
    out.begin(Names.WINDOW);
    members(window);
    out.end();
  }

  void members(BookedWindow window) throws IOException {
    out.text(Names.ID, window.id())
        .text(Names.STATUS, window.status().wireName())
        .texts(Names.DEVICES, window.devices())
        .time(Names.FROM, window.from())
        .time(Names.TO, window.to());
    incidents.actor(Names.BOOKED_BY, window.bookedBy());
    out.time(Names.BOOKED_AT, window.bookedAt())
        .text(Names.NOTE, window.note())
        .text(Names.STATE, window.state().wireName())
        .time(Names.ENDED_AT, window.endedAt())
        .text(Names.DISTRICT, window.district())
        .text(Names.SITE, window.site())
        .beginList(Names.PRESSES);
    for (BookedWindow.DrillPress press : window.presses()) {
      drillPress(press);
    }
    out.endList();
  }

  private void drillPress(BookedWindow.DrillPress press) throws IOException {
    out.begin()
        .text(Names.DEVICE, press.device())
        .text(Names.DEVICE_NAME, press.deviceName())
        .text(Names.ALARM, press.alarm())
        .text(Names.INCIDENT, press.incident())
        .time(Names.STORED_AT, press.storedAt())
        .time(Names.CLAIMED_AT, press.claimedAt())
        .time(Names.DISPATCHED_AT, press.dispatchedAt())
        .time(Names.ON_SCENE_AT, press.onSceneAt())
        .time(Names.CLOSED_AT, press.closedAt())
        .end();
  }
}
