package io.sharpeyes.gateway.incident;

import static io.sharpeyes.gateway.incident.Bench.LI;
import static io.sharpeyes.gateway.incident.Bench.WANG;
import static io.sharpeyes.gateway.incident.Rejections.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.incident.BookedWindow.DrillPress;
import io.sharpeyes.gateway.incident.Rejected.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** 报备: only in a booked window is a press a drill or a test, and only the first of each device. */
class WindowTest {

  private final Bench bench = Bench.staffed();

  private BookedWindow book(Status status, Duration length, String... devices) {
    return book(status, bench.now, bench.now.plus(length), devices);
  }

  private BookedWindow book(Status status, Instant from, Instant to, String... devices) {
    WindowRequest request = new WindowRequest(status, List.of(devices), from, to, "monthly");
    return bench.take(b -> b.book(request, LI, bench.now));
  }

  @Test
  void insideItThePressOfANamedDeviceIsADrillThatRunsTheRealPath() {
    BookedWindow window = book(Status.EXERCISE, Duration.ofHours(1), "b0-0", "b0-1");
    assertThat(window.id()).isEqualTo("W-20261122-0001");
    assertThat(window.site()).isEqualTo("site-0");
    assertThat(window.district()).isEqualTo(County.VILLAGE);

    Incident drill = bench.press("b0-0");
    assertThat(drill.status()).isEqualTo(Status.EXERCISE);
    assertThat(drill.priority()).isEqualTo(2);
    assertThat(drill.ringing().districts()).isNotEmpty();
    bench.pass(20);
    assertThat(bench.ofType("incident.escalated")).hasSize(1);
    // The second named device of the same drill.
    assertThat(bench.press("b0-1").id()).isEqualTo(drill.id());
  }

  @Test
  void aRepeatInsideItIsReal() {
    book(Status.EXERCISE, Duration.ofHours(1), "b0-0");
    Incident drill = bench.press("b0-0");
    Incident real = bench.press("b0-0");

    assertThat(real.status()).isEqualTo(Status.ACTUAL);
    assertThat(real.id()).isNotEqualTo(drill.id());
    assertThat(real.links().previous()).isEqualTo(drill.id());
  }

  @Test
  void anotherDeviceInsideItIsReal() {
    book(Status.TEST, Duration.ofHours(1), "b0-0");
    assertThat(bench.press("b0-1").status()).isEqualTo(Status.ACTUAL);
    assertThat(bench.press("b1-0").status()).isEqualTo(Status.ACTUAL);
    assertThat(bench.press("b0-0").status()).isEqualTo(Status.TEST);
  }

  @Test
  void aDuressPinInsideItIsReal() {
    book(Status.EXERCISE, Duration.ofHours(1), "b0-0");
    Incident drill = bench.press("b0-0");
    bench.cancel("b0-0", null, CancelAttempt.Pin.DURESS);
    assertThat(bench.open(drill).status()).isEqualTo(Status.ACTUAL);
    assertThat(bench.open(drill).priority()).isEqualTo(1);
  }

  @Test
  void beforeAndAfterItIsReal() {
    Instant from = bench.now.plusSeconds(60);
    book(Status.EXERCISE, from, from.plusSeconds(60), "b0-0", "b1-0", "b2-0");
    assertThat(bench.press("b0-0").status()).isEqualTo(Status.ACTUAL);
    bench.pass(60);
    assertThat(bench.press("b1-0").status()).isEqualTo(Status.EXERCISE);
    bench.pass(60);
    assertThat(bench.press("b2-0").status()).isEqualTo(Status.ACTUAL);
  }

  @Test
  void aDeviceCannotSaySoItself() {
    Incident test = Bench.incident(bench.press(bench.signal("b0-0").code(601).done()));
    assertThat(test.status()).isEqualTo(Status.SYSTEM);

    book(Status.TEST, Duration.ofHours(1), "b1-0");
    assertThat(Bench.incident(bench.press(bench.signal("b1-0").code(601).done())).status())
        .isEqualTo(Status.TEST);
  }

  @Test
  void whatADeviceSaysOfItselfDoesNotUseUpTheDrill() {
    book(Status.EXERCISE, Duration.ofHours(1), "b0-0");
    assertThat(Bench.incident(bench.press(bench.signal("b0-0").code(302).done())).status())
        .isEqualTo(Status.SYSTEM);
    assertThat(bench.press("b0-0").status()).isEqualTo(Status.EXERCISE);
  }

