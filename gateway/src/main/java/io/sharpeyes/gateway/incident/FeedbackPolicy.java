package io.sharpeyes.gateway.incident;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.Feedback;
import io.sharpeyes.device.Feedback.Stage;
import io.sharpeyes.gateway.incident.Incident.PressedDevice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What each device may be told about its incident, and when. Pure.
 *
 * <ul>
 *   <li>Every press, a duplicate too, is answered {@code stored}; and with the stage the incident
 *       has reached, if that is further.
 *   <li>When the incident comes to a further stage (a desk took it, someone is there, closed), all
 *       its devices are told. A stage is never taken back, but by a reopening.
 *   <li>A quiet alarm tells nobody anything until a desk releases it; then all devices are told the
 *       stage of now.
 *   <li>A device whose feedback is {@code none} is never told anything; one whose feedback is
 *       {@code lamp} may show it by its lamp only ({@link Told#lampOnly}).
 *   <li>A cancel request is never answered by feedback, whatever its PIN was.
 * </ul>
 */
public final class FeedbackPolicy {

  private static final String NONE = "none";
  private static final String LAMP = "lamp";

  private FeedbackPolicy() {}

  /**
   * Something to tell a device.
   *
   * @param device the device
   * @param feedback what
   * @param lampOnly true if it may neither sound nor speak
   */
  public record Told(DeviceId device, Feedback feedback, boolean lampOnly) {}

  /**
   * How far help is.
   *
   * @return closed; else on-scene if a unit is or was there; else claimed if a desk has it; else
   *     stored
   */
  public static Stage stage(Incident incident) {
    if (!incident.isOpen()) {
      return Stage.CLOSED;
    }
    boolean there =
        incident.assignments().stream()
            .anyMatch(assignment -> assignment.state() == Assignment.State.ON_SCENE);
    if (there || incident.handling() instanceof Handling.OnScene) {
      return Stage.ON_SCENE;
    }
    return incident.isUnclaimed() ? Stage.STORED : Stage.CLAIMED;
  }

  /**
   * The answer to a press.
   *
   * @param result what it became
   * @param device the device that was pressed
   * @param press the device's own id of the press, or null
   */
  public static List<Told> answer(PressResult result, DeviceId device, @Nullable String press) {
    Incident incident = result.incident();
    PressedDevice pressed = incident == null ? null : pressed(incident, device.value());
    if (incident == null || pressed == null || !isAnswered(result.kind())) {
      return List.of();
    }
    List<Told> answer = new ArrayList<>(2);
    tell(incident, pressed, press, Stage.STORED, pressed.lastAt()).ifPresent(answer::add);
    Stage stage = stage(incident);
    if (stage != Stage.STORED) {
      tell(incident, pressed, press, stage, incident.handling().since()).ifPresent(answer::add);
    }
    return answer;
  }

  private static boolean isAnswered(PressResult.Kind kind) {
    return kind == PressResult.Kind.OPENED
        || kind == PressResult.Kind.JOINED
        || kind == PressResult.Kind.DUPLICATE;
  }

  /**
   * What a change makes known to the incident's devices.
   *
   * @param before the incident as it stood, or null if it has just been opened
   * @param after the incident as it stands
   */
  public static List<Told> onChange(@Nullable Incident before, Incident after) {
    if (before == null || after.links().mergedInto() != null) {
      // Its presses are answered one by one; those of a merged one live on in the other.
      return List.of();
    }
    boolean released = before.quiet() && !after.quiet();
    boolean reopened = !before.isOpen() && after.isOpen();
    boolean further = stage(after).compareTo(stage(before)) > 0;
    if (released || reopened || further) {
      return now(after);
    }
    boolean merged = after.links().merged().size() > before.links().merged().size();
    return merged ? nowToOthers(before, after) : List.of();
  }

  /** The stage of now, for the devices that came with an incident that was merged into this one. */
  private static List<Told> nowToOthers(Incident before, Incident after) {
    return now(after).stream()
        .filter(told -> pressed(before, told.device().value()) == null)
        .toList();
  }

  /** The stage of now, for all devices of an incident. */
  private static List<Told> now(Incident incident) {
    return incident.presses().devices().stream()
        .flatMap(device -> now(incident, device).stream())
        .toList();
  }

  /** What a device that has come back is told about one of its open incidents. */
  public static Optional<Told> current(Incident incident, DeviceId device) {
    PressedDevice pressed = pressed(incident, device.value());
    return pressed == null ? Optional.empty() : now(incident, pressed);
  }

  private static Optional<Told> now(Incident incident, PressedDevice device) {
    return tell(incident, device, device.press(), stage(incident), incident.handling().since());
  }

  private static Optional<Told> tell(
      Incident incident, PressedDevice device, @Nullable String press, Stage stage, Instant at) {
    if (incident.quiet() || device.feedback().equals(NONE)) {
      return Optional.empty();
    }
    return Optional.of(
        new Told(
            new DeviceId(device.device()),
            new Feedback(incident.id(), press, stage, at),
            device.feedback().equals(LAMP)));
  }

  private static @Nullable PressedDevice pressed(Incident incident, String device) {
    for (PressedDevice pressed : incident.presses().devices()) {
      if (pressed.device().equals(device)) {
        return pressed;
      }
    }
    return null;
  }
}
