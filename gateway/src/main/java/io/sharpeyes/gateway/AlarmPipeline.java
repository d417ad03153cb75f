package io.sharpeyes.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sharpeyes.device.AlarmSignal;
import io.sharpeyes.device.ButtonPressed;
import io.sharpeyes.device.CancelRequested;
import io.sharpeyes.device.DevicePosition;
import io.sharpeyes.device.DeviceReport;
import io.sharpeyes.device.DeviceSignalSink;
import io.sharpeyes.device.Receipt;
import io.sharpeyes.gateway.correlation.RankedCamera;
import io.sharpeyes.gateway.health.CameraWatch;
import io.sharpeyes.gateway.health.DeviceWatch;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.CancelAttempt;
import io.sharpeyes.gateway.incident.Place;
import io.sharpeyes.gateway.incident.Press;
import io.sharpeyes.gateway.incident.PressResult;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.response.ResponsePlan;
import io.sharpeyes.gateway.response.SentUnits;
import io.sharpeyes.gateway.response.UnitStates;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The way of one press:
 *
 * <pre>
 * MqttButtonSession → payload decoder → <b>AlarmPipeline</b> → CameraRanking + UnitRanking
 *                   → Incident → Journal → EventHub → DeskSession
 * </pre>
 *
 * Called on the event loop of the device's connection; blocks nowhere. No other class knows two of
 * these stages.
 */
final class AlarmPipeline implements DeviceSignalSink {

  private final Journal journal;
  private final CameraWatch cameraWatch;
  private final DeviceWatch deviceWatch;
  private final UnitStates unitStates;
  private final BiFunction<Device, @Nullable String, CancelAttempt.Pin> pinCheck;
  private final FeedbackSender feedback;
  private final DeviceReport.Reader reports;
  private final Timer stored;
  private volatile Surroundings surroundings;

  AlarmPipeline(
      Journal journal,
      CameraWatch cameraWatch,
      DeviceWatch deviceWatch,
      UnitStates unitStates,
      BiFunction<Device, @Nullable String, CancelAttempt.Pin> pinCheck,
      FeedbackSender feedback,
      DeviceReport.Reader reports,
      Surroundings surroundings,
      MeterRegistry meters) {
    this.journal = journal;
    this.cameraWatch = cameraWatch;
    this.deviceWatch = deviceWatch;
    this.unitStates = unitStates;
    this.pinCheck = pinCheck;
    this.feedback = feedback;
    this.reports = reports;
    this.surroundings = surroundings;
    this.stored =
        Timer.builder("sharpeyes.alarm.stored")
            .description("From the gateway having an alarm's bytes to its being on disk")
            .publishPercentileHistogram()
            .maximumExpectedValue(Duration.ofSeconds(10))
            .register(meters);
  }

  /** The registry as it stands, and what is derived from it. */
  Surroundings surroundings() {
    return surroundings;
  }

  /** Looks at this registry from now on. */
  void surroundings(Surroundings newSurroundings) {
    surroundings = newSurroundings;
  }

  @Override
  public Future<Receipt> onAlarm(AlarmSignal signal) {
    Surroundings here = surroundings;
    return here.registry()
        .device(signal.device())
        .map(device -> take(signal, device, here))
        .orElseGet(() -> Future.failedFuture(unknown(signal)));
  }

  private Future<Receipt> take(AlarmSignal signal, Device device, Surroundings here) {
    return signal instanceof CancelRequested cancel
        ? cancel(cancel, device, here).map(result -> receipt(result, cancel.press()))
        : press((ButtonPressed) signal, device, here, null)
            .onSuccess(result -> deviceWatch.pressArrived(device.id(), signal.receivedAt()))
            .map(result -> receipt(result, ((ButtonPressed) signal).press()));
  }

  /** The way in over HTTP: a phone's app, or a desk for somebody who called. */
  Future<PressResult> raise(ButtonPressed signal, @Nullable Actor by) {
    Surroundings here = surroundings;
    return here.registry()
        .device(signal.device())
        .map(device -> press(signal, device, here, by))
        .orElseGet(() -> Future.failedFuture(unknown(signal)));
  }

  /** The seven rooms, in order; what the incident becomes is decided in the journal's writer. */
  private Future<PressResult> press(
      ButtonPressed signal, Device device, Surroundings here, @Nullable Actor by) {
    long begun = System.nanoTime();
    Found found = find(device, signal.position(), signal.receivedAt(), here);
    Press press = new Press(signal, device, found.place, found.cameras, found.response, by);
    return journal
        .press(press) // Incident → Journal, then EventHub → DeskSession for what was stored
        .onSuccess(result -> stored.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS))
        .onSuccess(result -> feedback.stored(signal, result));
  }

  /** What a press is shown with. */
  private record Found(Place place, List<RankedCamera> cameras, ResponsePlan response) {}

  private Found find(
      Device device, @Nullable DevicePosition reported, Instant now, Surroundings here) {
    Place place = here.placeOf(device, reported);
    return new Found(
        place,
        here.cameras().rank(Surroundings.query(place, now), cameraWatch::state),
        here.units()
            .plan(
                Surroundings.position(place),
                place.district(),
                now,
                unitStates::of,
                SentUnits.NONE));
  }

  private Future<PressResult> cancel(CancelRequested signal, Device device, Surroundings here) {
    CancelAttempt.Pin pin = pinCheck.apply(device, signal.pin());
    Found found = find(device, null, signal.receivedAt(), here);
    return journal.cancel(
        new CancelAttempt(signal, device, pin, found.place, found.cameras, found.response));
  }

  @Override
  public void onReport(DeviceReport report) {
    report.readBy(reports);
  }

  private static Receipt receipt(PressResult result, @Nullable String press) {
    return new Receipt(result.incidentId(), press, result.duplicate());
  }

  private static IllegalStateException unknown(AlarmSignal signal) {
    return new IllegalStateException(
        "device " + signal.device() + " is not in the registry any more; import it again");
  }
}
