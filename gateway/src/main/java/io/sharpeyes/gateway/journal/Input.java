package io.sharpeyes.gateway.journal;

import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.AreaEvent;
import io.sharpeyes.gateway.incident.BookedWindow;
import io.sharpeyes.gateway.incident.CancelAttempt;
import io.sharpeyes.gateway.incident.CaseBook;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.incident.IncidentCommand;
import io.sharpeyes.gateway.incident.Outage;
import io.sharpeyes.gateway.incident.Outcome;
import io.sharpeyes.gateway.incident.Press;
import io.sharpeyes.gateway.incident.PressResult;
import io.sharpeyes.gateway.incident.WindowRequest;
import io.sharpeyes.gateway.registry.Registry;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something for the writer to do: plain values, so that it could come from another node as well.
 *
 * @param <R> what whoever asked gets
 */
sealed interface Input<R> {

  /** Does it to the working copy of the case book. Writer's thread. */
  Outcome<R> applyTo(CaseBook book, Instant now);

  /** What whoever asked gets, once the events are on disk, the last of them under this number. */
  default R answer(R result, long lastSequence) {
    return result;
  }

  /** A press or the restoring of one. */
  record Pressed(Press press) implements Input<PressResult> {
    @Override
    public Outcome<PressResult> applyTo(CaseBook book, Instant now) {
      return press.signal().restore() ? book.restore(press, now) : book.press(press, now);
    }
  }

  /** A request to call an alarm off. */
  record Cancel(CancelAttempt attempt) implements Input<PressResult> {
    @Override
    public Outcome<PressResult> applyTo(CaseBook book, Instant now) {
      return book.cancel(attempt, now);
    }
  }

  /**
   * What a person wants.
   *
   * @param stored the incident as last stored, if it is not open any more
   */
  record Command(IncidentCommand command, @Nullable Incident stored) implements Input<Incident> {
    @Override
    public Outcome<Incident> applyTo(CaseBook book, Instant now) {
      return book.command(command, stored, now);
    }
  }

  /** A person came or went. */
  record Presence(Actor desk, String district, boolean online) implements Input<Boolean> {
    @Override
    public Outcome<Boolean> applyTo(CaseBook book, Instant now) {
      return book.presence(desk, district, online, now);
    }
  }

  /** Another registry from now on. */
  record Swap(Registry registry) implements Input<Boolean> {
    @Override
    public Outcome<Boolean> applyTo(CaseBook book, Instant now) {
      book.registry(registry);
      return new Outcome<>(true, List.of());
    }
  }

  /** One claim for all of an area event's incidents. */
  record ClaimArea(String areaEvent, Actor by) implements Input<AreaEvent> {
    @Override
    public Outcome<AreaEvent> applyTo(CaseBook book, Instant now) {
      return book.claimArea(areaEvent, by, now);
    }
  }

  /** Many devices fell silent at once. */
  record OutageSeen(Outage outage) implements Input<AreaEvent> {
    @Override
    public Outcome<AreaEvent> applyTo(CaseBook book, Instant now) {
      return book.outage(outage, now);
    }
  }

  /** They are heard again. */
  record OutageOver(String key) implements Input<Boolean> {
    @Override
    public Outcome<Boolean> applyTo(CaseBook book, Instant now) {
      return book.outageOver(key, now);
    }
  }

  /** A window for a drill or a test. */
  record Book(WindowRequest request, Actor by) implements Input<BookedWindow> {
    @Override
    public Outcome<BookedWindow> applyTo(CaseBook book, Instant now) {
      return book.book(request, by, now);
    }
  }

  /** The calling off of one. */
  record CancelWindow(String window, Actor by) implements Input<BookedWindow> {
    @Override
    public Outcome<BookedWindow> applyTo(CaseBook book, Instant now) {
      return book.cancelWindow(window, by, now);
    }
  }

  /** A unit came on duty or went off. */
  record Duty(String unit, boolean onDuty, Actor by) implements Input<Boolean> {
    @Override
    public Outcome<Boolean> applyTo(CaseBook book, Instant now) {
      return book.duty(unit, onDuty, by, now);
    }
  }

  /** An event that isn't about an incident. */
  record Append(Event event) implements Input<Long> {
    @Override
    public Outcome<Long> applyTo(CaseBook book, Instant now) {
      return new Outcome<>(0L, List.of(event));
    }

    @Override
    public Long answer(Long result, long lastSequence) {
      return lastSequence;
    }
  }

  /** The clock. */
  record Tick() implements Input<Integer> {
    @Override
    public Outcome<Integer> applyTo(CaseBook book, Instant now) {
      return book.tick(now);
    }
  }
}
