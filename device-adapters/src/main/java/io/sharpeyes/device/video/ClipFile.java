package io.sharpeyes.device.video;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What is done with a clip's file besides writing it. Blocks. */
public final class ClipFile {

  private static final int BOX_HEADER = 8;
  private static final int TYPE_MOOV = 0x6d6f6f76;
  private static final int TYPE_MDAT = 0x6d646174;

  private ClipFile() {}

  /**
   * Makes good a clip whose writer died: cuts it back to its last whole fragment and syncs it.
   *
   * @return the SHA-256 of what is left, in hexadecimal
   * @throws EOFException if not even the description of the stream is whole; then nothing is
   *     changed
   */
  public static String salvage(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.truncate(lengthOfWholeFragments(channel, file)).force(true);
    }
    return sha256(file);
  }

  private static long lengthOfWholeFragments(FileChannel channel, Path file) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(BOX_HEADER);
    long size = channel.size();
    long whole = 0;
    long at = 0;
    while (at + BOX_HEADER <= size) {
      header.clear();
      while (header.hasRemaining() && channel.read(header, at + header.position()) >= 0) {
        // Reads until the header is there.
      }
      long boxSize = Integer.toUnsignedLong(header.getInt(0));
      int type = header.getInt(4);
      if (boxSize < BOX_HEADER || at + boxSize > size) {
        break;
      }
      at += boxSize;
      if (type == TYPE_MOOV || type == TYPE_MDAT) {
        whole = at;
      }
    }
    if (whole == 0) {
      throw new EOFException("The clip " + file.getFileName() + " ends before its first picture");
    }
    return whole;
  }

  /** The SHA-256 of a file: 64 hexadecimal digits in lower case. */
  public static String sha256(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
      while (channel.read(buffer.clear()) >= 0) {
        digest.update(buffer.flip());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
