package io.sharpeyes.gateway.incident;

import io.sharpeyes.gateway.correlation.RankedCamera;
import io.sharpeyes.gateway.correlation.Reason;
import io.sharpeyes.gateway.response.RankedUnit;
import io.sharpeyes.gateway.response.ResponsePlan;
import java.io.IOException;
import java.util.List;

/** Writes ranked cameras and the response plan. Not to be shared between threads. */
final class PlanWriter {

  private final JsonOut out;

  PlanWriter(JsonOut out) {
    this.out = out;
  }

  void cameras(List<RankedCamera> cameras) throws IOException {
    out.beginList(Names.CAMERAS);
    for (RankedCamera camera : cameras) {
      camera(camera);
    }
    out.endList();
  }

  private void camera(RankedCamera camera) throws IOException {
    out.begin()
        .text(Names.CAMERA, camera.camera())
        .text(Names.NAME, camera.name())
        .number(Names.LATITUDE, Double.valueOf(camera.latitude()))
        .number(Names.LONGITUDE, Double.valueOf(camera.longitude()))
        .number(Names.AZIMUTH_DEG, camera.azimuthDeg())
        .number(Names.FIELD_OF_VIEW_DEG, camera.fieldOfViewDeg())
        .number(Names.RANGE_M, camera.rangeM())
        .number(Names.DISTANCE_M, Double.valueOf(camera.distanceM()))
        .number(Names.BEARING_DEG, Double.valueOf(camera.bearingDeg()))
        .text(Names.IN_VIEW, camera.inView())
        .text(Names.HEALTH, camera.health())
        .flag(Names.PRERECORD, camera.prerecord())
        .number(Names.SCORE, Double.valueOf(camera.score()));
    reasons(Names.REASONS, camera.reasons());
    out.end();
  }

  private void reasons(com.fasterxml.jackson.core.io.SerializedString name, List<Reason> reasons)
      throws IOException {
    out.beginList(name);
    for (Reason reason : reasons) {
      out.begin()
          .text(Names.CODE, reason.code())
          .any(Names.VALUE, reason.value())
          .text(Names.UNIT, reason.unit())
          .end();
    }
    out.endList();
  }

  void response(ResponsePlan plan) throws IOException {
    out.begin(Names.RESPONSE).beginList(Names.UNITS);
    for (RankedUnit unit : plan.units()) {
      unit(unit);
    }
    out.endList().beginList(Names.RINGS);
    for (ResponsePlan.Ring ring : plan.rings()) {
      out.begin()
          .number(Names.MINUTES, ring.minutes())
          .number(Names.RADIUS_M, Double.valueOf(ring.radiusM()))
          .end();
    }
    out.endList().beginList(Names.CORDON);
    for (ResponsePlan.CordonPoint point : plan.cordon()) {
      cordonPoint(point);
    }
    out.endList();
    reasons(Names.SHORTFALL, plan.shortfall());
    out.end();
  }

  private void unit(RankedUnit unit) throws IOException {
    out.begin()
        .text(Names.UNIT, unit.unit())
        .text(Names.NAME, unit.name())
        .text(Names.KIND, unit.kind())
        .text(Names.PHONE, unit.phone())
        .number(Names.LATITUDE, Double.valueOf(unit.latitude()))
        .number(Names.LONGITUDE, Double.valueOf(unit.longitude()))
        .number(Names.DISTANCE_M, Double.valueOf(unit.distanceM()))
        .number(Names.ETA_S, unit.etaS())
        .number(Names.RING, unit.ring())
        .flag(Names.AVAILABLE, unit.available());
    reasons(Names.REASONS, unit.reasons());
    out.end();
  }

  private void cordonPoint(ResponsePlan.CordonPoint point) throws IOException {
    out.begin()
        .text(Names.CHECKPOINT, point.checkpoint())
        .text(Names.NAME, point.name())
        .number(Names.LATITUDE, Double.valueOf(point.latitude()))
        .number(Names.LONGITUDE, Double.valueOf(point.longitude()))
        .number(Names.DISTANCE_M, Double.valueOf(point.distanceM()))
        .number(Names.MINUTES, point.minutes())
        .end();
  }
}
