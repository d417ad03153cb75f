package io.sharpeyes.device.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharpeyes.device.rtsp.AccessUnit;
import io.sharpeyes.device.rtsp.Samples;
import io.sharpeyes.device.rtsp.VideoCodec;
import io.vertx.core.Future;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFrameJpegTest {

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource({
    "H264, baseline-ffmpeg.rtp, baseline.h264",
    "H264, bframes-ffmpeg.rtp, bframes.h264",
    "H265, open-ffmpeg.rtp, open.h265",
  })
  void aKeyFrameBecomesTheTestPicture(VideoCodec codec, String rtp, String stream)
      throws Exception {
    AccessUnit key = Samples.units(codec, rtp, stream).get(0);
    try (KeyFrameJpeg jpeg = new KeyFrameJpeg(1)) {
      Snapshot snapshot = await(jpeg.encode(key));

      BufferedImage image = ImageIO.read(new ByteArrayInputStream(snapshot.jpeg()));
      assertThat(image.getWidth()).isEqualTo(320).isEqualTo(snapshot.width());
      assertThat(image.getHeight()).isEqualTo(180).isEqualTo(snapshot.height());
      PictureFigures figures = await(jpeg.figures(key));
      assertThat(figures.deviation()).isGreaterThan(20);
      assertThat(figures.sharpness()).isGreaterThan(20);
      // The darkest of the test picture is 10; left in studio range it would be 24.
      assertThat(brightness(image, true)).isGreaterThan(190);
      assertThat(brightness(image, false)).isLessThan(15);
    }
  }

  private static int brightness(BufferedImage image, boolean brightest) {
    int found = brightest ? 0 : 255;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        int grey = ((rgb >> 16 & 0xff) + (rgb >> 8 & 0xff) + (rgb & 0xff)) / 3;
        found = brightest ? Math.max(found, grey) : Math.min(found, grey);
      }
    }
    return found;
  }

  @Test
  void whatIsNoKeyFrameIsRefused() throws Exception {
    AccessUnit other =
        Samples.units(VideoCodec.H264, "baseline-ffmpeg.rtp", "baseline.h264").get(1);
    try (KeyFrameJpeg jpeg = new KeyFrameJpeg(1)) {
      Future<Snapshot> snapshot = jpeg.encode(other);

      assertThatThrownBy(() -> await(snapshot)).hasCauseInstanceOf(PictureException.class);
    }
  }

  @Test
  void tooManyAtOnceAreRefusedAndTheOthersServed() throws Exception {
    AccessUnit key = Samples.units(VideoCodec.H264, "baseline-ffmpeg.rtp", "baseline.h264").get(0);
    try (KeyFrameJpeg jpeg = new KeyFrameJpeg(1)) {
      List<Future<Snapshot>> all = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        all.add(jpeg.encode(key));
      }
      await(Future.join(all).otherwiseEmpty());

      assertThat(all).filteredOn(Future::failed).isNotEmpty();
      assertThat(all).filteredOn(Future::succeeded).hasSizeGreaterThanOrEqualTo(60);
    }
  }

  @Property(tries = 400)
  void hostilePicturesNeverCrash(@ForAll long seed, @ForAll VideoCodec codec) {
    boolean h264 = codec == VideoCodec.H264;
    AccessUnit key =
        Samples.units(
                codec,
                h264 ? "bframes-ffmpeg.rtp" : "open-ffmpeg.rtp",
                h264 ? "bframes.h264" : "open.h265")
            .get(0);
    Random random = new Random(seed);
    byte[] data = key.data().clone();
    for (int i = 1 + random.nextInt(60); i > 0; i--) {
      data[4 + random.nextInt(data.length - 4)] = (byte) random.nextInt();
    }
    AccessUnit broken = Samples.unit(key.parameterSets(), true, 0, data);
    try {
      assertThat(KeyFrameDecoder.toJpeg(broken).jpeg()).isNotEmpty();
    } catch (PictureException refused) {
      assertThat(refused).hasMessageContaining("Could not");
    }
  }
}
