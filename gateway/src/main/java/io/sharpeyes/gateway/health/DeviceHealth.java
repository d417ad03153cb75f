package io.sharpeyes.gateway.health;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a device is.
 *
 * @param device its id
 * @param link whether it can be heard
 * @param linkSince since when
 * @param seenAt when it was last heard, or null if never since the gateway started
 * @param batteryPercent 0 to 100, or null if not told
 * @param rssiDbm signal strength, dBm, or null
 * @param mains whether it runs on mains power, or null
 * @param tamper whether its case is open, or null
 * @param firmware its version, or null
 * @param wrongTopic where it published though nobody listens there, or null
 * @param faults what is wrong, each with since when; empty if nothing
 */
public record DeviceHealth(
    String device,
    Link link,
    Instant linkSince,
    @Nullable Instant seenAt,
    @Nullable Integer batteryPercent,
    @Nullable Integer rssiDbm,
    @Nullable Boolean mains,
    @Nullable Boolean tamper,
    @Nullable String firmware,
    @Nullable String wrongTopic,
    List<DeviceFault> faults) {

  /** Copies the list. */
  public DeviceHealth {
    faults = List.copyOf(faults);
  }

  /** Whether a device can be heard. */
  public enum Link {
    /** Not heard since the gateway started, which was a moment ago. */
    UNKNOWN,
    /** Heard. */
    ONLINE,
    /** Not heard for too long. */
    OFFLINE;

    /** The word in JSON. */
    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What can be wrong with a device. */
  public enum FaultCode {
    /** It can't be heard. */
    OFFLINE("offline"),
    /** Its battery is nearly empty. */
    LOW_BATTERY("low-battery"),
    /** It runs on its battery because the mains failed. */
    MAINS_LOST("mains-lost"),
    /** Its case is open. */
    TAMPER("tamper"),
    /** Its clock is wrong. */
    CLOCK_OFF("clock-off"),
    /** It published where nobody listens, and no press of it has arrived since. */
    WRONG_TOPIC("wrong-topic");

    private final String wireName;

    FaultCode(String wireName) {
      this.wireName = wireName;
    }

    /** The word in JSON. */
    @JsonValue
    public String wireName() {
      return wireName;
    }
  }

  /**
   * Something wrong.
   *
   * @param code what
   * @param since when it began
   */
  public record DeviceFault(FaultCode code, Instant since) {}

  /** Says whether a press on it would arrive. */
  public boolean canPress() {
    return link == Link.ONLINE
        && faults.stream().noneMatch(fault -> fault.code() == FaultCode.WRONG_TOPIC);
  }
}
