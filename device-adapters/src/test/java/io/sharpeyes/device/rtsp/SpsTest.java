package io.sharpeyes.device.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parameter sets come from x264 and x265; what they say is ffprobe's word. */
class SpsTest {

  private static final String H264_1080P = "67640029acd940780227e5c044000003000400000300c83c60c658";
  private static final String H265_1440P =
      "420101016000000300900000030000030096a001402005a165959a4932bc05a02000000300200000030281";

  @ParameterizedTest
  @CsvSource({
    "High, 4.1, 1920, 1080, 25, avc1.640029, " + H264_1080P,
    "Constrained Baseline, 3.1, 1280, 720, 29.97, avc1.42C01F,"
        + " 6742c01fd9005005bb011000003e90000ea600f1832480",
    "Main, 3.0, 704, 576, 15, avc1.4D401E, 674d401eeca058126c0440000003004000000787c50a6580",
    "High 4:4:4 Predictive, 3.2, 1366, 770, 10, avc1.F40020,"
        + " 67f40020919b280ac0c7c5c7e022000003000200000300281e30632c",
    "High 4:2:2, 3.2, 1366, 770, 10, avc1.7A0020,"
        + " 677a0020bcd94056063e68fc0440000003004000000503c60c6580",
  })
  void readsH264(
      String profile, String level, int width, int height, double rate, String codec, String nal) {
    H264Sps sps = H264Sps.parse(HexFormat.of().parseHex(nal));

    assertThat(sps.profileName()).isEqualTo(profile);
    assertThat(sps.levelName()).isEqualTo(level);
    assertThat(sps.width()).isEqualTo(width);
    assertThat(sps.height()).isEqualTo(height);
    assertThat(sps.framesPerSecond()).isCloseTo(rate, within(0.01));
    assertThat(sps.codecString()).isEqualTo(codec);
  }

  @ParameterizedTest
  @CsvSource({
    "Main, 5.0, 2560, 1440, 20, " + H265_1440P,
    "Main 10, 4.0, 1918, 1078, 12,"
        + " 420101022000000300900000030000030078a003c08010e754d96566924e5780b4040000030004000003003020",
    "Format Range Extensions, 2.1, 640, 362, 12,"
        + " 4201010408000003009d0800000300003fb005020171f3e5959a4932bc05a02000000300200000030181",
  })
  void readsH265(String profile, String level, int width, int height, double rate, String nal) {
    H265Sps sps = H265Sps.parse(HexFormat.of().parseHex(nal));

    assertThat(sps.profileName()).isEqualTo(profile);
    assertThat(sps.levelName()).isEqualTo(level);
    assertThat(sps.width()).isEqualTo(width);
    assertThat(sps.height()).isEqualTo(height);
    assertThat(sps.framesPerSecond()).isCloseTo(rate, within(0.01));
  }

  @Test
  void keepsTheSizeWhenTheTimingIsCutOff() {
    byte[] h264 = Arrays.copyOf(HexFormat.of().parseHex(H264_1080P), 13);
    byte[] h265 = Arrays.copyOf(HexFormat.of().parseHex(H265_1440P), 33);

    assertThat(H264Sps.parse(h264))
        .extracting("width", "framesPerSecond")
        .containsExactly(1920, 0.);
    assertThat(H265Sps.parse(h265))
        .extracting("width", "framesPerSecond")
        .containsExactly(2560, 0.);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "67", "68640029", "6764002900", "676400290000000000"})
  void refusesWhatIsNoH264ParameterSet(String nal) {
    assertThatThrownBy(() -> H264Sps.parse(HexFormat.of().parseHex(nal)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAGiganticParameterSet() {
    byte[] nal = new byte[5000];
    nal[0] = 0x67;

    assertThatThrownBy(() -> H264Sps.parse(nal)).hasMessageContaining("5000 bytes");
  }

  @Property(tries = 20_000)
  void anyBytesEndInSenseOrInIllegalArgument(@ForAll @Size(max = 200) byte[] bytes) {
    byte[] h264 = withFirst(bytes, (byte) 0x67);
    byte[] h265 = withFirst(bytes, (byte) 0x42);
    try {
      assertThat(H264Sps.parse(h264).width()).isBetween(1, 16_384);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
    try {
      assertThat(H265Sps.parse(h265).height()).isBetween(1, 16_384);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  @Property(tries = 5_000)
  void aFlippedByteEndsInSenseOrInIllegalArgument(
      @ForAll @IntRange(min = 1, max = 42) int at, @ForAll byte value) {
    byte[] nal = HexFormat.of().parseHex(H265_1440P);
    nal[at] = value;
    try {
      assertThat(H265Sps.parse(nal).framesPerSecond()).isNotNegative();
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  private static byte[] withFirst(byte[] bytes, byte first) {
    byte[] changed = bytes.clone();
    if (changed.length > 0) {
      changed[0] = first;
    }
    return changed;
  }
}
