package io.sharpeyes.gateway.incident;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The things that people do to incidents. */
public sealed interface IncidentAction {

  /** Does one of them. */
  interface Visitor<R> {
    /** 接警. */
    R claim(Claim action);

    /** 接管. */
    R takeOver(TakeOver action);

    /** 退回. */
    R giveBack(Return action);

    /** 上报. */
    R forward(Forward action);

    /** A note. */
    R note(Note action);

    /** A loudspeaker. */
    R announce(Announce action);

    /** The quiet key. */
    R quiet(Quiet action);

    /** The end of a quiet alarm's quiet. */
    R release(Release action);

    /** 办结. */
    R close(Close action);

    /** 重复报警. */
    R merge(Merge action);

    /** 重新开启. */
    R reopen(Reopen action);

    /** 派警. */
    R assign(Assign action);

    /** A unit's step. */
    R unitStep(UnitStep action);

    /** 撤回派遣. */
    R recall(Recall action);
  }

  /** Has it done. */
  <R> R accept(Visitor<R> visitor);

  /** 接警: take it. */
  record Claim() implements IncidentAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.claim(this);
    }
  }

  /** 接管: take it from a desk that fell silent, or from a living one with a reason. */
  record TakeOver(String reason) implements IncidentAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.takeOver(this);
    }
  }

  /** 退回: give it back; it rings again. */
  record Return(String reason) implements IncidentAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.giveBack(this);
    }
  }

  /**
   * 上报: let those above hear it too.
   *
   * @param district the code of a district above, or null for the next one
   */
  record Forward(@Nullable String district) implements IncidentAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.forward(this);
    }
  }

  /** A line in the timeline. */
  record Note(String text) implements IncidentAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.note(this);
    }
  }

  /**
   * Speak through a loudspeaker of the site.
   *
   * @param speaker the device's id
   * @param text what to say
   */
  record Announce(String speaker, String text) implements IncidentAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.announce(this);
    }
  }

  /**
   * The audited quiet key: desks don't sound for this incident for a while.
   *
   * @param forS 1 to 60 seconds
   */
  record Quiet(int forS) implements IncidentAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.quiet(this);
    }
  }

  /** Lift the quiet of a quiet alarm: from now on the site is told. */
  record Release() implements IncidentAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.release(this);
    }
  }

  /**
   * 办结.
   *
   * @param disposition what it turned out to be
   * @param category a finer word of the district's own; empty if none
   * @param note in words; empty if none
   * @param handedTo 110, 119, 120, mediation …; empty if nobody
   * @param caseNumber their number; empty if none
   * @param callBack how it was verified, {@code call} or {@code visit}; needed for accidental
   * @param unitsOut what becomes of units that are still out
   */
  record Close(
      Disposition disposition,
      String category,
      String note,
      List<String> handedTo,
      String caseNumber,
      @Nullable String callBack,
      UnitsOut unitsOut)
      implements IncidentAction {

    /** What becomes of units that are still out. */
    public enum UnitsOut {
      /** Nobody has said: it isn't closed. */
      UNSAID,
      /** They go on, and the person knows it. */
      GO_ON,
      /** They are recalled. */
      RECALL
    }

    /** Copies the list. */
    public Close {
      handedTo = List.copyOf(handedTo);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.close(this);
    }
  }

  /**
   * Close it as a duplicate of another.
   *
   * @param into the other incident's id
   */
  record Merge(String into) implements IncidentAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.merge(this);
    }
  }

  /** 重新开启. */
  record Reopen(String reason) implements IncidentAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.reopen(this);
    }
  }

  /**
   * 派警: send a unit.
   *
   * @param unit its id
   * @param name what people call it
   * @param phone its number; empty if none
   */
  record Assign(String unit, String name, String phone) implements IncidentAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.assign(this);
    }
  }

  /**
   * 撤回派遣: call a unit back.
   *
   * @param unit its id
   * @param reason why; empty if not said
   */
  record Recall(String unit, String reason) implements IncidentAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.recall(this);
    }
  }

  /**
   * A step of an assigned unit.
   *
   * @param unit its id
   * @param step how far it is now
   * @param note in words; empty if none
   */
  record UnitStep(String unit, Assignment.State step, String note) implements IncidentAction {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.unitStep(this);
    }
  }
}
