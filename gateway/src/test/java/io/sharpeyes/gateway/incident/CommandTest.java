package io.sharpeyes.gateway.incident;

import static io.sharpeyes.gateway.incident.Bench.LI;
import static io.sharpeyes.gateway.incident.Bench.WANG;
import static io.sharpeyes.gateway.incident.Rejections.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharpeyes.gateway.incident.IncidentAction.Close.UnitsOut;
import io.sharpeyes.gateway.incident.Rejected.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people may do, and what is refused. */
class CommandTest {

  private final Bench bench = Bench.staffed();

  private static IncidentAction.Close closing(Disposition disposition) {
    return Bench.closing(disposition);
  }

  private static IncidentAction.Close closing(Disposition disposition, String callBack) {
    return new IncidentAction.Close(disposition, "", "", List.of(), "", callBack, UnitsOut.UNSAID);
  }

  @Test
  void aClaimTakesItAndStopsTheRinging() {
    Incident incident = bench.press("b0-0");
    Incident claimed = bench.claim(LI, incident);

    assertThat(claimed.handling())
        .isEqualTo(new Handling.Claimed(bench.now, new Handling.Owner(LI, bench.now, null)));
    assertThat(claimed.ringing().nextAt()).isNull();
    assertThat(claimed.revision()).isEqualTo(1);
    EventData.Changed said = (EventData.Changed) bench.last("incident.claimed").data();
    assertThat(said.by()).isEqualTo(LI);
    assertThat(said.incident()).isEqualTo(claimed);
  }

