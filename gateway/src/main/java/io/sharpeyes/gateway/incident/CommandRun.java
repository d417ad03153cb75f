package io.sharpeyes.gateway.incident;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.registry.Device;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One command of one person on one incident. Who may use a command by role and district is checked
 * before; here stands what the incident itself allows:
 *
 * <ul>
 *   <li>anybody: claim what nobody has, take over, forward, note, the quiet key, merge what nobody
 *       else has, reopen;
 *   <li>only the owner: return, announce, release, close, assign, recall; once it is closed it is
 *       nobody's, and anybody may recall whoever goes on;
 *   <li>a unit's steps: by whom they may be said is checked before.
 * </ul>
 */
final class CommandRun implements IncidentAction.Visitor<Incident> {

  private static final int MAX_REASON = 1_000;
  private static final int MAX_NOTE = 4_000;
  private static final int MAX_ANNOUNCEMENT = 500;
  private static final int MAX_MERGED = 32;
  private static final int LONGEST_QUIET_S = 60;

  private final Ledger ledger;
  private final Ladder ladder;
  private final Incident incident;
  private final Actor by;
  private final Instant now;

  CommandRun(Ledger ledger, Ladder ladder, Incident incident, Actor by) {
    this.ledger = ledger;
    this.ladder = ladder;
    this.incident = incident;
    this.by = by;
    this.now = ledger.now();
  }

  @Override
  public Incident claim(IncidentAction.Claim action) {
    if (incident.isOwnedBy(by.user())) {
      return incident;
    }
    return say("incident.claimed", CommandDesk.claimed(incident, by, now), null);
  }

  @Override
  public Incident takeOver(IncidentAction.TakeOver action) {
    Handling.Owned owned = incident.handling().owned();
    if (incident.isOwnedBy(by.user())) {
      throw Rejected.illegal("The incident is yours already");
    }
    String reason =
        owned.owner().isStale()
            ? Texts.optional("reason", action.reason(), MAX_REASON)
            : Texts.required("reason", action.reason(), MAX_REASON);
    Incident taken =
        change()
            .handling(owned.takeOver(by, now))
            .ringing(incident.ringing().answered())
            .raiseRevision()
            .done();
    return say("incident.taken-over", taken, reason);
  }

  @Override
  public Incident giveBack(IncidentAction.Return action) {
    Handling.Owned owned = owned("return");
    String reason = Texts.required("reason", action.reason(), MAX_REASON);
    Incident.Ringing ringing =
        ledger.areas().on(incident.links().areaEvent()) == null
                && incident.status() != Status.SYSTEM
            ? ladder.again(incident.ringing())
            : incident.ringing();
    Incident returned =
        change().handling(owned.giveBack(now)).ringing(ringing).raiseRevision().done();
    return say("incident.returned", returned, reason);
  }

  @Override
  public Incident forward(IncidentAction.Forward action) {
    mustBeOpen("forward");
    Incident.Ringing ringing = ladder.forward(incident, action.district());
    Incident forwarded = acted().ringing(heard(ringing)).done();
    return say("incident.forwarded", forwarded, null);
  }

  @Override
  public Incident note(IncidentAction.Note action) {
    String text = Texts.required("text", action.text(), MAX_NOTE);
    Incident noted = acted().done();
    ledger.say("incident.noted", new EventData.Said(noted, by, null, text));
    return noted;
  }

  @Override
  public Incident announce(IncidentAction.Announce action) {
    owned("speak at the site of");
    if (incident.quiet()) {
      throw Rejected.illegal(
          "The alarm is quiet: nothing may be heard at the site until it is released");
    }
    String text = Texts.required("text", action.text(), MAX_ANNOUNCEMENT);
    checkSpeaker(action.speaker());
    Incident announced = acted().done();
    ledger.say("incident.announced", new EventData.Said(announced, by, action.speaker(), text));
    return announced;
  }

  private void checkSpeaker(String id) {
    Device speaker =
        DeviceId.isValid(id) ? ledger.registry().device(new DeviceId(id)).orElse(null) : null;
    if (speaker == null
        || speaker.kind() != Device.Kind.SPEAKER
        || !speaker.site().equals(incident.place().site())) {
      throw Rejected.invalid("The site has no loudspeaker " + id);
    }
  }

  @Override
  public Incident quiet(IncidentAction.Quiet action) {
    mustBeOpen("quieten");
    if (action.forS() < 1 || action.forS() > LONGEST_QUIET_S) {
      throw Rejected.invalid(
          "forS is " + action.forS() + ", must be 1 to " + LONGEST_QUIET_S + " seconds");
    }
    if (!ledger.desks().hasOtherThan(by.user(), incident.ringing().districts())) {
      throw Rejected.illegal("Yours is the last desk that hears it: it can't be quietened");
    }
    Instant until = now.plus(Duration.ofSeconds(action.forS()));
    Incident quietened = acted().ringing(heard(incident.ringing()).quietUntil(until)).done();
    return say("incident.quieted", quietened, null);
  }

  @Override
  public Incident release(IncidentAction.Release action) {
    owned("release");
    if (!incident.quiet()) {
      throw Rejected.illegal("The alarm is not quiet: there is nothing to release");
    }
    return say("incident.released", acted().quiet(false).done(), null);
  }

  @Override
  public Incident close(IncidentAction.Close action) {
    Handling.Owned owned = owned("close");
    Handling.Closing closing = CloseRules.check(incident, action);
    Incident last =
        action.unitsOut() == IncidentAction.Close.UnitsOut.RECALL
            ? new Units(ledger, incident, by).recallAll()
            : incident;
    return say("incident.closed", closed(last, owned, closing), null);
  }

