package io.sharpeyes.device.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraDescription.Track;
import io.sharpeyes.device.camera.CameraDescription.TrackKind;
import io.sharpeyes.device.camera.CameraHealth.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CameraProbeTest {

  private static final Instant START = Instant.parse("2026-05-01T08:00:00Z");
  private static final CameraProbeOptions OPTIONS = CameraProbeOptions.defaults();
  private static final RtspCredentials PASSWORD = new RtspCredentials("admin", "x");
  private static final CameraDescription H264 = description("H264");

  private final CameraProbe probe = newProbe();
  private Instant now = START;

  private static CameraProbe newProbe() {
    CameraProbeTarget target =
        new CameraProbeTarget(
            new DeviceId("camera-1"), RtspAddress.parse("rtsp://10.0.0.9/1"), PASSWORD, null);
    return new CameraProbe(target, OPTIONS, START);
  }

  private static CameraDescription description(String codec) {
    Track track =
        new Track(TrackKind.VIDEO, codec, null, null, 0, 0, 0, 96, 90_000, "rtsp://10.0.0.9/1");
    return new CameraDescription(null, "", List.of(track));
  }

  private CameraProbe.Change see(Cause cause) {
    now = now.plusSeconds(60);
    boolean described = cause == Cause.OK || cause == Cause.SLOW;
    return probe.onLook(
        new CameraProbe.Look(cause, cause.wireName(), described ? H264 : null),
        probe.credentials() != null,
        now);
  }

  @Test
  void theFirstResultIsAChange() {
    CameraProbe.Change change = see(Cause.OK);

    assertThat(change.health()).isTrue();
    assertThat(change.description()).isTrue();
    assertThat(probe.health().since()).isEqualTo(now);
  }

  @Test
  void theSameAgainIsNoChangeButNewerKnowledge() {
    see(Cause.OK);
    Instant since = probe.health().since();
    CameraProbe.Change change = see(Cause.OK);

    assertThat(change).isEqualTo(new CameraProbe.Change(false, false, false));
    assertThat(probe.health().since()).isEqualTo(since);
    assertThat(probe.health().checkedAt()).isEqualTo(now);
  }

  @ParameterizedTest
  @EnumSource(
      value = Cause.class,
      names = {"UNREACHABLE", "REFUSED", "SLOW", "PROTOCOL_ERROR", "BUSY", "TLS"})
  void anOutageIsToldOnlyWhenConfirmedButSinceItBegan(Cause cause) {
    see(Cause.OK);
    CameraProbe.Change doubt = see(cause);
    Instant began = now;

    assertThat(doubt).isEqualTo(new CameraProbe.Change(false, false, true));
    assertThat(probe.health().cause()).isEqualTo(Cause.OK);

    CameraProbe.Change confirmed = see(cause);
    assertThat(confirmed.health()).isTrue();
    assertThat(confirmed.confirmSoon()).isFalse();
    assertThat(probe.health().cause()).isEqualTo(cause);
    assertThat(probe.health().since()).isEqualTo(began);
  }

  @Test
  void aLostPacketIsNotTold() {
    see(Cause.OK);
    see(Cause.UNREACHABLE);

    assertThat(see(Cause.OK).health()).isFalse();
    assertThat(see(Cause.UNREACHABLE).confirmSoon()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Cause.class,
      names = {"UNAUTHORIZED", "NOT_FOUND", "NO_VIDEO", "CLOCK_OFF"})
  void aClearWordIsToldAtOnce(Cause cause) {
    see(Cause.OK);

    assertThat(see(cause).health()).isTrue();
  }

  @Test
  void fromBadToBadAndBackIsToldAtOnce() {
    assertThat(see(Cause.UNREACHABLE).confirmSoon()).isTrue();
    assertThat(see(Cause.UNREACHABLE).health()).isTrue();

    assertThat(see(Cause.REFUSED).health()).isTrue();
    assertThat(see(Cause.OK).health()).isTrue();
    assertThat(probe.health().since()).isEqualTo(now);
  }

  @Test
  void aRefusedPasswordRestsLongerEachTime() {
    assertThat(rests()).isEqualTo(10);
    assertThat(rests()).isEqualTo(20);
    assertThat(rests()).isEqualTo(40);
    assertThat(rests()).isEqualTo(80);
    assertThat(rests()).isEqualTo(120);
    assertThat(rests()).isEqualTo(120);
  }

  /** Tries the password once, and counts the looks until it may be tried again. */
  private int rests() {
    assertThat(probe.credentials()).isEqualTo(PASSWORD);
    see(Cause.UNAUTHORIZED);
    int looks = 0;
    while (probe.credentials() == null) {
      see(Cause.UNAUTHORIZED);
      looks++;
    }
    return looks;
  }

  @Test
  void aCameraThatDiesWhileItsPasswordRestsIsNoticed() {
    see(Cause.UNAUTHORIZED);

    assertThat(probe.credentials()).isNull();
    assertThat(see(Cause.UNREACHABLE).health()).isTrue();
  }

  @Test
  void aChangedTargetForgivesThePasswordAndKeepsWhatIsKnown() {
    see(Cause.OK);
    see(Cause.UNAUTHORIZED);

    CameraProbe again = probe.retargeted(probe.target());

    assertThat(again.credentials()).isEqualTo(PASSWORD);
    assertThat(again.health()).isEqualTo(probe.health());
    assertThat(again.onLook(new CameraProbe.Look(Cause.OK, "", H264), true, now).description())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'Fri, 01 May 2026 08:00:00 GMT', 10, OK",
    "'Fri, 01 May 2026 08:04:59 GMT', 10, OK",
    "'Fri, 01 May 2026 08:05:01 GMT', 10, CLOCK_OFF",
    "'Fri, 01 May 2026 07:54:00 GMT', 3000, CLOCK_OFF",
    "'Thu, 01 Jan 1970 00:00:10 GMT', 10, CLOCK_OFF",
    "'Fri, May 01 2026 08:04:59 GMT', 10, OK",
    "'Fri, May 1 2026 08:06:00 GMT', 10, CLOCK_OFF",
    "'yesterday', 10, OK",
    "'', 3000, SLOW",
  })
  void judgesClockAndSpeed(String date, long tookMillis, Cause cause) {
    CameraProbe.Look look =
        CameraProbe.Look.answered(H264, date, Duration.ofMillis(tookMillis), START, OPTIONS);

    assertThat(look.cause()).isEqualTo(cause);
    assertThat(look.detail().isEmpty()).isEqualTo(cause == Cause.OK);
  }

  @ParameterizedTest
  @CsvSource({"1, 2300", "10, 2750", "60, 5000", "600, 5000"})
  void twoLooksFitIntoTheTimeInWhichAnOutageMustBeTold(int intervalS, int lookMillis) {
    assertThat(OPTIONS.withInterval(Duration.ofSeconds(intervalS)).lookTimeout())
        .hasMillis(lookMillis);
  }

  @Test
  void aDescriptionWithoutVideoIsNoVideo() {
    CameraDescription empty = new CameraDescription(null, "", List.of());

    assertThat(CameraProbe.Look.answered(empty, null, Duration.ZERO, START, OPTIONS).cause())
        .isEqualTo(Cause.NO_VIDEO);
  }

  @Test
  void anotherDescriptionIsNews() {
    see(Cause.OK);

    CameraProbe.Change change =
        probe.onLook(new CameraProbe.Look(Cause.OK, "", description("H265")), true, now);
    assertThat(change).isEqualTo(new CameraProbe.Change(false, true, false));
  }
}
