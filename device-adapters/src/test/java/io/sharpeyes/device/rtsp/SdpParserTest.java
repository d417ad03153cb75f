package io.sharpeyes.device.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sharpeyes.device.camera.CameraDescription.Track;
import io.sharpeyes.device.camera.CameraDescription.TrackKind;
import io.sharpeyes.device.camera.CameraHealth.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptions in the manner of real cameras; the parameter sets in them are those of SpsTest. */
class SdpParserTest {

  private static final RtspAddress BASE = RtspAddress.parse("rtsp://10.0.0.9:8554/cam?channel=1");
  private static final List<String> CAMERAS =
      List.of("hikvision", "dahua", "axis", "uniview", "reolink", "tp-link", "sinful");

  private static String sample(String name) {
    try (InputStream in = SdpParserTest.class.getResourceAsStream("/rtsp/sdp/" + name + ".sdp")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Track track(String name, int index) {
    return SdpParser.parse(sample(name), BASE).tracks().get(index).description();
  }

  @Test
  void readsHikvision() {
    Sdp sdp = SdpParser.parse(sample("hikvision"), BASE);

    assertThat(sdp.sessionName()).isEqualTo("Media Presentation");
    assertThat(sdp.control()).isEqualTo("rtsp://192.168.1.64/Streaming/Channels/101/");
    assertThat(track("hikvision", 0))
        .isEqualTo(
            new Track(
                TrackKind.VIDEO,
                "H264",
                "High",
                "4.1",
                1920,
                1080,
                25,
                96,
                90_000,
                "rtsp://192.168.1.64/Streaming/Channels/101/trackID=1"));
    assertThat(track("hikvision", 1).kind()).isEqualTo(TrackKind.AUDIO);
    assertThat(track("hikvision", 1).codec()).isEqualTo("PCMA");
    assertThat(sdp.tracks().get(0).parameterSets()).hasSize(2);
  }

  @Test
  void readsDahua() {
    Sdp sdp = SdpParser.parse(sample("dahua"), BASE);

    assertThat(track("dahua", 0))
        .isEqualTo(
            new Track(
                TrackKind.VIDEO,
                "H265",
                "Main",
                "5.0",
                2560,
                1440,
                20,
                98,
                90_000,
                "rtsp://10.0.0.9:8554/cam?channel=1/trackID=0"));
    assertThat(track("dahua", 2).kind()).isEqualTo(TrackKind.METADATA);
    assertThat(sdp.tracks().get(0).parameterSets())
        .extracting(unit -> unit[0] >> 1 & 0x3f)
        .containsExactly(32, 33, 34);
  }

  @Test
  void readsAxis() {
    Sdp sdp = SdpParser.parse(sample("axis"), BASE);

    assertThat(sdp.control()).isEqualTo("rtsp://10.0.0.9/axis-media/media.amp?videocodec=h264");
    assertThat(track("axis", 0).control())
        .isEqualTo("rtsp://10.0.0.9/axis-media/media.amp/stream=0?videocodec=h264");
    assertThat(track("axis", 0).profile()).isEqualTo("Main");
    assertThat(track("axis", 0).width()).isEqualTo(704);
  }

  @Test
  void readsUniviewThoughItHasNoTimeLineAndEncodesStartCodes() {
    Sdp sdp = SdpParser.parse(sample("uniview"), BASE);

    assertThat(track("uniview", 0).width()).isEqualTo(1280);
    assertThat(track("uniview", 0).framesPerSecond()).isCloseTo(29.97, within(0.01));
    assertThat(sdp.tracks().get(0).parameterSets().get(1)).startsWith(0x68);
    assertThat(track("uniview", 1).kind()).isEqualTo(TrackKind.METADATA);
    assertThat(track("uniview", 1).codec()).isEqualTo("VND.ONVIF.METADATA");
  }

  @Test
  void readsReolinkThoughItTellsNoParameterSets() {
    Track track = track("reolink", 0);

    assertThat(track.profile()).isEqualTo("High");
    assertThat(track.level()).isEqualTo("5.1");
    assertThat(track.width()).isEqualTo(2560);
    assertThat(track.height()).isEqualTo(1440);
    assertThat(track.framesPerSecond()).isZero();
  }

  @Test
  void readsTpLinkThoughItsThirdTrackIsNoTrack() {
    assertThat(track("tp-link", 0).profile()).isEqualTo("Constrained Baseline");
    assertThat(track("tp-link", 2).kind()).isEqualTo(TrackKind.OTHER);
  }

  @Test
  void readsWhatCanBeReadOfASinfulOne() {
    Sdp sdp = SdpParser.parse(sample("sinful"), BASE);

    assertThat(sdp.tracks()).hasSize(4);
    assertThat(track("sinful", 0).codec()).isEqualTo("PCMU");
    Track video = track("sinful", 1);
    assertThat(video.codec()).isEqualTo("H265");
    assertThat(video.profile()).isEqualTo("Main 10");
    assertThat(video.level()).isEqualTo("3.1");
    assertThat(video.framesPerSecond()).isEqualTo(12.5);
    assertThat(video.width()).isZero();
    assertThat(video.control()).isEqualTo(BASE.url());
  }

  @ParameterizedTest
  @CsvSource({
    "trackID=1, rtsp://h/a/b, rtsp://h/a/b/trackID=1",
    "trackID=1, rtsp://h/a/b/, rtsp://h/a/b/trackID=1",
    "/a/c, rtsp://h/a/b, rtsp://h/a/c",
    "?x=1, rtsp://h/a, rtsp://h/a/?x=1",
    "*, rtsp://h/a, rtsp://h/a",
    "rtsp://u:p@other:99/x, rtsp://h/a, rtsp://other:99/x",
    "RTSP://h/x, rtsp://h/a, rtsp://h/x",
    "rtsp1, rtsp://h/a, rtsp://h/a/rtsp1",
  })
  void resolvesControlUrls(String control, String base, String resolved) {
    assertThat(SdpParser.resolve(control, RtspAddress.parse(base)).url()).isEqualTo(resolved);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtsp://h:0/x", "rtsp:///x", "track 1"})
  void refusesControlUrlsThatWouldBreakARequest(String control) {
    assertThatThrownBy(() -> SdpParser.resolve(control, BASE)).isInstanceOf(RtspException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n", "v=0\r\ns=x\r\n", "<html>Not found</html>"})
  void tellsThatNothingIsDescribed(String text) {
    assertThatThrownBy(() -> SdpParser.parse(text, BASE))
        .isInstanceOfSatisfying(
            RtspException.class, e -> assertThat(e.healthCause()).isEqualTo(Cause.NO_VIDEO));
  }

  @Test
  void refusesEndlessDescriptions() {
    String tracks = "m=video 0 RTP/AVP 96\n".repeat(1000);
    String attributes = "m=video 0 RTP/AVP 96\n" + "a=x\n".repeat(1000);

    assertThatThrownBy(() -> SdpParser.parse(tracks, BASE)).hasMessageContaining("32 tracks");
    assertThatThrownBy(() -> SdpParser.parse(attributes, BASE)).hasMessageContaining("attributes");
  }

  @Provide
  Arbitrary<String> cameras() {
    return Arbitraries.of(CAMERAS);
  }

  @Property(tries = 5_000)
  void anyChangeEndsInADescriptionOrInRtspException(
      @ForAll("cameras") String camera,
      @ForAll @IntRange(max = 2_000) int at,
      @ForAll @IntRange(max = 40) int cut,
      @ForAll String put) {
    String text = sample(camera);
    int from = at % text.length();
    String changed =
        text.substring(0, from) + put + text.substring(Math.min(text.length(), from + cut));
    try {
      assertThat(SdpParser.parse(changed, BASE).describe(null).tracks()).isNotEmpty();
    } catch (RtspException e) {
      assertThat(e.detail()).isNotBlank();
    }
  }

  @Property(tries = 2_000)
  void anyTextEndsInADescriptionOrInRtspException(@ForAll String text) {
    try {
      assertThat(SdpParser.parse("m=video 0 RTP/AVP 96\n" + text, BASE).tracks()).isNotEmpty();
    } catch (RtspException e) {
      assertThat(e.detail()).isNotBlank();
    }
  }
}
