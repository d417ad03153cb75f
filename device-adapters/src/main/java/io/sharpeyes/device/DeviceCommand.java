package io.sharpeyes.device;

import org.jspecify.annotations.Nullable;

/**
 * What a loudspeaker or siren shall do.
 *
 * @param id the command's id, repeated in the answer
 * @param action what to do
 * @param text what to say; only for {@link Action#ANNOUNCE}
 */
public record DeviceCommand(String id, Action action, @Nullable String text) {

  /** What can be asked of a loudspeaker or siren. */
  public enum Action {
    /** Speak a text. */
    ANNOUNCE("announce"),
    /** Sound the siren. */
    SIREN("siren"),
    /** Be silent. */
    STOP("stop"),
    /** Test itself, without a sound if it can. */
    SELF_TEST("self-test");

    private final String wireName;

    Action(String wireName) {
      this.wireName = wireName;
    }

    /** The word in payloads. */
    public String wireName() {
      return wireName;
    }
  }
}
