package io.sharpeyes.device.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.rtsp.VideoCodec;
import java.io.ByteArrayOutputStream;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PictureCodecTest {

  /** RFC 6184 §5.8 and RFC 7798 §4.4.3, read backwards. */
  @Property(tries = 200)
  void fragmentsGoTogetherAgain(
      @ForAll PictureCodec codec,
      @ForAll @Size(64) byte[] content,
      @ForAll @IntRange(max = 90) int copies) {
    byte[] nal = nal(codec, content, copies);

    List<byte[]> payloads = codec.payloads(nal);

    assertThat(payloads).allMatch(payload -> payload.length <= 1400);
    assertThat(payloads.size() == 1 ? payloads.get(0) : joined(codec, payloads)).isEqualTo(nal);
  }

  private static byte[] nal(PictureCodec codec, byte[] content, int copies) {
    ByteArrayOutputStream nal = new ByteArrayOutputStream();
    nal.writeBytes(codec == PictureCodec.H264 ? new byte[] {0x65} : new byte[] {0x26, 0x01});
    for (int i = 0; i <= copies; i++) {
      nal.writeBytes(content);
    }
    return nal.toByteArray();
  }

  private static byte[] joined(PictureCodec codec, List<byte[]> fragments) {
    ByteArrayOutputStream nal = new ByteArrayOutputStream();
    int at = codec == PictureCodec.H264 ? 1 : 2;
    for (int i = 0; i < fragments.size(); i++) {
      byte[] fragment = fragments.get(i);
      assertThat((fragment[at] & 0x80) != 0).as("start bit").isEqualTo(i == 0);
      assertThat((fragment[at] & 0x40) != 0).as("end bit").isEqualTo(i == fragments.size() - 1);
      if (i == 0 && codec == PictureCodec.H264) {
        nal.write((fragment[0] & 0xE0) | (fragment[1] & 0x1F));
      } else if (i == 0) {
        nal.write((fragment[0] & 0x81) | ((fragment[2] & 0x3F) << 1));
        nal.write(fragment[1]);
      }
      nal.write(fragment, at + 1, fragment.length - at - 1);
    }
    return nal.toByteArray();
  }

  @ParameterizedTest
  @EnumSource(CameraScene.class)
  void samplesLoopEvenlyAndAreSmall(CameraScene scene) {
    check(scene.main(VideoCodec.H264));
    check(scene.sub());
    if (scene.has(VideoCodec.H265)) {
      check(scene.main(VideoCodec.H265));
    }
  }

  private static void check(EncodedSample sample) {
    assertThat(sample.pictures()).hasSize(120);
    for (int i = 0; i < 120; i++) {
      assertThat(sample.pictures().get(i).keyFrame()).isEqualTo(i % 20 == 0);
    }
    assertThat(sample.keyFrameFrom(101)).isZero();
    assertThat(sample.parameterSets()).hasSize(sample.codec() == PictureCodec.H264 ? 2 : 3);
  }
}
