package io.sharpeyes.gateway.incident;

import static io.sharpeyes.gateway.incident.Bench.LI;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.Feedback;
import io.sharpeyes.device.Feedback.Stage;
import io.sharpeyes.gateway.incident.Assignment.State;
import io.sharpeyes.gateway.incident.FeedbackPolicy.Told;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is told what: stored, somebody has it, somebody is here, closed — and who is not. */
class FeedbackPolicyTest {

  private static final DeviceId B0 = new DeviceId("b0-0");
  private static final DeviceId B1 = new DeviceId("b0-1");

  private final Bench bench = Bench.staffed();

  private static List<Stage> stages(List<Told> told) {
    return told.stream().map(t -> t.feedback().stage()).toList();
  }

  private List<Told> answer(PressResult result, DeviceId device, @Nullable String press) {
    return FeedbackPolicy.answer(result, device, press);
  }

  /** What each change made known, in order. */
  private List<Told> toldSince(Incident from, int events) {
    List<Told> told = new ArrayList<>();
    Incident before = from;
    for (Event event : bench.since(events)) {
      if (event.data() instanceof EventData.OfIncident of && of.incident().id().equals(from.id())) {
        told.addAll(FeedbackPolicy.onChange(before, of.incident()));
        before = of.incident();
      }
    }
    return told;
  }

  @Test
  void everyPressIsAnsweredStored() {
    PressResult first = bench.press(bench.signal("b0-0").press("7").done());
    assertThat(answer(first, B0, "7"))
        .containsExactly(
            new Told(B0, new Feedback(first.incidentId(), "7", Stage.STORED, bench.now), false));

    PressResult duplicate = bench.press(bench.signal("b0-0").press("7").done());
    assertThat(stages(answer(duplicate, B0, "7"))).containsExactly(Stage.STORED);
    PressResult second = bench.press(bench.signal("b0-1").press("1").done());
    assertThat(answer(second, B1, "1").get(0).lampOnly()).isTrue();
  }

  @Test
  void aPressOnWhatSomebodyHasIsToldThatToo() {
    bench.claim(LI, bench.press("b0-0"));
    PressResult again = bench.press(bench.signal("b0-0").press("8").done());
    assertThat(stages(answer(again, B0, "8"))).containsExactly(Stage.STORED, Stage.CLAIMED);
  }

  @Test
  void eachStageIsToldOnceToEveryDevice() {
    Incident incident = bench.press("b0-0");
    bench.press("b0-1");
    int events = bench.events.size();
    Incident from = bench.open(incident);
    bench.claim(LI, incident);
    bench.assign(LI, incident, "unit-1");
    bench.step(incident, "unit-1", State.EN_ROUTE);
    bench.step(incident, "unit-1", State.ON_SCENE);
    bench.step(incident, "unit-1", State.DONE);
    bench.close(LI, incident);

    assertThat(toldSince(from, events))
        .extracting(t -> t.device().value() + " " + t.feedback().stage().wireName())
        .containsExactly(
            "b0-0 claimed",
            "b0-1 claimed",
            "b0-0 on-scene",
            "b0-1 on-scene",
            "b0-0 closed",
            "b0-1 closed");
  }

  @Test
  void aStageIsNotTakenBackWhenTheDeskReturnsIt() {
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    Incident returned = bench.command(LI, incident, new IncidentAction.Return("wrong desk"));

    assertThat(FeedbackPolicy.onChange(incident, returned)).isEmpty();
    assertThat(FeedbackPolicy.stage(returned)).isEqualTo(Stage.STORED);
    assertThat(stages(FeedbackPolicy.onChange(returned, bench.claim(LI, incident))))
        .containsExactly(Stage.CLAIMED);
  }

  @Test
  void whoeverIsThereIsThereAlsoWhenNoDeskHasIt() {
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    bench.assign(LI, incident, "unit-1");
    bench.command(LI, incident, new IncidentAction.Return("shift change"));
    Incident before = bench.open(incident);
    Incident there = bench.step(incident, "unit-1", State.ON_SCENE);
    assertThat(stages(FeedbackPolicy.onChange(before, there))).containsExactly(Stage.ON_SCENE);
  }

  @Test
  void aReopenedIncidentIsInSomebodysHandsAgain() {
    Incident closed = bench.close(LI, bench.claim(LI, bench.press("b0-0")));
    Incident open = bench.command(LI, closed, new IncidentAction.Reopen("not over"));
    assertThat(stages(FeedbackPolicy.onChange(closed, open))).containsExactly(Stage.CLAIMED);
  }

