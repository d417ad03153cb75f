package io.sharpeyes.device.rtsp;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The streams in {@code src/test/resources/video}, which {@code make-samples.sh} made. */
public final class Samples {

  private Samples() {}

  /** Reads a file of RTP packets, each behind its length in two bytes. */
  public static List<byte[]> rtp(String name) {
    ByteBuffer file = ByteBuffer.wrap(bytes(name));
    List<byte[]> packets = new ArrayList<>();
    while (file.hasRemaining()) {
      byte[] packet = new byte[Short.toUnsignedInt(file.getShort())];
      file.get(packet);
      packets.add(packet);
    }
    return packets;
  }

  /** Takes the pictures out of a file of RTP packets. */
  public static List<AccessUnit> units(VideoCodec codec, String rtp, String stream) {
    return units(codec, rtp, stream, new MediaClock(), 0);
  }

  /** Takes the pictures out of a file of RTP packets, as if they came after others. */
  public static List<AccessUnit> units(
      VideoCodec codec, String rtp, String stream, MediaClock clock, long fromNanos) {
    List<AccessUnit> units = new ArrayList<>();
    ParameterSets sets = ParameterSets.of(codec, nalUnits(stream));
    VideoReceiver receiver = new VideoReceiver(codec, 96, 90_000, sets, clock, units::add);
    long nanos = fromNanos;
    for (byte[] packet : rtp(rtp)) {
      receiver.onRtp(Unpooled.wrappedBuffer(packet), nanos);
      nanos += 30_000_000;
    }
    return units;
  }

  /** Makes a picture out of nothing: decoded and shown at the same time. */
  public static AccessUnit unit(ParameterSets sets, boolean key, long time, int size) {
    return unit(sets, key, time, new byte[size]);
  }

  /** Makes a picture with the given slices: decoded and shown at the same time. */
  public static AccessUnit unit(ParameterSets sets, boolean key, long time, byte[] data) {
    long nanos = time * 1_000_000_000L / MediaClock.TICKS_PER_SECOND;
    return new AccessUnit(sets, key, time, time, time, nanos, data);
  }

  /** Splits an Annex B stream at its start codes (H.264 §B.1). */
  public static List<byte[]> nalUnits(String name) {
    byte[] stream = bytes(name);
    List<byte[]> nalUnits = new ArrayList<>();
    int begin = -1;
    for (int i = 0; i + 2 < stream.length; i++) {
      if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
        addTrimmed(nalUnits, stream, begin, i);
        begin = i + 3;
        i += 2;
      }
    }
    addTrimmed(nalUnits, stream, begin, stream.length);
    return nalUnits;
  }

  private static void addTrimmed(List<byte[]> to, byte[] stream, int begin, int end) {
    if (begin < 0) {
      return;
    }
    int last = end;
    while (last > begin && stream[last - 1] == 0) {
      last--;
    }
    to.add(Arrays.copyOfRange(stream, begin, last));
  }

  static byte[] bytes(String name) {
    try (InputStream in = Samples.class.getResourceAsStream("/video/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("No sample " + name + "; run make-samples.sh");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
