package io.sharpeyes.gateway;

import io.sharpeyes.gateway.journal.Disk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data folder while this process may write to it: a second process is kept out. The lock ends
 * with the process, however that ends.
 */
final class DataFolder implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DataFolder.class);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final String RESTORING = "restore-unfinished";

  private final Path folder;
  private final FileChannel channel;

  private DataFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the folder, and makes it if it is missing: for its owner only, as pictures and people's
   * contacts lie in it. One that is there keeps the rights that it was given.
   *
   * @throws IOException whose message says what is wrong and what to do
   */
  static DataFolder lock(Path folder) throws IOException {
    makePrivate(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve("gateway.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        requireRestored(folder, channel);
        return new DataFolder(folder, channel);
      }
      channel.close();
    } catch (OverlappingFileLockException e) {
      // This very process has it. To close the channel would let go of it: POSIX locks are so.
    }
    throw new IOException(
        "A gateway is running on the data folder "
            + folder
            + ". Stop it first, or change it while it runs: see --server.");
  }

  private static void makePrivate(Path folder) throws IOException {
    Path parent = folder.toAbsolutePath().getParent();
    if (Files.isDirectory(folder) || parent == null) {
      warnOfReaders(folder);
      return;
    }
    Files.createDirectories(parent);
    if (isPosix(folder)) {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } else {
      Files.createDirectory(folder); // Windows: access lists, which the folder above passes on
    }
  }

  private static void warnOfReaders(Path folder) throws IOException {
    if (isPosix(folder)
        && Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE)) {
      log.atWarn()
          .addKeyValue("folder", folder)
          .log("everybody on this machine may look into the data folder: chmod o-rwx it");
    }
  }

  private static boolean isPosix(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Half a backup must never be worked on as if it were all. */
  private static void requireRestored(Path folder, FileChannel channel) throws IOException {
    if (Files.exists(folder.resolve(RESTORING))) {
      channel.close();
      throw new IOException(
          "A backup was not wholly restored into "
              + folder
              + ": empty that folder, and restore the backup again.");
    }
  }

  /** From now on until {@link #endRestore} nobody may lock the folder again. */
  void beginRestore() throws IOException {
    Disk.writeWhole(folder, RESTORING, new byte[0]);
  }

  /** All is there. */
  void endRestore() throws IOException {
    Files.delete(folder.resolve(RESTORING));
    Disk.syncFolder(folder);
  }

  /** The stored versions of the registry. */
  Path registry() {
    return registry(folder);
  }

  /** Where the stored versions of the registry are in a data folder that another one may hold. */
  static Path registry(Path folder) {
    return folder.resolve("registry");
  }

  /** The audit. */
  static Path audit(Path folder) {
    return folder.resolve("audit.db");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
