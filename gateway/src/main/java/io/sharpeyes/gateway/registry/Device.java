package io.sharpeyes.gateway.registry;

import io.sharpeyes.device.DeviceId;
import java.time.Duration;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A button, phone, loudspeaker or siren. Its secret and PINs are not here: they are kept as HMACs
 * by {@code access}.
 *
 * @param id identifier
 * @param name what people call it
 * @param kind what it is
 * @param site the site's id
 * @param language the device language, {@code native} if not told
 * @param position WGS 84, or null to use the site's
 * @param feedback how much the device may show of what happens
 * @param uplink what carries its data (a router, a SIM's mast); devices that share one fail
 *     together
 * @param power what feeds it; likewise
 * @param reportEvery how often it reports, or null if it doesn't
 * @param simExpires when its SIM runs out, or null
 */
public record Device(
    DeviceId id,
    String name,
    Kind kind,
    String site,
    String language,
    @Nullable Position position,
    FeedbackMode feedback,
    @Nullable String uplink,
    @Nullable String power,
    @Nullable Duration reportEvery,
    @Nullable LocalDate simExpires) {

  /** What a device is. */
  public enum Kind {
    /** A one-key alarm button. */
    BUTTON,
    /** A person's phone. */
    PHONE,
    /** A loudspeaker. */
    SPEAKER,
    /** A siren. */
    SIREN;

    /** Whether somebody can press it; others only do what they are told. */
    public boolean presses() {
      return this == BUTTON || this == PHONE;
    }
  }

  /** How much a device may show. */
  public enum FeedbackMode {
    /** Lamp, buzzer and voice. */
    FULL,
    /** The lamp only. */
    LAMP,
    /** Nothing. */
    NONE
  }
}
