package io.sharpeyes.gateway.incident;

import static io.sharpeyes.gateway.incident.Bench.LI;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.incident.PressResult.Kind;
import org.junit.jupiter.api.Test;

/** 已复位, 待复位: the device's axis, never mixed with the desk's. */
class LatchTest {

  private final Bench bench = Bench.staffed();

  @Test
  void itIsRestoredWhenAllPressedDevicesAre() {
    Incident incident = bench.press("b0-0");
    bench.press("b0-1");

    PressResult first = bench.restore("b0-0");
    assertThat(first.kind()).isEqualTo(Kind.RESTORED);
    assertThat(bench.open(incident).condition()).isEqualTo(Condition.ACTIVE);
    assertThat(((EventData.DeviceSaid) bench.last("incident.restored").data()).device())
        .isEqualTo("b0-0");

    bench.restore("b0-1");
    Incident restored = bench.open(incident);
    assertThat(restored.condition()).isEqualTo(Condition.RESTORED);
    assertThat(restored.handling().state()).isEqualTo("new");
    assertThat(restored.revision()).isZero();
  }

  @Test
  void pressedAgainItIsActiveAgain() {
    Incident incident = bench.press("b0-0");
    bench.restore("b0-0");
    bench.press("b0-0");
    assertThat(bench.open(incident).condition()).isEqualTo(Condition.ACTIVE);
  }

  @Test
  void closedButNotResetIsShownUntilItIsReset() {
    Incident incident = bench.press("b0-0");
    bench.press("b0-1");
    Incident closed = bench.close(LI, bench.claim(LI, incident));
    assertThat(bench.book.pendingReset()).containsExactly(closed);

    bench.restart();
    assertThat(bench.book.pendingReset()).containsExactly(closed);
    bench.restore("b0-0");
    assertThat(bench.book.pendingReset()).hasSize(1);
    PressResult last = bench.restore("b0-1");
    assertThat(Bench.incident(last).isOpen()).isFalse();
    assertThat(Bench.incident(last).condition()).isEqualTo(Condition.RESTORED);
    assertThat(bench.book.pendingReset()).isEmpty();
  }

  @Test
  void closedAfterTheResetIsNotPending() {
    Incident incident = bench.press("b0-0");
    bench.restore("b0-0");
    bench.close(LI, bench.claim(LI, incident));
    assertThat(bench.book.pendingReset()).isEmpty();
  }

  @Test
  void reopenedItIsOpenAndNotPending() {
    Incident closed = bench.close(LI, bench.claim(LI, bench.press("b0-0")));
    bench.command(LI, closed, new IncidentAction.Reopen("again"));
    assertThat(bench.book.pendingReset()).isEmpty();
    bench.close(LI, bench.open(closed));
    assertThat(bench.book.pendingReset()).hasSize(1);
  }

  @Test
  void oneResetIsForAllIncidentsInWhichTheDeviceWasPressed() {
    bench.press("b0-0");
    bench.pass(601);
    Incident second = bench.press("b0-0");
    bench.close(LI, bench.claim(LI, second));
    bench.restore("b0-0");
    assertThat(bench.ofType("incident.restored")).hasSize(2);
    assertThat(bench.book.pendingReset()).isEmpty();
  }

  @Test
  void whatCanBePressedAgainIsNotLatchedAnyMore() {
    Incident closed = bench.close(LI, bench.claim(LI, bench.press("b0-0")));
    Incident next = bench.press("b0-0");

    assertThat(bench.book.pendingReset()).isEmpty();
    assertThat(bench.last("incident.restored").subject()).isEqualTo(closed.id());
    assertThat(next.condition()).isEqualTo(Condition.ACTIVE);
    Incident closedToo = bench.close(LI, bench.claim(LI, next));
    assertThat(bench.book.pendingReset()).containsExactly(closedToo);
  }

  @Test
  void aPhoneHasNothingToReset() {
    Incident incident = bench.press("p0");
    assertThat(incident.condition()).isEqualTo(Condition.ACTIVE);
    Incident closed = bench.close(LI, bench.claim(LI, incident));
    assertThat(closed.condition()).isEqualTo(Condition.RESTORED);
    assertThat(bench.book.pendingReset()).isEmpty();
  }

  @Test
  void theDevicesOfAMergedIncidentWaitInTheOther() {
    Incident into = bench.claim(LI, bench.press("b0-0"));
    bench.command(LI, bench.press("b1-0"), new IncidentAction.Merge(into.id()));
    assertThat(bench.book.pendingReset()).isEmpty();
    bench.close(LI, into);
    bench.restore("b0-0");
    assertThat(bench.book.pendingReset()).hasSize(1);
    bench.restore("b1-0");
    assertThat(bench.book.pendingReset()).isEmpty();
  }

  @Test
  void aResetOfWhatWasNotPressedIsOnlyCounted() {
    bench.press("b0-0");
    int events = bench.events.size();
    assertThat(bench.restore("b0-1").kind()).isEqualTo(Kind.COUNTED);
    bench.restore("b0-0");
    assertThat(bench.restore("b0-0").kind()).isEqualTo(Kind.COUNTED);
    assertThat(bench.since(events)).hasSize(1);
  }
}
