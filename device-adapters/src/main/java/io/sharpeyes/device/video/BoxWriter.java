package io.sharpeyes.device.video;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes boxes of the ISO base media file format (ISO/IEC 14496-12 §4.2) into memory. */
final class BoxWriter {

  private byte[] bytes;
  private int length;

  BoxWriter(int capacity) {
    bytes = new byte[capacity];
  }

  /** Begins a box; its size is filled in by {@link #end}. */
  int begin(String type) {
    int start = length;
    u32(0).raw(type.getBytes(StandardCharsets.US_ASCII));
    return start;
  }

  /** Begins a box that has version and flags. */
  int begin(String type, int version, int flags) {
    int start = begin(type);
    u8(version).u8(flags >>> 16).u16(flags);
    return start;
  }

  BoxWriter end(int start) {
    set32(start, length - start);
    return this;
  }

  BoxWriter u8(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
    return this;
  }

  BoxWriter u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  BoxWriter u32(long value) {
    return u16((int) (value >>> 16)).u16((int) value);
  }

  BoxWriter u64(long value) {
    return u32(value >>> 32).u32(value);
  }

  BoxWriter zeros(int count) {
    reserve(count);
    length += count;
    return this;
  }

  BoxWriter raw(byte[] data) {
    reserve(data.length);
    System.arraycopy(data, 0, bytes, length, data.length);
    length += data.length;
    return this;
  }

  /** The unity matrix of track and movie headers (§8.2.2). */
  BoxWriter unityMatrix() {
    return u32(0x10000).zeros(12).u32(0x10000).zeros(12).u32(0x40000000);
  }

  void set32(int position, int value) {
    bytes[position] = (byte) (value >>> 24);
    bytes[position + 1] = (byte) (value >>> 16);
    bytes[position + 2] = (byte) (value >>> 8);
    bytes[position + 3] = (byte) value;
  }

  int length() {
    return length;
  }

  private void reserve(int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
    }
  }

  byte[] toBytes() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }
}
