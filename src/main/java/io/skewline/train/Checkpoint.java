// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory with the newest state of one learner: whole or not at all, whenever the process dies.
 * A new one is written beside the old one, forced to the disk and moved into its place. While a
 * learner has the directory no other process can. One thread.
 *
 * <p>The file: magic, layout, owner, state, and a CRC-32C of all that. One that is broken, of
 * another layout or of another owner is kept as {@code set-aside} and reported as none.
 */
final class Checkpoint implements AutoCloseable {
  static final int LAYOUT = 2;

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);
  private static final int MAGIC = 0x534b4c43; // SKLC
  private static final int BUFFER = 1 << 16;

  private final Path directory;
  private final Path file;
  private final FileChannel lockFile;

  /** Writes a state. */
  @FunctionalInterface
  interface Writer {
    void write(DataOutput to) throws IOException;
  }

  /** Reads a state as it was written. */
  @FunctionalInterface
  interface Reader<T> {
    T read(DataInput from) throws IOException;
  }

  /**
   * Takes the directory, and makes it if need be.
   *
   * @throws IllegalStateException if another learner has it
   * @throws IOException if it cannot be written
   */
  Checkpoint(Path directory) throws IOException {
    this.directory = directory;
    this.file = directory.resolve("checkpoint");
    Files.createDirectories(directory);
    this.lockFile =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock() == null) {
      lockFile.close();
      throw new IllegalStateException(
          "another trainer has its checkpoint in " + directory.toAbsolutePath());
    }
  }

  /** The lock goes with the channel, or with the process. */
  private @Nullable FileLock lock() throws IOException {
    try {
      return lockFile.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** The file that holds the state, once there is one. */
  static Path file(Path directory) {
    return directory.resolve("checkpoint");
  }

  /**
   * @param owner whose state it must be
   * @return empty if there is none that can be used
   */
  <T> Optional<T> load(String owner, Reader<T> reader) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(file, owner, reader));
    } catch (IOException | RuntimeException e) {
      Path aside = directory.resolve("set-aside");
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      LOG.warn(
          "The checkpoint in {} cannot be used and is set aside as {}; the learner is built anew"
              + " from the examples topic: {}",
          directory.toAbsolutePath(),
          aside.getFileName(),
          e.getMessage());
      return Optional.empty();
    }
  }

  /** Reads a checkpoint that nobody needs to have locked: what is in place is whole. */
  static <T> T read(Path file, String owner, Reader<T> reader) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      check(channel);
      channel.position(0);
      DataInputStream from =
          new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), BUFFER));
      header(from, owner);
      return reader.read(from);
    }
  }

  /** Before a length in a broken file makes anybody ask for the memory. */
  private static void check(FileChannel channel) throws IOException {
    CheckedInputStream checked =
        new CheckedInputStream(
            new BufferedInputStream(Channels.newInputStream(channel), BUFFER), new CRC32C());
    DataInputStream from = new DataInputStream(checked);
    from.skipNBytes(Math.max(0, channel.size() - Long.BYTES));
    long found = checked.getChecksum().getValue();
    if (from.readLong() != found) {
      throw new IOException("its checksum is wrong");
    }
  }

  private static void header(DataInputStream from, String owner) throws IOException {
    if (from.readInt() != MAGIC) {
      throw new IOException("it is no checkpoint");
    }
    int layout = from.readInt();
    if (layout != LAYOUT) {
      throw new IOException("its layout is " + layout + ", not " + LAYOUT);
    }
    String found = from.readUTF();
    if (!found.equals(owner)) {
      throw new IOException("it is of " + found + ", not of " + owner);
    }
  }

  void save(String owner, Writer writer) throws IOException {
    Path next = directory.resolve("next");
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      write(Channels.newOutputStream(channel), owner, writer);
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void write(OutputStream channel, String owner, Writer writer) throws IOException {
    CheckedOutputStream checked =
        new CheckedOutputStream(new BufferedOutputStream(channel, BUFFER), new CRC32C());
    DataOutputStream to = new DataOutputStream(checked);
    to.writeInt(MAGIC);
    to.writeInt(LAYOUT);
    to.writeUTF(owner);
    writer.write(to);
    to.writeLong(checked.getChecksum().getValue());
    to.flush();
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