  @Test
  void atItsEndThereIsAReport() {
    BookedWindow window = book(Status.EXERCISE, Duration.ofMinutes(30), "b0-0", "b0-1");
    Instant pressed = bench.now;
    Incident drill = Bench.incident(bench.press(bench.signal("b0-0").press("1").done()));
    bench.pass(8);
    bench.claim(WANG, drill);
    bench.pass(10);
    bench.assign(WANG, drill, "unit-1");
    bench.pass(60);
    bench.step(drill, "unit-1", Assignment.State.ON_SCENE);
    bench.pass(30);
    bench.step(drill, "unit-1", Assignment.State.DONE);
    bench.command(WANG, drill, Bench.closing(Disposition.EXERCISE));
    bench.pass(Duration.ofMinutes(30));

    BookedWindow ended = ((EventData.WindowChanged) bench.last("window.ended").data()).window();
    assertThat(ended.id()).isEqualTo(window.id());
    assertThat(ended.endedAt()).isEqualTo(window.to());
    assertThat(ended.presses())
        .containsExactly(
            new DrillPress(
                "b0-0",
                "Button b0-0",
                drill.id() + ".1",
                drill.id(),
                pressed,
                pressed.plusSeconds(8),
                pressed.plusSeconds(18),
                pressed.plusSeconds(78),
                pressed.plusSeconds(108)));
    assertThat(bench.book.windows()).containsExactly(ended);
  }

  @Test
  void theReportSurvivesARestart() {
    book(Status.TEST, Duration.ofMinutes(30), "b0-0");
    bench.claim(LI, bench.press("b0-0"));
    bench.restart();
    assertThat(bench.press("b0-0").status()).isEqualTo(Status.ACTUAL);
    bench.pass(Duration.ofMinutes(30));
    BookedWindow ended = ((EventData.WindowChanged) bench.last("window.ended").data()).window();
    assertThat(ended.presses()).hasSize(1);
    assertThat(ended.presses().get(0).claimedAt()).isEqualTo(Bench.START);
  }

  @Test
  void cancelledItIsOverAtOnceAndEndedIfSomebodyHasPressed() {
    BookedWindow unused = book(Status.EXERCISE, Duration.ofHours(1), "b0-0");
    BookedWindow cancelled = bench.take(b -> b.cancelWindow(unused.id(), WANG, bench.now));
    assertThat(cancelled.state()).isEqualTo(BookedWindow.State.CANCELLED);
    assertThat(bench.press("b0-0").status()).isEqualTo(Status.ACTUAL);

    BookedWindow used = book(Status.EXERCISE, Duration.ofHours(1), "b1-0");
    bench.press("b1-0");
    BookedWindow ended = bench.take(b -> b.cancelWindow(used.id(), WANG, bench.now));
    assertThat(ended.state()).isEqualTo(BookedWindow.State.ENDED);
    assertThat(ended.presses()).hasSize(1);
    assertRejected(
        Reason.NOT_FOUND, () -> bench.take(b -> b.cancelWindow(used.id(), WANG, bench.now)));
    bench.pass(Duration.ofHours(2));
    assertThat(bench.ofType("window.ended")).hasSize(1);
  }

  @Test
  void atMostTwoHoursForKnownDevicesThatAreFree() {
    book(Status.EXERCISE, Duration.ofHours(2), "b0-0");
    assertRejected(
        Reason.INVALID, () -> book(Status.EXERCISE, Duration.ofHours(2).plusMillis(1), "b1-0"));
    assertRejected(Reason.INVALID, () -> book(Status.EXERCISE, Duration.ZERO, "b1-0"));
    assertRejected(Reason.INVALID, () -> book(Status.ACTUAL, Duration.ofHours(1), "b1-0"));
    assertRejected(Reason.INVALID, () -> book(Status.TEST, Duration.ofHours(1)));
    assertRejected(Reason.INVALID, () -> book(Status.TEST, Duration.ofHours(1), "b1-0", "b1-0"));
    assertRejected(Reason.INVALID, () -> book(Status.TEST, Duration.ofHours(1), "nobody"));
    assertRejected(Reason.INVALID, () -> book(Status.TEST, Duration.ofHours(1), "not an id"));
    assertRejected(Reason.TAKEN, () -> book(Status.TEST, Duration.ofHours(1), "b0-0"));
    Instant past = bench.now.minusSeconds(60);
    assertRejected(Reason.INVALID, () -> book(Status.TEST, past, past.plusSeconds(60), "b1-0"));
    // The next one may begin when the other ends.
    book(Status.TEST, bench.now.plusSeconds(7_200), bench.now.plusSeconds(7_300), "b0-0");
  }

  @Test
  void aWindowOfSeveralSitesIsSeenByWhoSeesThemAll() {
    BookedWindow window = book(Status.EXERCISE, Duration.ofHours(1), "b0-0", "bf0-0");
    assertThat(window.site()).isNull();
    assertThat(window.district()).isEqualTo(County.TOWN);
  }

  @Test
  void drillsMakeNoAreaEventOutOfRealAlarms() {
    book(Status.EXERCISE, Duration.ofHours(1), "b0-0", "b1-0", "b2-0", "b3-0");
    for (int i = 0; i < 4; i++) {
      bench.press("b" + i + "-0");
    }
    bench.press("b4-0");
    assertThat(bench.book.areaEvents()).isEmpty();
  }
}
