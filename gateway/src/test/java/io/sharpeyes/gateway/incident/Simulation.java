package io.sharpeyes.gateway.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharpeyes.gateway.incident.Bench.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A seeded life of a case book: presses, repeats, duplicates, commands of several desks, units'
 * steps, desks that come and go, clocks that jump, batches that are stored, fail or are lost in a
 * crash, starts from the log and from images. After each batch {@link Invariants} must hold.
 */
final class Simulation {

  /** What the journal does between two inputs. */
  private static final int COMMIT_PERCENT = 30;

  static final CorrelationSettings CORRELATION =
      new CorrelationSettings(
          Duration.ofMinutes(10),
          Duration.ofHours(24),
          Duration.ofHours(24),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          4,
          3_000,
          Duration.ofMinutes(5),
          12,
          64,
          4_000,
          Duration.ofHours(2),
          CorrelationSettings.DEFAULT.zone());

  static final ResponseSettings RESPONSE = ResponseSettings.DEFAULT;

  private final Random random;
  private final World world;
  private final Invariants invariants = new Invariants();
  private final List<Supplier<String>> story = new ArrayList<>();

  private CaseBook book = newBook();
  private @Nullable CaseBook twin;
  private final List<Row> log = new ArrayList<>();
  private final List<Event> batch = new ArrayList<>();
  private byte @Nullable [] image;
  private int imageAfter;
  private Instant ticked = Bench.START;

  private Instant wall = Bench.START;
  private long nano;
  private GatewayClock clock = newClock(Bench.START);

  Simulation(long seed) {
    random = new Random(seed);
    world = new World(random);
  }

  private static CaseBook newBook() {
    CaseBook fresh = new CaseBook(CORRELATION, RESPONSE);
    fresh.registry(County.REGISTRY);
    return fresh;
  }

  private GatewayClock newClock(Instant notBefore) {
    return new GatewayClock(() -> wall, () -> nano, notBefore);
  }

