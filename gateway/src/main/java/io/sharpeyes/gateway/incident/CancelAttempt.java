package io.sharpeyes.gateway.incident;

import com.fasterxml.jackson.annotation.JsonValue;
import io.sharpeyes.device.CancelRequested;
import io.sharpeyes.gateway.registry.Device;

/**
 * A cancel request with what was found about its PIN. The device gets the same answer whatever it
 * was.
 *
 * @param signal what the device said
 * @param device the device in the registry
 * @param pin what the PIN was
 */
public record CancelAttempt(CancelRequested signal, Device device, Pin pin) {

  /** What a typed PIN was. */
  public enum Pin {
    /** None typed. */
    MISSING("missing"),
    /** Neither of the two. */
    WRONG("wrong"),
    /** The ordinary one. */
    RIGHT("right"),
    /** 胁迫: typed under threat. */
    DURESS("duress");

    private final String wireName;

    Pin(String wireName) {
      this.wireName = wireName;
    }

    /** The word in JSON; desks only. */
    @JsonValue
    public String wireName() {
      return wireName;
    }
  }
}