  private Incident closed(Incident last, Handling.Owned owned, Handling.Closing closing) {
    Incident.Presses presses = Tally.withoutLatchless(last.presses(), this::hasLatch);
    return last.change(now)
        .handling(owned.close(now, closing))
        .ringing(last.ringing().answered())
        .presses(presses)
        .condition(Tally.condition(presses))
        .raiseRevision()
        .done();
  }

  /** A phone has none, nor has what is not registered any more: nobody can reset them. */
  private boolean hasLatch(String id) {
    return ledger
        .registry()
        .device(new DeviceId(id))
        .filter(device -> device.kind() != Device.Kind.PHONE)
        .isPresent();
  }

  @Override
  public Incident merge(IncidentAction.Merge action) {
    mustBeOpen("merge");
    if (action.into().equals(incident.id())) {
      throw Rejected.invalid("An incident can't be merged into itself");
    }
    Incident into = ledger.files().open(action.into());
    if (into == null) {
      throw Rejected.invalid("Incident " + action.into() + " is not open: nothing can join it");
    }
    checkMergeable(into);
    boolean nobodys = incident.isUnclaimed();
    Incident source = nobodys ? CommandDesk.claimed(incident, by, now) : incident;
    IncidentChange merging =
        source
            .change(now)
            .handling(source.handling().owned().close(now, CloseRules.duplicate()))
            .ringing(source.ringing().answered())
            .assignments(Units.staying(source, into))
            .links(source.links().mergedInto(into.id()));
    Incident merged = (nobodys ? merging : merging.raiseRevision()).done();
    say("incident.merged", merged, null);
    say("incident.joined", absorbed(into, source), null);
    return merged;
  }

  /** Two desks never work the same unawares: what another living desk has is not merged away. */
  private void checkMergeable(Incident into) {
    Handling.Owner owner = incident.handling().owner();
    if (owner != null && !incident.isOwnedBy(by.user()) && !owner.isStale()) {
      throw Rejected.illegal("The incident is " + owner.actor().name() + "'s: take it over first");
    }
    if (into.status() != incident.status()) {
      throw Rejected.invalid(
          "A "
              + incident.status().wireName()
              + " incident can't be merged into a "
              + into.status().wireName()
              + " one");
    }
    int units = into.assignments().size() + incident.unitsOut().size();
    if (units > ledger.response().maxAssignments() || into.links().merged().size() >= MAX_MERGED) {
      throw new Rejected(
          Rejected.Reason.LIMIT,
          "Incident " + into.id() + " can't take more units or incidents",
          null);
    }
  }

  private Incident absorbed(Incident into, Incident source) {
    Incident.Presses presses = Tally.absorb(into.presses(), source.presses());
    List<String> merged = new ArrayList<>(into.links().merged());
    merged.remove(source.id());
    merged.add(source.id());
    List<Assignment> units = Units.joined(into, source);
    Handling handling = into.handling();
    if (handling instanceof Handling.Owned owned) {
      handling = owned.follow(units, now);
    }
    return into.change(now)
        .graver(new AlarmCode(source.code()), source.quiet())
        .condition(Tally.condition(presses))
        .presses(presses)
        .assignments(units)
        .handling(handling)
        .links(into.links().merged(merged))
        .raiseRevision()
        .done();
  }

  @Override
  public Incident reopen(IncidentAction.Reopen action) {
    Handling.Closed closed = incident.handling().closed();
    String reason = Texts.required("reason", action.reason(), MAX_REASON);
    if (ledger.files().openCount() >= ledger.correlation().maxOpenIncidents()) {
      throw new Rejected(
          Rejected.Reason.LIMIT, "Too many incidents are open: close some first", null);
    }
    Handling.Owned reopened = closed.reopen(by, now);
    Incident open =
        change()
            .handling(reopened.follow(incident.assignments(), now))
            .links(incident.links().mergedInto(null))
            .raiseRevision()
            .done();
    return say("incident.reopened", open, reason);
  }

  @Override
  public Incident assign(IncidentAction.Assign action) {
    owned("send a unit to");
    return new Units(ledger, incident, by).assign(action);
  }

  @Override
  public Incident unitStep(IncidentAction.UnitStep action) {
    return new Units(ledger, incident, by).step(action);
  }

  @Override
  public Incident recall(IncidentAction.Recall action) {
    if (incident.isOpen()) {
      owned("recall a unit from");
    }
    return new Units(ledger, incident, by).recall(action.unit(), action.reason());
  }

  /** The handling, if it is this person's. */
  private Handling.Owned owned(String what) {
    Handling.Owned owned = incident.handling().owned();
    if (!incident.isOwnedBy(by.user())) {
      throw Rejected.illegal(
          "Only " + owned.owner().actor().name() + " can " + what + " it: take it over first");
    }
    return owned;
  }

  private void mustBeOpen(String what) {
    if (!incident.isOpen()) {
      throw Rejected.illegal("The incident is closed: reopen it to " + what + " it");
    }
  }

  private IncidentChange change() {
    return incident.change(now);
  }

  /** A change by a person; whoever has it has thereby noticed that it was pressed again. */
  private IncidentChange acted() {
    return change().ringing(heard(incident.ringing())).raiseRevision();
  }

  private Incident.Ringing heard(Incident.Ringing ringing) {
    return incident.isOwnedBy(by.user()) ? ringing.realertAt(null) : ringing;
  }

  private Incident say(String type, Incident after, @Nullable String reason) {
    String said = reason == null || reason.isEmpty() ? null : reason;
    ledger.say(type, new EventData.Changed(after, by, said));
    return after;
  }
}
