package io.sharpeyes.gateway.incident;

import static io.sharpeyes.gateway.incident.Bench.LI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The book as a whole: batches, images, bounds, readers on other threads. */
class BookTest {

  private final Bench bench = Bench.staffed();

  @Test
  void whatIsNotCommittedIsNotSeenAndCanBeForgotten() {
    Incident first = bench.press("b0-0");
    List<Object> before = BookState.of(bench.book);
    bench.book.press(bench.signal("b0-0").done(), bench.now);
    bench.book.press(bench.signal("b1-0").press("1").done(), bench.now);
    bench.book.command(
        new IncidentCommand(first.id(), null, LI, new IncidentAction.Claim()), null, bench.now);

    assertThat(bench.book.open()).containsExactly(first);
    bench.book.rollback();

    BookState.assertSame("rolled back", BookState.of(bench.book), before);
    assertThat(bench.press("b1-0").id()).isEqualTo("20261122-0002");
  }

  @Test
  void anInputThatFailsLeavesTheRestOfTheBatchAlone() {
    bench.book.press(bench.signal("b0-0").press("1").done(), bench.now);
    Press poison = Signals.of("b1-0", Instant.MAX).done();
    assertThatThrownBy(() -> bench.book.press(poison, bench.now))
        .isInstanceOf(ArithmeticException.class);
    bench.book.commit();
    assertThat(bench.book.open()).hasSize(1);
    assertThat(bench.press("b1-0").id()).isEqualTo("20261122-0002");
  }

  @Test
  void anImageGivesTheSameBook() {
    bench.press("b0-0");
    bench.claim(LI, bench.press("b1-0"));
    bench.close(LI, bench.claim(LI, bench.press("b2-0")));
    for (int i = 3; i < 9; i++) {
      bench.press("b" + i + "-0");
    }
    bench.take(b -> b.duty("unit-1", true, LI, bench.now));
    byte[] image = bench.book.image().get();

    CaseBook restored = new CaseBook(bench.correlation, bench.response);
    restored.registry(County.REGISTRY);
    restored.restore(image);
    restored.started(bench.now);

    BookState.assertSame("image", BookState.of(restored), BookState.of(bench.book));
    assertThat(restored.open()).containsExactlyInAnyOrderElementsOf(bench.book.open());
    assertThat(restored.pendingReset()).hasSize(1);
    assertThat(restored.areaEvents()).isEqualTo(bench.book.areaEvents());
    assertThat(restored.newestEventAt()).isEqualTo(bench.now);
  }

  @Test
  void anImageIsWhatStoodWhenItWasTaken() {
    bench.press("b0-0");
    var image = bench.book.image();
    bench.press("b1-0");
    CaseBook restored = new CaseBook(bench.correlation, bench.response);
    restored.restore(image.get());
    restored.started(bench.now);
    assertThat(restored.open()).hasSize(1);
  }

  @Test
  void aDamagedImageOrOneOfAnotherVersionIsRefused() {
    bench.press("b0-0");
    String image = new String(bench.book.image().get(), StandardCharsets.UTF_8);
    for (String bad :
        List.of(
            "",
            "{}",
            image.replace("20261122-0001\"", "nonsense\""),
            image.substring(0, image.length() - 2),
            image.replace("\"version\":1", "\"version\":2"))) {
      CaseBook fresh = new CaseBook(bench.correlation, bench.response);
      assertThatThrownBy(() -> fresh.restore(bad.getBytes(StandardCharsets.UTF_8)))
          .as(bad)
          .isInstanceOf(UncheckedIOException.class);
      fresh.started(bench.now);
      assertThat(fresh.open()).isEmpty();
    }
  }

  @Test
  void aTimeThatGoesBackIsTakenForTheLastOne() {
    Incident incident = bench.press("b0-0");
    Instant later = bench.now;
    bench.now = later.minusSeconds(3_600);
    assertThat(bench.press("b0-0").updatedAt()).isEqualTo(later);
    assertThat(bench.open(incident).presses().lastAt()).isEqualTo(later);
  }

  @Test
  void otherPackagesEventsArePassedOver() {
    bench.book.replay(
        "device.offline", "b0-0", bench.now, "{\"incident\":7}".getBytes(StandardCharsets.UTF_8));
    assertThat(bench.book.open()).isEmpty();
  }

  @Test
  void whatIsDueIsTheFirstOfAll() {
    assertThat(bench.book.nextDeadline()).isEmpty();
    bench.press("b0-0");
    assertThat(bench.book.nextDeadline()).contains(bench.now.plusSeconds(20));
    bench.pass(5);
    bench.press("b1-0");
    assertThat(bench.book.nextDeadline()).contains(bench.now.plusSeconds(15));
    assertThat(bench.take(b -> b.tick(bench.now)).intValue()).isZero();
    bench.pass(Duration.ofMinutes(10));
    assertThat(bench.book.nextDeadline()).isEmpty();
  }

  @Test
  void whatIsDueForManyAtOnceIsDoneInParts() {
    for (int site = 0; site < 40; site++) {
      bench.press("b" + site + "-0");
      bench.press("b" + site + "-0");
    }
    bench.now = bench.now.plus(Duration.ofHours(1));
    assertThat(bench.take(b -> b.tick(bench.now)).intValue()).isEqualTo(32);
    assertThat(bench.book.nextDeadline()).isPresent().get().matches(at -> at.isBefore(bench.now));
    bench.pass(0);
    assertThat(bench.book.nextDeadline()).isPresent().get().matches(at -> at.isAfter(bench.now));
  }

