package io.sharpeyes.gateway.incident;

import com.fasterxml.jackson.annotation.JsonValue;
import io.sharpeyes.device.CancelRequested;
import io.sharpeyes.gateway.correlation.RankedCamera;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.response.ResponsePlan;
import java.util.List;

/**
 * A cancel request with what was found about its PIN. The device gets the same answer whatever it
 * was.
 *
 * @param signal what the device said
 * @param device the device in the registry
 * @param pin what the PIN was
 * @param place where it is: a duress PIN opens an incident if none is open
 * @param cameras that may see the place, the best first
 * @param response who can be there how soon
 */
public record CancelAttempt(
    CancelRequested signal,
    Device device,
    Pin pin,
    Place place,
    List<RankedCamera> cameras,
    ResponsePlan response) {

  /** Copies the list. */
  public CancelAttempt {
    cameras = List.copyOf(cameras);
  }

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
