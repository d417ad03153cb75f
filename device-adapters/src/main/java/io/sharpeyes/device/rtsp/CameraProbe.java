package io.sharpeyes.device.rtsp;

import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraDescription.TrackKind;
import io.sharpeyes.device.camera.CameraHealth;
import io.sharpeyes.device.camera.CameraHealth.Cause;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one camera, and what a look at it changes. Does no input or output; one thread.
 */
final class CameraProbe {

  /**
   * One look.
   *
   * @param cause what it came to
   * @param detail what was seen; empty if fine
   * @param description null if it gave none
   */
  record Look(Cause cause, String detail, @Nullable CameraDescription description) {

    /** RFC 2326 §12.18, and what a server library found in many cameras writes instead. */
    private static final List<DateTimeFormatter> DATE_FORMATS =
        List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            DateTimeFormatter.ofPattern("EEE, MMM d uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
                .withZone(ZoneOffset.UTC));

    static Look failed(RtspException failure) {
      return new Look(failure.healthCause(), failure.detail(), null);
    }

    /** Judges what a camera answered. */
    static Look answered(
        CameraDescription description,
        @Nullable String date,
        Duration took,
        Instant now,
        CameraProbeOptions options) {
      boolean video =
          description.tracks().stream().anyMatch(track -> track.kind() == TrackKind.VIDEO);
      if (!video) {
        return new Look(Cause.NO_VIDEO, "Its description has no video track", description);
      }
      Duration clockError = clockError(date, now);
      if (clockError.abs().compareTo(options.clockTolerance()) > 0) {
        String detail = "Its clock is off by " + clockError.toSeconds() + " s";
        return new Look(Cause.CLOCK_OFF, detail, description);
      }
      if (took.compareTo(options.slowAfter()) > 0) {
        String detail = "Its description took " + took.toMillis() + " ms";
        return new Look(Cause.SLOW, detail, description);
      }
      return new Look(Cause.OK, "", description);
    }

    private static Duration clockError(@Nullable String date, Instant now) {
      if (date == null) {
        return Duration.ZERO;
      }
      for (DateTimeFormatter format : DATE_FORMATS) {
        try {
          return Duration.between(now, Instant.from(format.parse(date.strip())));
        } catch (DateTimeException e) {
          // Perhaps the other; else it tells nothing.
        }
      }
      return Duration.ZERO;
    }
  }

  /** What one look changed. */
  record Change(boolean health, boolean description, boolean confirmSoon) {}

  private final CameraProbeTarget target;
  private final CameraProbeOptions options;
  private CameraHealth health;
  private @Nullable CameraDescription description;
  private @Nullable CameraDescription subDescription;
  private @Nullable Instant doubtedSince;
  private int refusals;
  private long looksWithoutPassword;

  CameraProbe(CameraProbeTarget target, CameraProbeOptions options, Instant now) {
    this.target = target;
    this.options = options;
    this.health = new CameraHealth(Cause.UNKNOWN, now, now, "");
  }

  /** Starts anew with a changed target, knowing what was known; a wrong password is forgiven. */
  CameraProbe retargeted(CameraProbeTarget changed) {
    CameraProbe next = new CameraProbe(changed, options, health.since());
    next.health = health;
    next.description = description;
    next.subDescription = subDescription;
    return next;
  }

  CameraProbeTarget target() {
    return target;
  }

  CameraHealth health() {
    return health;
  }

  /** The password for the next look; null while a refused one rests. */
  @Nullable RtspCredentials credentials() {
    return looksWithoutPassword > 0 ? null : target.credentials();
  }

  /**
   * Takes a result.
   *
   * @param look what was seen
   * @param withPassword whether the password was tried
   */
  Change onLook(Look look, boolean withPassword, Instant now) {
    restPassword(look.cause, withPassword);
    boolean described = look.description != null && !look.description.equals(description);
    if (look.description != null) {
      description = look.description;
    }
    if (needsConfirming(look.cause)) {
      doubtedSince = now;
      health = new CameraHealth(health.cause(), health.since(), now, health.detail());
      return new Change(false, described, true);
    }
    boolean changed = look.cause != health.cause();
    Instant since = !changed ? health.since() : doubtedSince != null ? doubtedSince : now;
    doubtedSince = null;
    health = new CameraHealth(look.cause, since, now, look.detail);
    return new Change(changed, described, false);
  }

  /** Notes what the smaller stream is; returns whether that is news. */
  boolean onSubDescription(CameraDescription seen) {
    boolean changed = !seen.equals(subDescription);
    subDescription = seen;
    return changed;
  }

  private void restPassword(Cause cause, boolean withPassword) {
    if (looksWithoutPassword > 0) {
      looksWithoutPassword--;
    }
    if (!withPassword) {
      return;
    }
    if (cause != Cause.UNAUTHORIZED) {
      refusals = 0;
      return;
    }
    long pause = options.wrongPasswordPause().toMillis() << Math.min(refusals++, 20);
    long bounded = Math.min(pause, options.maxWrongPasswordPause().toMillis());
    looksWithoutPassword = bounded / options.interval().toMillis();
  }

  /**
   * One lost packet is no outage, nor is a start on a machine that has too much to do; a clear word
   * of the camera needs no second one.
   */
  private boolean needsConfirming(Cause cause) {
    boolean wellUntilNow = health.usable() || health.cause() == Cause.UNKNOWN;
    return wellUntilNow
        && doubtedSince == null
        && switch (cause) {
          case UNREACHABLE, REFUSED, SLOW, PROTOCOL_ERROR, BUSY, TLS -> cause != health.cause();
          default -> false;
        };
  }
}
