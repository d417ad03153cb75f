package io.sharpeyes.benchmarks;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_FATAL;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacv.FFmpegFrameGrabber;

/** JavaCV: a thread for each camera, which takes packets from FFmpeg and lets them go. */
final class JavaCvReader implements StreamReader {

  private final LongAdder bytes = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final AtomicInteger open = new AtomicInteger();

  JavaCvReader(int cameras, String url) {
    av_log_set_level(AV_LOG_FATAL);
    for (int i = 0; i < cameras; i++) {
      Thread thread = new Thread(() -> read(url), "camera-" + i);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void read(String url) {
    try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(url)) {
      grabber.setOption("rtsp_transport", "tcp");
      grabber.start();
      open.incrementAndGet();
      while (true) {
        var packet = grabber.grabPacket();
        if (packet == null) {
          lost.increment();
          return;
        }
        bytes.add(packet.size());
        avcodec.av_packet_unref(packet); // grabPacket leaves that to its caller
      }
    } catch (IOException e) {
      lost.increment();
    }
  }

  @Override
  public int open() {
    return open.get();
  }

  @Override
  public long bytes() {
    return bytes.sum();
  }

  @Override
  public long lost() {
    return lost.sum();
  }

  @Override
  public double ringS() {
    return 0;
  }

  @Override
  public void close() {
    // Its threads end with the process.
  }
}
