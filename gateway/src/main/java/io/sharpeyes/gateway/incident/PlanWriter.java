package io.sharpeyes.gateway.incident;

import io.sharpeyes.gateway.correlation.RankedCamera;
import io.sharpeyes.gateway.correlation.Reason;
import io.sharpeyes.gateway.response.RankedUnit;
import io.sharpeyes.gateway.response.ResponsePlan;
import java.io.IOException;
import java.util.List;

/**
 * Writes ranked cameras and the response plan: positions to a tenth of a metre, other measures to a
 * thousandth. Not to be shared between threads.
 */
final class PlanWriter {

  private static final int DEGREE_DECIMALS = 6;
  private static final int DECIMALS = 3;

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
        .rounded(Names.LATITUDE, camera.latitude(), DEGREE_DECIMALS)
        .rounded(Names.LONGITUDE, camera.longitude(), DEGREE_DECIMALS)
        .rounded(Names.AZIMUTH_DEG, camera.azimuthDeg(), DECIMALS)
        .rounded(Names.FIELD_OF_VIEW_DEG, camera.fieldOfViewDeg(), DECIMALS)
        .rounded(Names.RANGE_M, camera.rangeM(), DECIMALS)
        .rounded(Names.DISTANCE_M, camera.distanceM(), DECIMALS)
        .rounded(Names.BEARING_DEG, camera.bearingDeg(), DECIMALS)
        .text(Names.IN_VIEW, camera.inView())
        .text(Names.HEALTH, camera.health())
        .flag(Names.PRERECORD, camera.prerecord())
        .rounded(Names.SCORE, camera.score(), DECIMALS);
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
          .rounded(Names.RADIUS_M, ring.radiusM(), DECIMALS)
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
        .rounded(Names.LATITUDE, unit.latitude(), DEGREE_DECIMALS)
        .rounded(Names.LONGITUDE, unit.longitude(), DEGREE_DECIMALS)
        .rounded(Names.DISTANCE_M, unit.distanceM(), DECIMALS)
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
        .rounded(Names.LATITUDE, point.latitude(), DEGREE_DECIMALS)
        .rounded(Names.LONGITUDE, point.longitude(), DEGREE_DECIMALS)
        .rounded(Names.DISTANCE_M, point.distanceM(), DECIMALS)
        .number(Names.MINUTES, point.minutes())
        .end();
  }
}
