package io.sharpeyes.gateway.incident;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The desk's axis: {@code new 待接警 → claimed 接警 → dispatched 派警 → on-scene 到达现场 → closed 办结}. Never
 * goes back by itself.
 */
public sealed interface Handling {

  /** The word in JSON. */
  String state();

  /** Since when it is so. */
  Instant since();

  /** Who has it, or null if nobody. */
  @Nullable Owner owner();

  /**
   * Who has it.
   *
   * @param actor the person
   * @param claimedAt since when
   * @param staleSince 席位失联: when the desk's feed was found silent for the grace time, or null
   */
  record Owner(Actor actor, Instant claimedAt, @Nullable Instant staleSince) {}

  /** 待接警: nobody has it. */
  record New(Instant since) implements Handling {
    @Override
    public String state() {
      return "new";
    }

    @Override
    public @Nullable Owner owner() {
      return null;
    }
  }

  /** 接警: a desk has it. */
  record Claimed(Instant since, Owner owner) implements Handling {
    @Override
    public String state() {
      return "claimed";
    }
  }

  /** 派警: a unit was sent. */
  record Dispatched(Instant since, Owner owner) implements Handling {
    @Override
    public String state() {
      return "dispatched";
    }
  }

  /** 到达现场: a unit is there. */
  record OnScene(Instant since, Owner owner) implements Handling {
    @Override
    public String state() {
      return "on-scene";
    }
  }

  /** 办结. */
  record Closed(Instant since, Owner owner, Closing closing) implements Handling {
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