  @Test
  void theKnownPressesOfADeviceThatInventsIdsPushOutOnlyItsOwn() {
    Bench bench = new Bench(knowing(256), ResponseSettings.DEFAULT);
    bench.press(bench.signal("b0-0").press("mine").done());
    for (int i = 0; i < 1_000; i++) {
      bench.press(bench.signal("b1-0").press("x" + i).done());
    }
    assertThat(bench.press(bench.signal("b0-0").press("mine").done()).duplicate()).isTrue();
    assertThat(bench.press(bench.signal("b1-0").press("x999").done()).duplicate()).isTrue();
    assertThat(bench.press(bench.signal("b1-0").press("x744").done()).duplicate()).isTrue();
    assertThat(bench.press(bench.signal("b1-0").press("x743").done()).duplicate()).isFalse();
  }

  private static CorrelationSettings knowing(int pressesPerDevice) {
    CorrelationSettings usual = CorrelationSettings.DEFAULT;
    return new CorrelationSettings(
        usual.joinWithin(),
        usual.systemJoinWithin(),
        usual.pressKnownFor(),
        usual.lateAfter(),
        usual.retainedFreshFor(),
        usual.areaSites(),
        usual.areaRadiusM(),
        usual.areaWithin(),
        usual.maxOpenIncidents(),
        pressesPerDevice,
        usual.knownPresses(),
        usual.longestWindow(),
        usual.zone());
  }

  @Property(tries = 200)
  void theMemoryOfPressesIsBoundedAndCanBeTakenBack(@ForAll @Size(max = 200) List<Byte> presses) {
    Undo undo = new Undo();
    PressMemory memory = new PressMemory(undo, 3, 10);
    int middle = presses.size() / 2;
    List<PressMemory.Known> before = List.of();
    for (int i = 0; i < presses.size(); i++) {
      if (i == middle) {
        undo.forget();
        before = memory.all();
      }
      String device = "d" + Math.floorMod(presses.get(i), 7);
      memory.remember(new PressMemory.Known(device, "#" + i, Bench.START, "x", i));
      assertThat(memory.find(device, "#" + i)).isNotNull();
      assertThat(memory.size()).isLessThanOrEqualTo(10);
    }
    undo.backTo(0);
    assertThat(memory.all()).isEqualTo(before);
    for (PressMemory.Known known : lastThree(before)) {
      assertThat(memory.find(known.device(), known.press())).isEqualTo(known);
    }
  }

  private static List<PressMemory.Known> lastThree(List<PressMemory.Known> known) {
    return known.subList(Math.max(0, known.size() - 3), known.size());
  }

  /** A place and whether it had an alarm of late. */
  private record Spot(double latitude, double longitude) {}

  @Property(tries = 300)
  void theGridFindsWhatASearchOfAllFinds(
      @ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = -0.06, max = 0.06) Double> offsets,
      @ForAll @DoubleRange(min = -80, max = 80) double latitude) {
    NearbyIncidents nearby = new NearbyIncidents(new Undo(), 3_000, Duration.ofMinutes(5));
    Incident base = bench.press("b0-0");
    List<Spot> spots = new ArrayList<>();
    for (int i = 0; i < offsets.size(); i++) {
      Spot spot = new Spot(latitude + offsets.get(i), 118 + offsets.get(offsets.size() - 1 - i));
      spots.add(spot);
      nearby.observe(null, at(base, "i" + i, spot));
    }
    Spot here = spots.get(0);
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < spots.size(); i++) {
      if (distanceM(here, spots.get(i)) <= 3_000) {
        expected.add("i" + i);
      }
    }
    assertThat(nearby.near(here.latitude(), here.longitude(), base.presses().lastAt()))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(
            nearby.near(
                here.latitude(),
                here.longitude(),
                base.presses().lastAt().plus(Duration.ofMinutes(5)).plusMillis(1)))
        .isEmpty();
  }

  private static double distanceM(Spot one, Spot other) {
    return new io.sharpeyes.gateway.registry.Position(one.latitude(), one.longitude())
        .distanceM(new io.sharpeyes.gateway.registry.Position(other.latitude(), other.longitude()));
  }

  private static Incident at(Incident base, String id, Spot spot) {
    Place place = new Place("s", "s", "s", "d", "d", spot.latitude(), spot.longitude(), null, "");
    return new Incident(
        id,
        0,
        base.openedAt(),
        base.updatedAt(),
        base.status(),
        2,
        120,
        false,
        false,
        false,
        base.condition(),
        base.handling(),
        place,
        base.presses(),
        base.ringing(),
        List.of(),
        null,
        base.links());
  }

  @Test
  void readersOnOtherThreadsSeeWholeIncidentsWhileTheWriterWorks() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    List<Throwable> failures = new ArrayList<>();
    Thread reader =
        new Thread(
            () -> {
              while (!done.get()) {
                Collection<Incident> open = bench.book.open();
                open.forEach(
                    incident -> {
                      if (!incident.isOpen()) {
                        failures.add(new AssertionError(incident.id() + " is closed"));
                      }
                    });
              }
            });
    reader.setUncaughtExceptionHandler((t, e) -> failures.add(e));
    reader.start();
    for (int i = 0; i < 2_000; i++) {
      bench.close(LI, bench.claim(LI, bench.press("b" + i % 40 + "-0")));
    }
    done.set(true);
    reader.join(10_000);
    assertThat(failures).isEmpty();
    assertThat(reader.isAlive()).isFalse();
  }
}
