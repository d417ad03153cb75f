package io.sharpeyes.device.rtsp;

/**
 * Reads bits and Exp-Golomb numbers from a parameter set, leaving out emulation prevention bytes
 * (ITU-T H.264 §7.3.1.1 and §9.1, ITU-T H.265 §7.3.1.1 and §9.2).
 *
 * <p>Every method throws {@link IllegalArgumentException} where the parameter set ends too early.
 */
final class RbspReader {

  /** No parameter set of a real camera comes near; it bounds the work that a hostile one causes. */
  private static final int MAX_BYTES = 4096;

  private final byte[] rbsp;
  private final int bits;
  private int position;

  /** Takes a NAL unit, without start code, of which the first {@code headerBytes} are left out. */
  RbspReader(byte[] nal, int headerBytes) {
    if (nal.length <= headerBytes || nal.length > MAX_BYTES) {
      throw new IllegalArgumentException("A parameter set of " + nal.length + " bytes");
    }
    rbsp = new byte[nal.length - headerBytes];
    bits = 8 * unescape(nal, headerBytes, rbsp);
  }

  private static int unescape(byte[] nal, int from, byte[] to) {
    int length = 0;
    int zeros = 0;
    for (int i = from; i < nal.length; i++) {
      if (zeros >= 2 && nal[i] == 3) {
        zeros = 0;
      } else {
        zeros = nal[i] == 0 ? zeros + 1 : 0;
        to[length++] = nal[i];
      }
    }
    return length;
  }

  boolean flag() {
    return bit() == 1;
  }

  private int bit() {
    if (position >= bits) {
      throw new IllegalArgumentException("A parameter set ends after " + bits / 8 + " bytes");
    }
    int value = rbsp[position >> 3] >> (7 - (position & 7)) & 1;
    position++;
    return value;
  }

  /** Reads u(n), n at most 32. */
  long bits(int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 1 | bit();
    }
    return value;
  }

  void skip(int count) {
    if (count > bits - position) {
      throw new IllegalArgumentException("A parameter set ends after " + bits / 8 + " bytes");
    }
    position += count;
  }

  /** Reads ue(v). */
  long unsigned() {
    int zeros = 0;
    while (bit() == 0) {
      if (++zeros > 32) {
        throw new IllegalArgumentException("A parameter set holds a number of over 32 bits");
      }
    }
    return (1L << zeros) - 1 + bits(zeros);
  }

  /** Reads ue(v) that the standard or reason bounds. */
  int unsigned(int max) {
    long value = unsigned();
    if (value > max) {
      throw new IllegalArgumentException(
          "A parameter set holds " + value + " where at most " + max + " may be");
    }
    return (int) value;
  }

  /** Reads se(v). */
  long signed() {
    long code = unsigned();
    return (code & 1) == 1 ? (code + 1) / 2 : -(code / 2);
  }

  void skipUnsigned(int count) {
    for (int i = 0; i < count; i++) {
      unsigned();
    }
  }
}