  @Test
  void twoDesksNeverWorkTheSameUnawares() {
    Incident incident = bench.claim(LI, bench.press("b0-0"));

    assertThatThrownBy(() -> bench.claim(WANG, incident))
        .isInstanceOfSatisfying(
            Rejected.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.ILLEGAL_TRANSITION);
              assertThat(e).hasMessageContaining("Li");
              assertThat(e.current()).isEqualTo(incident);
            });
    // A double click of the owner is no fault and no second event.
    int events = bench.events.size();
    assertThat(bench.claim(LI, incident)).isEqualTo(incident);
    assertThat(bench.since(events)).isEmpty();
  }

  @Test
  void theRevisionThatAPersonSawMustStillStand() {
    Incident incident = bench.press("b0-0");
    bench.claim(LI, incident);

    assertThatThrownBy(() -> bench.command(LI, incident.id(), 0L, new IncidentAction.Note("seen")))
        .isInstanceOfSatisfying(
            Rejected.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.STALE_REVISION);
              assertThat(e.current()).isEqualTo(bench.open(incident));
            });
    bench.command(LI, incident.id(), 1L, new IncidentAction.Note("seen"));
  }

  @Test
  void aRepeatPressNeverMakesAClaimFail() {
    Incident seen = bench.press("b0-0");
    bench.press("b0-1");
    bench.pass(20);
    assertThat(bench.command(LI, seen.id(), seen.revision(), new IncidentAction.Claim()).revision())
        .isEqualTo(1);
  }

  @Test
  void thereIsNoSuchIncident() {
    assertRejected(
        Reason.NOT_FOUND,
        () -> bench.command(LI, "20261122-0099", null, new IncidentAction.Claim()));
  }

  @Test
  void aLivingOwnerIsTakenOverWithAReasonOnly() {
    Incident incident = bench.press("b0-0");
    assertRejected(
        Reason.ILLEGAL_TRANSITION,
        () -> bench.command(WANG, incident, new IncidentAction.TakeOver("mine")));
    bench.claim(LI, incident);
    bench.assign(LI, incident, "unit-1");

    assertRejected(
        Reason.INVALID, () -> bench.command(WANG, incident, new IncidentAction.TakeOver(" ")));
    assertRejected(
        Reason.ILLEGAL_TRANSITION,
        () -> bench.command(LI, incident, new IncidentAction.TakeOver("mine")));

    Incident taken = bench.command(WANG, incident, new IncidentAction.TakeOver("shift change"));
    assertThat(taken.handling().state()).isEqualTo("dispatched");
    assertThat(taken.handling().owned().owner().actor()).isEqualTo(WANG);
    assertThat(((EventData.Changed) bench.last("incident.taken-over").data()).reason())
        .isEqualTo("shift change");
  }

  @Test
  void onlyTheOwnerReturnsClosesAssignsAnnouncesReleases() {
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    List<IncidentAction> owners =
        List.of(
            new IncidentAction.Return("reason"),
            closing(Disposition.FOUNDED),
            new IncidentAction.Assign("unit-1", "Patrol", ""),
            new IncidentAction.Recall("unit-1", ""),
            new IncidentAction.Announce("s0", "hello"),
            new IncidentAction.Release());
    for (IncidentAction action : owners) {
      assertThatThrownBy(() -> bench.command(WANG, incident, action))
          .as("%s", action)
          .isInstanceOf(Rejected.class)
          .hasMessageContaining("Only Li");
    }
    bench.command(WANG, incident, new IncidentAction.Note("I know them"));
    bench.command(WANG, incident, new IncidentAction.Forward(null));
  }

  @Test
  void whatNobodyHasMustBeClaimedFirst() {
    Incident incident = bench.press("b0-0");
    List<IncidentAction> owners =
        List.of(
            new IncidentAction.Return("reason"),
            closing(Disposition.FOUNDED),
            new IncidentAction.Assign("unit-1", "Patrol", ""),
            new IncidentAction.Recall("unit-1", ""),
            new IncidentAction.Announce("s0", "hello"));
    for (IncidentAction action : owners) {
      assertRejected(Reason.ILLEGAL_TRANSITION, () -> bench.command(LI, incident, action));
    }
  }

  @Test
  void aReturnNeedsAReason() {
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    assertRejected(
        Reason.INVALID, () -> bench.command(LI, incident, new IncidentAction.Return("")));
  }

  @Test
  void aNoteIsALineInTheTimeline() {
    Incident incident = bench.press("b0-0");
    bench.command(WANG, incident, new IncidentAction.Note("dog barking"));
    EventData.Said said = (EventData.Said) bench.last("incident.noted").data();
    assertThat(said.text()).isEqualTo("dog barking");
    assertThat(said.by()).isEqualTo(WANG);

    assertRejected(
        Reason.INVALID, () -> bench.command(LI, incident, new IncidentAction.Note("  ")));
    assertRejected(
        Reason.INVALID,
        () -> bench.command(LI, incident, new IncidentAction.Note("x".repeat(4_001))));
    bench.close(LI, bench.claim(LI, incident));
    bench.command(WANG, incident, new IncidentAction.Note("case number came later"));
  }

  @Test
  void onlyALoudspeakerOfTheSiteSpeaks() {
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    bench.command(LI, incident, new IncidentAction.Announce("s0", "help is coming"));
    EventData.Said said = (EventData.Said) bench.last("incident.announced").data();
    assertThat(said.speaker()).isEqualTo("s0");

    for (String other : List.of("s1", "b0-0", "nobody", "no id")) {
      assertRejected(
          Reason.INVALID,
          () -> bench.command(LI, incident, new IncidentAction.Announce(other, "hello")));
    }
  }

  @Test
  void closingTellsWhatItWas() {
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    Incident closed =
        bench.command(
            LI,
            incident,
            new IncidentAction.Close(
                Disposition.FOUNDED,
                "brawl",
                "two men",
                List.of("110"),
                "P-77",
                "visit",
                UnitsOut.UNSAID));

    assertThat(closed.isOpen()).isFalse();
    assertThat(closed.handling().closed().closing())
        .isEqualTo(
            new Handling.Closing(
                Disposition.FOUNDED, "brawl", "two men", List.of("110"), "P-77", "visit"));
    assertThat(bench.book.open()).isEmpty();
    assertRejected(Reason.ILLEGAL_TRANSITION, () -> bench.close(LI, closed));
    assertRejected(Reason.ILLEGAL_TRANSITION, () -> bench.claim(WANG, closed));
    assertRejected(
        Reason.ILLEGAL_TRANSITION,
        () -> bench.command(LI, closed, new IncidentAction.Forward(null)));
    assertRejected(
        Reason.ILLEGAL_TRANSITION, () -> bench.command(LI, closed, new IncidentAction.Quiet(10)));
  }

  @Test
  void accidentalNeedsACallBackOrAVisit() {
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    assertRejected(
        Reason.INVALID, () -> bench.command(LI, incident, closing(Disposition.ACCIDENTAL)));
    assertRejected(
        Reason.INVALID,
        () -> bench.command(LI, incident, closing(Disposition.ACCIDENTAL, "letter")));
    bench.command(LI, incident, closing(Disposition.ACCIDENTAL, "call"));
  }

  @Test
  void afterADuressAlarmAPhoneCallIsNotEnough() {
    Incident incident =
        bench.claim(LI, Bench.incident(bench.press(bench.signal("b0-0").code(121).done())));
    for (Disposition harmless : List.of(Disposition.ACCIDENTAL, Disposition.UNFOUNDED)) {
      assertRejected(Reason.INVALID, () -> bench.command(LI, incident, closing(harmless, "call")));
    }
    bench.command(LI, incident, closing(Disposition.UNFOUNDED, "visit"));
  }

  @Test
  void aRealAlarmIsNotClosedAsADrillNorAloneAsADuplicate() {
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    for (Disposition disposition :
        List.of(Disposition.EXERCISE, Disposition.TEST, Disposition.DUPLICATE)) {
      assertRejected(Reason.INVALID, () -> bench.command(LI, incident, closing(disposition)));
    }
  }

  @Test
  void closingWithUnitsStillOutWarns() {
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    bench.assign(LI, incident, "unit-1");
    assertThatThrownBy(() -> bench.close(LI, incident))
        .isInstanceOfSatisfying(
            Rejected.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNITS_OUT))
        .hasMessageContaining("Unit unit-1");

    Incident closed =
        bench.command(
            LI,
            incident,
            new IncidentAction.Close(
                Disposition.FOUNDED, "", "", List.of(), "", null, UnitsOut.GO_ON));
    // The unit still says that it is done.
    assertThat(bench.step(closed, "unit-1", Assignment.State.ON_SCENE).isOpen()).isFalse();
    assertThat(bench.step(closed, "unit-1", Assignment.State.DONE).assignments().get(0).state())
        .isEqualTo(Assignment.State.DONE);
  }

  @Test
  void closingRecallsTheUnitsThatAreStillOutIfThePersonSaysSo() {
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    bench.assign(LI, incident, "unit-1");
    bench.assign(LI, incident, "unit-2");
    bench.step(incident, "unit-2", Assignment.State.DECLINED);
    bench.assign(LI, incident, "unit-3");
    int before = bench.events.size();

    Incident closed =
        bench.command(
            LI,
            incident,
            new IncidentAction.Close(
                Disposition.FOUNDED, "", "", List.of(), "", null, UnitsOut.RECALL));

    assertThat(closed.assignments())
        .extracting(Assignment::state)
        .containsExactly(
            Assignment.State.RECALLED, Assignment.State.DECLINED, Assignment.State.RECALLED);
    assertThat(bench.since(before))
        .extracting(Event::type)
        .containsExactly("assignment.recalled", "assignment.recalled", "incident.closed");
    bench.restart();
    int after = bench.events.size();
    bench.command(LI, incident, new IncidentAction.Recall("unit-1", ""));
    assertThat(bench.since(after)).isEmpty();
  }

  @Test
  void aCloseThatIsRefusedRecallsNobody() {
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    bench.assign(LI, incident, "unit-1");
    assertRejected(
        Reason.INVALID,
        () ->
            bench.command(
                LI,
                incident,
                new IncidentAction.Close(
                    Disposition.ACCIDENTAL, "", "", List.of(), "", null, UnitsOut.RECALL)));
    assertThat(bench.open(incident).unitsOut()).hasSize(1);
  }

  @Test
  void reopeningIsAPersonsActWithAReasonAndGivesItToThatPerson() {
    Incident closed = bench.close(LI, bench.claim(LI, bench.press("b0-0")));
    assertRejected(
        Reason.INVALID, () -> bench.command(WANG, closed, new IncidentAction.Reopen("")));

    Incident open = bench.command(WANG, closed, new IncidentAction.Reopen("they called again"));

    assertThat(open.handling().state()).isEqualTo("claimed");
    assertThat(open.handling().owned().owner().actor()).isEqualTo(WANG);
    EventData.Changed said = (EventData.Changed) bench.last("incident.reopened").data();
    assertThat(said.by()).isEqualTo(WANG);
    assertThat(said.reason()).isEqualTo("they called again");
    assertThat(bench.press("b0-0").id()).isEqualTo(closed.id());
    assertRejected(
        Reason.ILLEGAL_TRANSITION,
        () -> bench.command(WANG, closed, new IncidentAction.Reopen("again")));
  }

  @Test
  void whatWasClosedLongAgoIsReopenedFromWhatIsStored() {
    Incident closed = bench.close(LI, bench.claim(LI, bench.press("b0-0")));
    Bench later = Bench.staffed();
    IncidentCommand reopen =
        new IncidentCommand(closed.id(), null, WANG, new IncidentAction.Reopen("a year later"));

    Incident open = later.take(book -> book.command(reopen, closed, later.now));

    assertThat(later.book.open()).containsExactly(open);
  }

  @Test
  void aMergedIncidentIsClosedAsADuplicateAndLivesOnInTheOther() {
    Incident into = bench.claim(LI, bench.press("b0-0"));
    Incident duplicate = bench.press("b1-0");

    Incident merged = bench.command(WANG, duplicate, new IncidentAction.Merge(into.id()));

    assertThat(merged.isOpen()).isFalse();
    assertThat(merged.handling().closed().closing().disposition()).isEqualTo(Disposition.DUPLICATE);
    assertThat(merged.handling().closed().owner().actor()).isEqualTo(WANG);
    assertThat(merged.links().mergedInto()).isEqualTo(into.id());
    assertThat(merged.revision()).isEqualTo(1);
    Incident after = bench.open(into);
    assertThat(after.links().merged()).containsExactly(duplicate.id());
    assertThat(after.presses().count()).isEqualTo(2);
    assertThat(after.presses().devices())
        .extracting(Incident.PressedDevice::device)
        .containsExactly("b0-0", "b1-0");
    assertThat(bench.types()).endsWith("incident.merged", "incident.joined");
  }

  @Test
  void theUnitsOfAMergedIncidentGoOnInTheOther() {
    Incident into = bench.claim(LI, bench.press("b0-0"));
    Incident duplicate = bench.claim(WANG, bench.press("b1-0"));
    bench.assign(WANG, duplicate, "unit-1");
    bench.step(duplicate, "unit-1", Assignment.State.EN_ROUTE);

    bench.command(WANG, duplicate, new IncidentAction.Merge(into.id()));

    Incident after = bench.open(into);
    assertThat(after.handling().state()).isEqualTo("dispatched");
    assertThat(after.assignments()).extracting(Assignment::unit).containsExactly("unit-1");
    // The unit's phone still knows the old number.
    Incident there = bench.step(duplicate, "unit-1", Assignment.State.ON_SCENE);
    assertThat(there.id()).isEqualTo(into.id());
    assertThat(there.handling().state()).isEqualTo("on-scene");
  }

  @Test
  void aMergeIsRefusedIntoItselfIntoWhatIsClosedOrOfAnotherStatusOrOutOfAnothersHands() {
    Incident one = bench.claim(LI, bench.press("b0-0"));
    Incident other = bench.claim(WANG, bench.press("b1-0"));
    Incident system = Bench.incident(bench.press(bench.signal("b2-0").code(302).done()));
    Incident closed = bench.close(LI, bench.claim(LI, bench.press("b3-0")));

    for (String into : List.of(one.id(), closed.id(), system.id(), "20261122-0099")) {
      assertRejected(Reason.INVALID, () -> bench.command(LI, one, new IncidentAction.Merge(into)));
    }
    assertRejected(
        Reason.ILLEGAL_TRANSITION,
        () -> bench.command(LI, other, new IncidentAction.Merge(one.id())));
    assertRejected(
        Reason.ILLEGAL_TRANSITION,
        () -> bench.command(LI, closed, new IncidentAction.Merge(one.id())));
  }

  @Test
  void mergesMakeNoCircle() {
    Incident one = bench.claim(LI, bench.press("b0-0"));
    Incident other = bench.claim(LI, bench.press("b1-0"));
    bench.command(LI, one, new IncidentAction.Merge(other.id()));
    Incident reopened = bench.command(LI, one, new IncidentAction.Reopen("was another matter"));
    assertThat(reopened.links().mergedInto()).isNull();

    bench.command(LI, other, new IncidentAction.Merge(one.id()));

    assertThat(bench.open(one).links().mergedInto()).isNull();
    assertThat(bench.open(one).links().merged()).containsExactly(other.id());
  }

  @Test
  void claimedAgainItIsWhereItsUnitsAre() {
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    bench.assign(LI, incident, "unit-1");
    bench.command(LI, incident, new IncidentAction.Return("shift change"));
    Incident there = bench.step(incident, "unit-1", Assignment.State.ON_SCENE);
    assertThat(there.handling().state()).isEqualTo("new");

    assertThat(bench.claim(WANG, incident).handling().state()).isEqualTo("on-scene");
  }

  @Test
  void tooLongTextsAreRefused() {
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    String longText = "x".repeat(5_000);
    List<IncidentAction> actions =
        List.of(
            new IncidentAction.Return(longText),
            new IncidentAction.Note(longText),
            new IncidentAction.Announce("s0", longText),
            new IncidentAction.Close(
                Disposition.FOUNDED, longText, "", List.of(), "", null, UnitsOut.UNSAID),
            new IncidentAction.Close(
                Disposition.FOUNDED, "", longText, List.of(), "", null, UnitsOut.UNSAID),
            new IncidentAction.Close(
                Disposition.FOUNDED,
                "",
                "",
                List.of("1", "2", "3", "4", "5", "6", "7", "8", "9"),
                "",
                null,
                UnitsOut.UNSAID),
            new IncidentAction.Close(
                Disposition.FOUNDED, "", "", List.of(), longText, null, UnitsOut.UNSAID),
            new IncidentAction.Assign("unit-1", longText, ""));
    for (IncidentAction action : actions) {
      assertRejected(Reason.INVALID, () -> bench.command(LI, incident, action));
    }
  }

  @Test
  void aCommandThatIsRefusedChangesNothing() {
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    List<Object> before = BookState.of(bench.book);
    bench.pass(Duration.ofSeconds(1));
    assertRejected(
        Reason.INVALID, () -> bench.command(LI, incident, closing(Disposition.ACCIDENTAL)));
    BookState.assertSame("refused", BookState.of(bench.book), before);
  }
}