  /** The last lines of what happened. */
  String story(int lines) {
    return story.subList(Math.max(0, story.size() - lines), story.size()).stream()
        .map(Supplier::get)
        .collect(Collectors.joining("\n"));
  }

  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
      if (random.nextInt(100) < COMMIT_PERCENT) {
        endBatch();
      }
    }
    commit();
    // However it went: whatever nobody has rings to the end of its ladder.
    pass(Duration.ofMinutes(20));
    commit();
    invariants.ladderIsClimbed(book);
    replayGivesTheSame();
  }

  private void step() {
    int dice = random.nextInt(100);
    if (dice < 30) {
      input(world.press(clock.instant()));
    } else if (dice < 34) {
      input(world.restore(clock.instant()));
    } else if (dice < 38) {
      input(world.cancel(clock.instant()));
    } else if (dice < 66) {
      input(world.command(book, clock.instant()));
    } else if (dice < 70) {
      input(world.cards(book, clock.instant()));
    } else if (dice < 77) {
      input(world.presence(clock.instant()));
    } else if (dice < 95) {
      pass(world.pause());
    } else {
      wall = wall.plus(world.jump());
      Instant set = wall;
      story.add(() -> "the wall clock is set to " + set);
    }
  }

  /** Time passes by the monotonic clock; what is due is done when it is due. */
  private void pass(Duration time) {
    story.add(() -> "pass " + time);
    Instant until = clock.instant().plus(time);
    Instant due = book.nextDeadline().orElse(until);
    while (due.isBefore(until)) {
      advance(Duration.between(clock.instant(), due));
      tick();
      due = book.nextDeadline().orElse(until);
    }
    advance(Duration.between(clock.instant(), until));
    tick();
  }

  private void advance(Duration time) {
    if (!time.isNegative()) {
      nano += time.toNanos() + 1_000_000;
      wall = wall.plus(time).plusMillis(1);
    }
  }

  private void tick() {
    Instant now = clock.instant();
    do {
      input(new World.Input(() -> "tick", b -> b.tick(now)));
    } while (book.nextDeadline().filter(due -> !due.isAfter(now)).isPresent());
    ticked = now;
    Invariants.nothingIsOverdue(book, now);
  }

  private void input(World.Input input) {
    Instant now = clock.instant();
    story.add(() -> input.words().get() + " at " + now);
    List<Object> before = random.nextInt(100) == 0 ? BookState.of(book) : null;
    Outcome<?> outcome;
    try {
      outcome = input.apply().apply(book);
    } catch (Rejected e) {
      story.add(() -> "  rejected: " + e.getMessage());
      assertThat(input.mayBeRejected()).as("rejected: %s", e.getMessage()).isTrue();
      if (before != null) {
        BookState.assertSame("a rejected command changes nothing", BookState.of(book), before);
      }
      rejectedByTwinToo(input.apply());
      return;
    }
    outcome.events().forEach(event -> story.add(() -> "  " + event.type() + " " + event.subject()));
    batch.addAll(outcome.events());
    input.check().accept(outcome);
    CaseBook other = twin;
    if (other != null) {
      assertThat(json(input.apply().apply(other).events()))
          .as("a book from an image goes on like one from the log")
          .isEqualTo(json(outcome.events()));
    }
  }

  private void rejectedByTwinToo(Function<CaseBook, ? extends Outcome<?>> apply) {
    CaseBook other = twin;
    if (other != null) {
      assertThatThrownBy(() -> apply.apply(other))
          .as("a book from an image takes what one from the log rejects")
          .isInstanceOf(Rejected.class);
    }
  }

  private static List<Row> json(List<Event> events) {
    return events.stream().map(Row::of).toList();
  }

  private void endBatch() {
    int dice = random.nextInt(100);
    if (dice < 88) {
      commit();
    } else if (dice < 94) {
      rollback();
    } else {
      crash();
    }
  }

  private void commit() {
    story.add(() -> "commit");
    book.commit();
    if (twin != null) {
      twin.commit();
    }
    batch.stream().map(Row::of).forEach(log::add);
    invariants.committed(batch);
    batch.clear();
    world.committed();
    invariants.holds(book, world, ticked);
    if (random.nextInt(10) == 0) {
      image = book.image().get();
      imageAfter = log.size();
    }
    if (random.nextInt(40) == 0) {
      replayGivesTheSame();
    }
  }

  private void replayGivesTheSame() {
    List<Object> live = BookState.of(book);
    BookState.assertSame("replay = live", BookState.of(fromLog()), live);
    CaseBook fromImage = fromImage();
    if (fromImage != null) {
      BookState.assertSame("image + tail = live", BookState.of(fromImage), live);
    }
  }

  private CaseBook fromLog() {
    CaseBook fresh = newBook();
    log.forEach(row -> row.replayInto(fresh));
    return fresh;
  }

  private @Nullable CaseBook fromImage() {
    byte[] bytes = image;
    if (bytes == null) {
      return null;
    }
    CaseBook fresh = newBook();
    fresh.restore(bytes);
    log.subList(imageAfter, log.size()).forEach(row -> row.replayInto(fresh));
    return fresh;
  }

  /** The disk refused: nothing of the batch has happened; who pressed will press again. */
  private void rollback() {
    story.add(() -> "rollback");
    book.rollback();
    twin = null;
    batch.clear();
    world.rolledBack();
    if (random.nextInt(4) == 0) {
      BookState.assertSame("rollback", BookState.of(book), BookState.of(fromLog()));
    }
    tick();
  }

  /** The process dies: what wasn't committed is lost; a new one starts with other clocks. */
  private void crash() {
    story.add(() -> "crash");
    batch.clear();
    world.rolledBack();
    wall = wall.plus(world.jump());
    nano = random.nextInt(1_000_000);
    book = fromLog();
    clock = newClock(book.newestEventAt());
    Instant now = clock.instant();
    ticked = now;
    twin = fromImage();
    book.started(now);
    if (twin != null) {
      twin.started(now);
    }
    world.allGone(now);
    invariants.started(now);
    invariants.holds(book, world, ticked);
  }
}