  @Test
  void aQuietAlarmTellsNobodyAnythingUntilItIsReleased() {
    for (Signals signal :
        List.of(
            bench.signal("b0-0").code(121),
            bench.signal("b1-0").code(122),
            bench.signal("b2-0").silent())) {
      Press press = signal.press("1").done();
      DeviceId device = press.device().id();
      PressResult result = bench.press(press);
      Incident incident = Bench.incident(result);
      assertThat(incident.quiet()).isTrue();
      assertThat(answer(result, device, "1")).isEmpty();
      assertThat(answer(bench.press(press), device, "1")).isEmpty();

      int events = bench.events.size();
      bench.claim(LI, incident);
      bench.assign(LI, incident, "unit-1");
      assertThat(toldSince(incident, events)).isEmpty();
      assertThat(FeedbackPolicy.current(bench.open(incident), device)).isEmpty();

      Incident before = bench.open(incident);
      Incident released = bench.command(LI, incident, new IncidentAction.Release());
      assertThat(stages(FeedbackPolicy.onChange(before, released))).containsExactly(Stage.CLAIMED);
      bench.step(incident, "unit-1", State.DECLINED);
    }
  }

  @Test
  void closedWithoutAReleaseNothingIsTold() {
    Incident incident =
        bench.claim(LI, Bench.incident(bench.press(bench.signal("b0-0").silent().done())));
    Incident closed = bench.close(LI, incident);
    assertThat(FeedbackPolicy.onChange(incident, closed)).isEmpty();
    assertThat(bench.last("incident.closed").site()).isNull();
  }

  @Test
  void aDuressPinSilencesWhatWasLoudBefore() {
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    bench.cancel("b0-0", null, CancelAttempt.Pin.DURESS);
    Incident before = bench.open(incident);
    bench.assign(LI, incident, "unit-1");
    Incident there = bench.step(incident, "unit-1", State.ON_SCENE);
    assertThat(FeedbackPolicy.onChange(before, there)).isEmpty();
  }

  @Test
  void releasedAndPressedQuietlyAgainItIsQuietAgain() {
    Incident incident =
        bench.claim(LI, Bench.incident(bench.press(bench.signal("b0-0").silent().done())));
    bench.command(LI, incident, new IncidentAction.Release());
    assertThat(bench.press("b0-0").quiet()).isFalse();
    assertThat(Bench.incident(bench.press(bench.signal("b0-0").silent().done())).quiet()).isTrue();
  }

  @Test
  void onlyTheOwnerReleasesAndOnlyWhatIsQuiet() {
    Incident loud = bench.claim(LI, bench.press("b0-0"));
    Rejections.assertRejected(
        Rejected.Reason.ILLEGAL_TRANSITION,
        () -> bench.command(LI, loud, new IncidentAction.Release()));
    Incident quiet =
        bench.claim(LI, Bench.incident(bench.press(bench.signal("b1-0").silent().done())));
    Rejections.assertRejected(
        Rejected.Reason.ILLEGAL_TRANSITION,
        () -> bench.command(LI, quiet, new IncidentAction.Announce("s1", "hello")));
  }

  @Test
  void aDeviceWithoutFeedbackIsNeverTold() {
    Incident incident = bench.press("b0-0");
    Incident.PressedDevice mute =
        new Incident.PressedDevice("b0-0", "B", 1, bench.now, null, false, "none");
    Incident other =
        incident
            .change(bench.now)
            .presses(new Incident.Presses(1, 1, bench.now, bench.now, List.of(mute)))
            .done();
    assertThat(FeedbackPolicy.current(other, B0)).isEmpty();
    assertThat(answer(new PressResult(PressResult.Kind.OPENED, other.id(), "x.1", other), B0, null))
        .isEmpty();
  }

  @Test
  void aDeviceThatComesBackGetsTheStageOfNow() {
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    assertThat(bench.book.openOf(B0)).containsExactly(bench.open(incident));
    assertThat(FeedbackPolicy.current(bench.open(incident), B0))
        .map(t -> t.feedback().stage())
        .contains(Stage.CLAIMED);
    bench.close(LI, incident);
    assertThat(bench.book.openOf(B0)).isEmpty();
  }

  @Test
  void theDevicesOfAMergedIncidentAreToldOfTheOther() {
    Incident into = bench.claim(LI, bench.press("b0-0"));
    Incident duplicate = bench.press("b1-0");
    Incident merged = bench.command(LI, duplicate, new IncidentAction.Merge(into.id()));

    assertThat(FeedbackPolicy.onChange(duplicate, merged)).isEmpty();
    assertThat(FeedbackPolicy.onChange(into, bench.open(into)))
        .extracting(t -> t.device().value() + " " + t.feedback().stage().wireName())
        .containsExactly("b1-0 claimed");
    assertThat(bench.book.openOf(new DeviceId("b1-0"))).containsExactly(bench.open(into));
  }
}
