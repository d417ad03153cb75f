package io.sharpeyes.device.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sharpeyes.device.rtsp.AccessUnit;
import io.sharpeyes.device.rtsp.MediaClock;
import io.sharpeyes.device.rtsp.Samples;
import io.sharpeyes.device.rtsp.VideoCodec;
import java.io.EOFException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clips held against ffprobe: every picture there, decodable, and at its time. */
class ClipWriterTest {

  private final Path folder;

  ClipWriterTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void needsFfprobe() {
    Tools.require("ffprobe");
  }

  private ClipSummary write(String name, List<AccessUnit> units) throws Exception {
    ClipWriter writer = ClipWriter.begin(folder.resolve(name), units.get(0));
    for (AccessUnit unit : units) {
      writer.add(unit);
    }
    return writer.finish(java.time.Duration.ZERO, 0);
  }

  /** The times at which ffprobe's decoder shows the pictures, in seconds. */
  private static double[] shown(Path file) throws Exception {
    String lines =
        Tools.run(
            "ffprobe",
            "-v",
            "error",
            "-err_detect",
            "explode",
            "-show_entries",
            "frame=pts_time",
            "-of",
            "csv=p=0",
            file.toString());
    return lines.lines().mapToDouble(line -> Double.parseDouble(line.replace(",", ""))).toArray();
  }

  private static double duration(Path file) throws Exception {
    return Double.parseDouble(
        Tools.run(
                "ffprobe",
                "-v",
                "error",
                "-show_entries",
                "format=duration",
                "-of",
                "csv=p=0",
                file.toString())
            .strip());
  }

  private static double[] expected(List<AccessUnit> units) {
    long base = units.get(0).time();
    return units.stream()
        .mapToDouble(unit -> (unit.time() - base) / (double) MediaClock.TICKS_PER_SECOND)
        .sorted()
        .toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "H264, baseline-ffmpeg.rtp, baseline.h264",
    "H264, baseline-gstreamer.rtp, baseline.h264",
    "H264, bframes-ffmpeg.rtp, bframes.h264",
    "H265, open-ffmpeg.rtp, open.h265",
    "H265, open-gstreamer.rtp, open.h265",
  })
  void everyPictureIsAtItsTime(VideoCodec codec, String rtp, String stream) throws Exception {
    List<AccessUnit> units = Samples.units(codec, rtp, stream);

    ClipSummary clip = write("clip.mp4", units);

    assertThat(shown(clip.file())).containsExactly(expected(units), within(0.0001));
    assertThat(clip.frames()).isEqualTo(40);
    assertThat(duration(clip.file())).isEqualTo(4.0, within(0.001));
    assertThat(clip.duration().toMillis() / 1000.0).isEqualTo(4.0, within(0.001));
    byte[] bytes = Files.readAllBytes(clip.file());
    assertThat(clip.bytes()).isEqualTo(bytes.length);
    assertThat(clip.sha256())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
  }

  @Test
  void aChangeOfTheCameraUnderWayIsFollowed() throws Exception {
    MediaClock clock = new MediaClock();
    List<AccessUnit> units =
        new ArrayList<>(
            Samples.units(VideoCodec.H264, "baseline-gstreamer.rtp", "baseline.h264", clock, 0));
    units.addAll(
        Samples.units(
            VideoCodec.H264, "smaller-gstreamer.rtp", "smaller.h264", clock, 6_000_000_000L));

    ClipSummary clip = write("clip.mp4", units);

    assertThat(shown(clip.file())).containsExactly(expected(units), within(0.0001));
    assertThat(
            Tools.run(
                "ffprobe",
                "-v",
                "error",
                "-show_entries",
                "frame=width",
                "-of",
                "csv=p=0",
                clip.file().toString()))
        .contains("320")
        .contains("256");
  }

  @Test
  void whatADeadProcessLeavesPlaysUpToItsLastFragment() throws Exception {
    List<AccessUnit> units = Samples.units(VideoCodec.H264, "bframes-ffmpeg.rtp", "bframes.h264");
    Path file = folder.resolve("torn.mp4");
    ClipWriter writer = ClipWriter.begin(file, units.get(0));
    for (AccessUnit unit : units.subList(0, 35)) {
      writer.add(unit);
    }
    writer.close();
    int whole = shown(file).length;
    assertThat(whole).isBetween(25, 34);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 100));

    String hash = ClipFile.salvage(file);

    assertThat(shown(file)).hasSizeBetween(whole - 11, whole - 1);
    assertThat(hash)
        .isEqualTo(
            HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))));
  }

  @Test
  void aFileWithoutADescriptionIsLeftAsItIs() throws Exception {
    Path file = folder.resolve("torn.mp4");
    Files.write(file, new byte[] {0, 0, 0, 99, 'm', 'o', 'o', 'v'});

    assertThatThrownBy(() -> ClipFile.salvage(file)).isInstanceOf(EOFException.class);
    assertThat(file).hasSize(8);
  }

  @Test
  void neverWritesOverAFile() throws Exception {
    List<AccessUnit> units = Samples.units(VideoCodec.H264, "baseline-ffmpeg.rtp", "baseline.h264");
    Path file = write("clip.mp4", units).file();

    assertThatThrownBy(() -> ClipWriter.begin(file, units.get(0)))
        .isInstanceOf(java.nio.file.FileAlreadyExistsException.class);
  }
}
