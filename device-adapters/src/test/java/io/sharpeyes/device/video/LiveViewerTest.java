package io.sharpeyes.device.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.rtsp.AccessUnit;
import io.sharpeyes.device.rtsp.MediaClock;
import io.sharpeyes.device.rtsp.Samples;
import io.sharpeyes.device.rtsp.VideoCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LiveViewerTest {

  private static final List<AccessUnit> UNITS =
      Samples.units(VideoCodec.H264, "baseline-gstreamer.rtp", "baseline.h264");

  /** Keeps what it gets. */
  private static final class Recorder implements LiveOutlet {
    final List<String> inits = new ArrayList<>();
    final List<byte[]> pictures = new ArrayList<>();
    final List<Boolean> keys = new ArrayList<>();
    String ended = "";
    boolean full;

    @Override
    public boolean isFull() {
      return full;
    }

    @Override
    public void onInit(String mimeType, byte[] segment) {
      inits.add(mimeType);
    }

    @Override
    public void onPicture(boolean key, byte[] bytes) {
      keys.add(key);
      pictures.add(bytes);
    }

    @Override
    public void onEnd(String reason) {
      ended = reason;
    }
  }

  private final Recorder recorder = new Recorder();
  private final AtomicInteger closes = new AtomicInteger();
  private final LiveViewer viewer =
      new LiveViewer(recorder, false, System.nanoTime(), closes::incrementAndGet);

  /** tfdt and duration stand at fixed places of a fragment with one sample. */
  private void assertThatThereAreNoGaps() {
    long end = 0;
    for (byte[] fragment : recorder.pictures) {
      ByteBuffer bytes = ByteBuffer.wrap(fragment);
      assertThat(bytes.getLong(8 + 16 + 8 + 16 + 12)).isEqualTo(end);
      int duration = bytes.getInt(8 + 16 + 8 + 16 + 20 + 20);
      assertThat(duration).isPositive();
      end += duration;
    }
  }

  @Test
  void aLateJoinerGetsTheGroupUnderWayAtOnce() {
    viewer.catchUp(UNITS.subList(10, 17));

    assertThat(recorder.inits).containsExactly("video/mp4; codecs=\"avc1.42C00C\"");
    assertThat(recorder.pictures).hasSize(7);
    assertThat(recorder.keys).containsExactly(true, false, false, false, false, false, false);
    assertThat(viewer.firstPictureNanos()).isPositive();

    UNITS.subList(17, 30).forEach(viewer::accept);

    assertThat(recorder.pictures).hasSize(20);
    assertThat(viewer.dropped()).isZero();
    assertThatThereAreNoGaps();
  }

  @Test
  void withoutAGroupItBeginsAtTheNextKeyFrame() {
    viewer.catchUp(List.of());
    UNITS.subList(3, 15).forEach(viewer::accept);

    assertThat(recorder.keys).startsWith(true).hasSize(5);
    assertThat(viewer.dropped()).isEqualTo(7);
  }

  @Test
  void aSlowOneLosesPicturesUpToAKeyFrameAndNothingIsKept() {
    viewer.catchUp(UNITS.subList(0, 2));
    recorder.full = true;
    UNITS.subList(2, 5).forEach(viewer::accept);
    recorder.full = false;
    UNITS.subList(5, 12).forEach(viewer::accept);

    assertThat(recorder.pictures).hasSize(4);
    assertThat(recorder.keys).containsExactly(true, false, true, false);
    assertThat(viewer.dropped()).isEqualTo(8);
    assertThatThereAreNoGaps();
  }

  @Test
  void otherParameterSetsBringAnotherDescription() {
    UNITS.subList(0, 2).forEach(viewer::accept);
    Samples.units(VideoCodec.H264, "smaller-gstreamer.rtp", "smaller.h264", new MediaClock(), 0)
        .forEach(viewer::accept);

    assertThat(recorder.inits).hasSize(2);
    assertThat(recorder.inits.get(1)).contains("avc1.4D");
  }

  @Test
  void whoIsCutOffGetsNothingMore() {
    viewer.catchUp(UNITS.subList(0, 2));
    viewer.close();
    viewer.close();
    UNITS.forEach(viewer::accept);
    viewer.end("later");

    assertThat(recorder.pictures).hasSize(2);
    assertThat(recorder.ended).isEmpty();
    assertThat(closes).hasValue(1);
  }

  @Test
  void whoLosesTheCameraIsTold() {
    viewer.end("the camera is gone");

    assertThat(recorder.ended).isEqualTo("the camera is gone");
    assertThat(viewer.isClosed()).isTrue();
  }
}
