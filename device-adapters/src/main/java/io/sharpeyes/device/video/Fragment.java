package io.sharpeyes.device.video;

import java.util.List;

/** Writes movie fragments: a {@code moof} with its {@code mdat} (ISO/IEC 14496-12 §8.8.4). */
final class Fragment {

  private static final int DEFAULT_BASE_IS_MOOF = 0x020000;
  private static final int OFFSET_DURATION_SIZE_FLAGS_COMPOSITION = 0x000f01;

  /** Depends on no other sample. */
  private static final long KEY_FLAGS = 0x02000000;

  /** Depends on others, and is no sync sample. */
  private static final long OTHER_FLAGS = 0x01010000;

  private static final int BYTES_WITHOUT_SAMPLES = 100;
  private static final int BYTES_PER_SAMPLE = 16;

  private Fragment() {}

  /**
   * Writes one fragment.
   *
   * @param sequence rises with each fragment, from 1
   * @param samples at least one, without a gap between them
   */
  static byte[] write(long sequence, List<Sample> samples) {
    int dataBytes = samples.stream().mapToInt(sample -> sample.data().length).sum();
    BoxWriter out =
        new BoxWriter(BYTES_WITHOUT_SAMPLES + BYTES_PER_SAMPLE * samples.size() + dataBytes);
    int moof = out.begin("moof");
    int mfhd = out.begin("mfhd", 0, 0);
    out.u32(sequence).end(mfhd);
    int traf = out.begin("traf");
    int tfhd = out.begin("tfhd", 0, DEFAULT_BASE_IS_MOOF);
    out.u32(InitSegment.TRACK).end(tfhd);
    int tfdt = out.begin("tfdt", 1, 0);
    out.u64(samples.get(0).start()).end(tfdt);
    int trun = out.begin("trun", 1, OFFSET_DURATION_SIZE_FLAGS_COMPOSITION);
    out.u32(samples.size());
    int dataOffset = out.length();
    out.u32(0);
    for (Sample sample : samples) {
      out.u32(sample.duration()).u32(sample.data().length);
      out.u32(sample.key() ? KEY_FLAGS : OTHER_FLAGS).u32(sample.compositionOffset());
    }
    out.end(trun).end(traf).end(moof);
    int mdat = out.begin("mdat");
    out.set32(dataOffset, out.length());
    samples.forEach(sample -> out.raw(sample.data()));
    out.end(mdat);
    return out.toBytes();
  }
}
