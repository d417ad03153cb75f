package io.sharpeyes.device.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.rtsp.AccessUnit;
import io.sharpeyes.device.rtsp.Samples;
import io.sharpeyes.device.rtsp.VideoCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Walks through what was written box by box: sizes add up, and samples lie where they should. */
class FragmentTest {

  private static final Set<String> CONTAINERS =
      Set.of("moov", "trak", "mdia", "minf", "dinf", "stbl", "mvex", "moof", "traf");

  private static List<String> walk(ByteBuffer bytes) {
    List<String> types = new ArrayList<>();
    while (bytes.hasRemaining()) {
      int size = bytes.getInt();
      byte[] type = new byte[4];
      bytes.get(type);
      String name = new String(type, StandardCharsets.US_ASCII);
      types.add(name);
      assertThat(size).as(name).isBetween(8, bytes.remaining() + 8);
      ByteBuffer content = bytes.slice(bytes.position(), size - 8);
      if (CONTAINERS.contains(name)) {
        types.addAll(walk(content));
      }
      bytes.position(bytes.position() + size - 8);
    }
    return types;
  }

  @ParameterizedTest
  @CsvSource({
    "H264, baseline-ffmpeg.rtp, baseline.h264, avc1.42C00C",
    "H264, bframes-ffmpeg.rtp, bframes.h264, avc1.64000C",
    "H265, open-ffmpeg.rtp, open.h265, hvc1.1.6.L60.90",
  })
  void theDescriptionIsWellFormed(VideoCodec codec, String rtp, String stream, String string) {
    AccessUnit unit = Samples.units(codec, rtp, stream).get(0);

    InitSegment init = InitSegment.of(unit.parameterSets(), 0);

    assertThat(walk(ByteBuffer.wrap(init.bytes())))
        .containsExactly(
            "ftyp", "moov", "mvhd", "trak", "tkhd", "mdia", "mdhd", "hdlr", "minf", "vmhd", "dinf",
            "dref", "stbl", "stsd", "stts", "stsc", "stsz", "stco", "mvex", "trex");
    assertThat(init.mimeType()).isEqualTo("video/mp4; codecs=\"" + string + "\"");
    assertThat(init.format().width()).isEqualTo(320);
    assertThat(init.format().height()).isEqualTo(180);
  }

  @Property
  void samplesLieWhereTheTableSays(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int count) {
    Random random = new Random(seed);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] data = new byte[random.nextInt(500)];
      random.nextBytes(data);
      long offset = random.nextInt(200_000) - 100_000L;
      samples.add(new Sample(i * 3600L, 3600, offset, random.nextBoolean(), data));
    }

    byte[] fragment = Fragment.write(7, samples);

    ByteBuffer bytes = ByteBuffer.wrap(fragment);
    assertThat(walk(bytes.duplicate()))
        .containsExactly("moof", "mfhd", "traf", "tfhd", "tfdt", "trun", "mdat");
    int trun = 8 + 16 + 8 + 16 + 20;
    assertThat(bytes.getInt(trun + 12)).isEqualTo(count);
    int at = bytes.getInt(trun + 16);
    for (int i = 0; i < count; i++) {
      Sample sample = samples.get(i);
      int entry = trun + 20 + 16 * i;
      assertThat(bytes.getInt(entry)).isEqualTo(3600);
      assertThat(bytes.getInt(entry + 4)).isEqualTo(sample.data().length);
      assertThat(bytes.getInt(entry + 8) == 0x02000000).isEqualTo(sample.key());
      assertThat(bytes.getInt(entry + 12)).isEqualTo((int) sample.compositionOffset());
      assertThat(bytes.slice(at, sample.data().length)).isEqualTo(ByteBuffer.wrap(sample.data()));
      at += sample.data().length;
    }
    assertThat(at).isEqualTo(fragment.length);
  }
}
