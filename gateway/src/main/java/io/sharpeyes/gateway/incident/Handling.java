package io.sharpeyes.gateway.incident;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The desk's axis. Each state is a record that owns the ways out of it, so that no other way
 * compiles; who holds only a {@code Handling} asks it with {@link #unclaimed()}, {@link #owned()}
 * or {@link #closed()}, which refuse in words.
 *
 * <pre>
 *                 {@link New#claim claim}             {@link Owned#dispatch dispatch}              {@link Owned#arrive arrive}
 *   new 待接警 ──────────▶ claimed 接警 ──────────▶ dispatched 派警 ──────────▶ on-scene 到达现场
 *       ▲                    │ ▲   └───────────── {@link Owned#arrive arrive} ───────────────▲ │
 *       │                    │ │                   │                              │
 *       └─ {@link Owned#giveBack giveBack} ──────────┴─│───────────────────┴──────────────────────────────┤
 *                              │                                                  │
 *              {@link Closed#reopen reopen}  └──────────── closed 办结 ◀── {@link Owned#close close} (from each of the three) ┘
 * </pre>
 *
 * Never goes back by itself: {@code giveBack} and {@code reopen} are people's acts. A desk that
 * falls silent is a mark on the {@link Owner} ({@link Owned#stale}, {@link Owned#resume}); the
 * state stays, and {@link Owned#takeOver} changes only the owner.
 */
public sealed interface Handling {

  /** The word in JSON. */
  String state();

  /** Since when it is so. */
  Instant since();

  /** Who has it, or who closed it; null if nobody. */
  @Nullable Owner owner();

  /**
   * This state, if nobody has the incident.
   *
   * @throws Rejected if somebody has it, or it is closed
   */
  New unclaimed();

  /**
   * This state, if somebody has the incident.
   *
   * @throws Rejected if nobody has it, or it is closed
   */
  Owned owned();

  /**
   * This state, if the incident is closed.
   *
   * @throws Rejected if it isn't
   */
  default Closed closed() {
    throw Rejected.illegal(
        "The incident is " + state() + ", not closed: there is nothing to reopen");
  }

  /**
   * Who has it.
   *
   * @param actor the person
   * @param claimedAt since when
   * @param staleSince 席位失联: when the desk's feed was found silent for the grace time, or null
   */
  record Owner(Actor actor, Instant claimedAt, @Nullable Instant staleSince) {

    /** Says whether the desk fell silent. */
    public boolean isStale() {
      return staleSince != null;
    }

    private Owner since(@Nullable Instant stale) {
      return new Owner(actor, claimedAt, stale);
    }
  }

  /** 待接警: nobody has it. */
  record New(Instant since) implements Handling {

    /** 接警: a desk takes it. */
    public Claimed claim(Actor actor, Instant at) {
      return new Claimed(at, new Owner(actor, at, null));
    }

    @Override
    public New unclaimed() {
      return this;
    }

    @Override
    public Owned owned() {
      throw Rejected.illegal("Nobody has the incident: claim it first");
    }

    @Override
    public String state() {
      return "new";
    }

    @Override
    public @Nullable Owner owner() {
      return null;
    }
  }

  /** Somebody has it: claimed, dispatched or on-scene. */
  sealed interface Owned extends Handling {

    @Override
    Owner owner();

    /** The same state in other hands. */
    Owned with(Owner owner);

    /** 派警: a unit was sent; never goes back from on-scene. */
    Owned dispatch(Instant at);

    /** 到达现场: a unit is there. */
    Owned arrive(Instant at);

    /** 退回: nobody has it any more. */
    default New giveBack(Instant at) {
      return new New(at);
    }

    /** 接管: another person has it from now on, in the same state. */
    default Owned takeOver(Actor actor, Instant at) {
      return with(new Owner(actor, at, null));
    }

    /** 席位失联: the desk fell silent. */
    default Owned stale(Instant at) {
      return with(owner().since(at));
    }

    /** The desk is back and just goes on. */
    default Owned resume() {
      return with(owner().since(null));
    }

    /** Follows the furthest of the units that have still to do with it; never goes back. */
    default Owned follow(List<Assignment> assignments, Instant at) {
      Owned followed = this;
      for (Assignment assignment : assignments) {
        if (assignment.state() == Assignment.State.ON_SCENE) {
          return arrive(at);
        }
        if (assignment.isActive()) {
          followed = dispatch(at);
        }
      }
      return followed;
    }

    /** 办结. */
    default Closed close(Instant at, Closing closing) {
      return new Closed(at, owner(), closing);
    }

    @Override
    default New unclaimed() {
      throw Rejected.illegal(
          "The incident is " + state() + ", with " + owner().actor().name() + ": take it over");
    }

    @Override
    default Owned owned() {
      return this;
    }
  }

  /** 接警: a desk has it. */
  record Claimed(Instant since, Owner owner) implements Owned {

    @Override
    public Dispatched dispatch(Instant at) {
      return new Dispatched(at, owner);
    }

    @Override
    public OnScene arrive(Instant at) {
      return new OnScene(at, owner);
    }

    @Override
    public Claimed with(Owner other) {
      return new Claimed(since, other);
    }

    @Override
    public String state() {
      return "claimed";
    }
  }

  /** 派警: a unit was sent. */
  record Dispatched(Instant since, Owner owner) implements Owned {

    @Override
    public Dispatched dispatch(Instant at) {
      return this;
    }

    @Override
    public OnScene arrive(Instant at) {
      return new OnScene(at, owner);
    }

    @Override
    public Dispatched with(Owner other) {
      return new Dispatched(since, other);
    }

    @Override
    public String state() {
      return "dispatched";
    }
  }

  /** 到达现场: a unit is there. */
  record OnScene(Instant since, Owner owner) implements Owned {

    @Override
    public OnScene dispatch(Instant at) {
      return this;
    }

    @Override
    public OnScene arrive(Instant at) {
      return this;
    }

    @Override
    public OnScene with(Owner other) {
      return new OnScene(since, other);
    }

    @Override
    public String state() {
      return "on-scene";
    }
  }

  /** 办结; the owner is who closed it. */
  record Closed(Instant since, Owner owner, Closing closing) implements Handling {

    /** 重新开启: whoever reopens it has it. */
    public Claimed reopen(Actor actor, Instant at) {
      return new Claimed(at, new Owner(actor, at, null));
    }

    @Override
    public New unclaimed() {
      throw Rejected.illegal("The incident is closed: reopen it");
    }

    @Override
    public Owned owned() {
      throw Rejected.illegal("The incident is closed: reopen it first");
    }

    @Override
    public Closed closed() {
      return this;
    }

    @Override
    public String state() {
      return "closed";
    }
  }

  /**
   * How it was closed.
   *
   * @param disposition what it turned out to be
   * @param category a finer word; empty if none
   * @param note in words; empty if none
   * @param handedTo 110, 119, 120, mediation …
   * @param caseNumber their number; empty if none
   * @param callBack {@code call}, {@code visit} or null
   */
  record Closing(
      Disposition disposition,
      String category,
      String note,
      List<String> handedTo,
      String caseNumber,
      @Nullable String callBack) {

    /** Copies the list. */
    public Closing {
      handedTo = List.copyOf(handedTo);
    }
  }
}
