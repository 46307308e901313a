// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** Small, strict readers of wav, png and npy; errors name the path. */
final class SignalFiles {
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\((\\d+),\\s*(\\d+)\\)");

  private SignalFiles() {}

  /**
   * @param samples −1..1
   */
  record Wav(float[] samples, int sampleRate) {}

  /** 16-bit mono PCM only. */
  static Wav wav(Path path) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < 12
        || !tag(in).equals("RIFF")
        || in.getInt() < 0
        || !tag(in).equals("WAVE")) {
      throw new IOException(path + ": not a wav file");
    }
    int rate = 0;
    while (in.remaining() >= 8) {
      String tag = tag(in);
      int size = in.getInt();
      if (size < 0 || size > in.remaining()) {
        throw new IOException(path + ": chunk '" + tag + "' is cut off");
      }
      if (tag.equals("fmt ")) {
        rate = format(path, in, size);
      } else if (tag.equals("data") && rate > 0) {
        return new Wav(samples(in, size), rate);
      }
      in.position(Math.min(in.limit(), in.position() + (tag.equals("fmt ") ? 0 : size + size % 2)));
    }
    throw new IOException(path + ": no fmt chunk followed by a data chunk");
  }

  private static int format(Path path, ByteBuffer in, int size) throws IOException {
    if (size < 16) {
      throw new IOException(path + ": fmt chunk has " + size + " bytes, not 16 or more");
    }
    int start = in.position();
    int kind = in.getShort();
    int channels = in.getShort();
    int rate = in.getInt();
    int bits = in.getShort(start + 14);
    in.position(start + size + size % 2);
    if ((kind != 1 && kind != -2) || channels != 1 || bits != 16) {
      throw new IOException(
          "%s: only 16-bit mono PCM is read; this is format %d, %d channels, %d bits"
              .formatted(path, kind, channels, bits));
    }
    return rate;
  }

  private static float[] samples(ByteBuffer in, int size) {
    float[] samples = new float[size / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = in.getShort() / 32768f;
    }
    return samples;
  }

  private static String tag(ByteBuffer in) {
    byte[] tag = new byte[4];
    in.get(tag);
    return new String(tag, StandardCharsets.ISO_8859_1);
  }

  /**
   * @param pixels grey 0..1, row by row
   */
  record Grey(int width, int height, float[] pixels) {
    /** Rows from..from+rows as an image of its own. */
    float[] cut(int from, int rows) {
      return java.util.Arrays.copyOfRange(pixels, from * width, (from + rows) * width);
    }
  }

  /** Whatever javax.imageio reads: PNG, JPEG, GIF, BMP. */
  static BufferedImage image(Path path) throws IOException {
    BufferedImage image;
    try {
      image = ImageIO.read(path.toFile());
    } catch (IOException | RuntimeException e) {
      // A cut or damaged file shows as nearly any exception, none of which names it.
      throw new IOException(path + ": cannot be read as an image: " + e.getMessage(), e);
    }
    if (image == null) {
      throw new IOException(path + ": not an image");
    }
    return image;
  }

  /** 8-bit grey only: the stored samples, without any colour management. */
  static Grey png(Path path) throws IOException {
    BufferedImage image = image(path);
    Raster raster = image.getRaster();
    if (raster.getNumBands() != 1 || raster.getSampleModel().getSampleSize(0) != 8) {
      throw new IOException(path + ": only 8-bit grey images are read");
    }
    int width = image.getWidth();
    int height = image.getHeight();
    float[] pixels = raster.getSamples(0, 0, width, height, 0, new float[width * height]);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] /= 255f;
    }
    return new Grey(width, height, pixels);
  }

  /** Little-endian float32 in two dimensions, C order. */
  static float[][] npy(Path path) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < 12
        || in.get() != (byte) 0x93
        || !tag(in).equals("NUMP")
        || in.get() != 'Y') {
      throw new IOException(path + ": not an npy file");
    }
    int major = in.get();
    in.get();
    byte[] text = new byte[major == 1 ? in.getShort() & 0xffff : in.getInt()];
    in.get(text);
    String header = new String(text, StandardCharsets.ISO_8859_1);
    Matcher shape = SHAPE.matcher(header);
    if (!header.contains("'<f4'") || !header.contains("'fortran_order': False") || !shape.find()) {
      throw new IOException(
          path + ": only (n,d) float32 '<f4' in C order is read: " + header.trim());
    }
    int rows = Integer.parseInt(shape.group(1));
    int columns = Integer.parseInt(shape.group(2));
    if (in.remaining() != 4L * rows * columns) {
      throw new IOException(
          path
              + ": holds "
              + in.remaining()
              + " bytes of data, shape needs "
              + 4L * rows * columns);
    }
    float[][] values = new float[rows][columns];
    var floats = in.asFloatBuffer();
    for (float[] row : values) {
      floats.get(row);
    }
    return values;
  }
}
