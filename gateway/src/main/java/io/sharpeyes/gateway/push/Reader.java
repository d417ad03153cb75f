package io.sharpeyes.gateway.push;

import io.sharpeyes.gateway.registry.Person;
import java.util.function.BooleanSupplier;

/**
 * Who reads a stream, and until when.
 *
 * @param person as the registry knew the person when the stream began
 * @param session the sign-in that it belongs to
 * @param stillIn asked from time to time: whether the sign-in stands and the person's rights are the
 *     same
 */
public record Reader(Person person, String session, BooleanSupplier stillIn) {

  Redaction redaction() {
    return Redaction.of(person.role());
  }

  /** Whether the reader may see an event at all. */
  boolean sees(Frame frame) {
    if (frame.type().equals(DeliveryLedger.TYPE)) {
      return false;
    }
    return switch (person.role()) {
      case DISPATCHER -> inDistrict(frame);
      case HEAD -> inDistrict(frame) && !frame.type().equals("unit.moved");
      case MAINTENANCE, ADMIN -> inDistrict(frame) && isAboutThings(frame);
      case PATROL -> isOwnUnit(frame);
      case SITE -> isOwnSite(frame);
    };
  }

  private boolean inDistrict(Frame frame) {
    return frame.isWithin(person.district());
  }

  /** Devices, cameras and the registry, but no incidents and no people. */
  private static boolean isAboutThings(Frame frame) {
    String type = frame.type();
    return type.startsWith("device.")
        || type.startsWith("camera.")
        || type.startsWith("window.")
        || type.startsWith("registry.");
  }

  private boolean isOwnUnit(Frame frame) {
    String unit = person.unit();
    return unit != null && (frame.units().contains(unit) || isAboutUnit(frame, unit));
  }

  private static boolean isAboutUnit(Frame frame, String unit) {
    return frame.type().startsWith("unit.") && frame.subject().equals(unit);
  }

  /**
   * A quiet alarm must not be betrayed on a screen at the site; nor must a cancel request, whose
   * absence or presence would tell a duress PIN from an ordinary one.
   */
  private boolean isOwnSite(Frame frame) {
    String site = person.site();
    return site != null
        && site.equals(frame.site())
        && !frame.type().equals("alarm.raised")
        && !frame.type().equals("incident.cancel-requested")
        && !frame.isQuiet();
  }
}
