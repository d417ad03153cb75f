package io.sharpeyes.gateway.incident;

import java.io.OutputStream;
import java.util.Arrays;

/**
 * Takes what a JSON generator has gathered when it is closed, which mostly is all of it at once:
 * then it is copied once, into as many bytes as it needs. One thread.
 */
final class JsonBytes extends OutputStream {

  private byte[] bytes = {};

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) {
    int before = bytes.length;
    bytes = Arrays.copyOf(bytes, before + length);
    System.arraycopy(from, offset, bytes, before, length);
  }

  byte[] bytes() {
    return bytes;
  }
}
