package io.sharpeyes.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Each flush of a folder's files takes longer: the crash suite's {@code bad_disk.c}. */
final class SlowDisk {

  private SlowDisk() {}

  /**
   * Builds the library; gives what a process needs in its environment.
   *
   * @param folder below which files are slow
   * @param millis by which each flush is longer
   */
  static Map<String, String> under(Path folder, int millis)
      throws IOException, InterruptedException {
    Path library = folder.resolve("bad_disk.so");
    Process compiler =
        new ProcessBuilder(
                "gcc",
                "-O1",
                "-shared",
                "-fPIC",
                "-o",
                library.toString(),
                "gateway/src/test/c/bad_disk.c",
                "-ldl",
                "-lpthread")
            .inheritIO()
            .start();
    if (!compiler.waitFor(60, TimeUnit.SECONDS) || compiler.exitValue() != 0) {
      throw new IOException("bad_disk.c could not be compiled; run it in the project's folder");
    }
    ByteBuffer words = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
    words.putInt(0, millis * 1_000);
    Path control = Files.write(folder.resolve("bad_disk.control"), words.array());
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "BAD_DISK_FOLDER", folder.toRealPath().toString(),
        "BAD_DISK_CONTROL", control.toString());
  }
}
