package io.sharpeyes.device.video;

/**
 * What figures tell of a picture without anybody looking at it: enough to see that a camera is
 * covered, frozen or out of focus, far too little to recognise anything. Taken from a grid of luma
 * samples.
 */
final class PictureFigures {

  static final int COLUMNS = 16;
  static final int ROWS = 9;

  private final double mean;
  private final double deviation;
  private final double sharpness;
  private final double[] grid;

  private PictureFigures(double mean, double deviation, double sharpness, double[] grid) {
    this.mean = mean;
    this.deviation = deviation;
    this.sharpness = sharpness;
    this.grid = grid;
  }

  /** A plane of luma, 0 to 255. */
  interface Luma {
    int at(int x, int y);
  }

  /**
   * Takes the figures of a picture.
   *
   * @param width pixels, at least 16
   * @param height pixels, at least 16
   */
  static PictureFigures of(Luma luma, int width, int height) {
    int step = Math.max(1, width / 240);
    double[] sums = new double[COLUMNS * ROWS];
    int[] counts = new int[COLUMNS * ROWS];
    double sum = 0;
    double squares = 0;
    double edges = 0;
    long count = 0;
    for (int y = 1; y < height - 1; y += step) {
      for (int x = 1; x < width - 1; x += step) {
        int value = luma.at(x, y);
        int around = luma.at(x - 1, y) + luma.at(x + 1, y) + luma.at(x, y - 1) + luma.at(x, y + 1);
        double laplacian = 4.0 * value - around;
        int cell = y * ROWS / height * COLUMNS + x * COLUMNS / width;
        sums[cell] += value;
        counts[cell]++;
        sum += value;
        squares += (double) value * value;
        edges += laplacian * laplacian;
        count++;
      }
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= Math.max(1, counts[i]);
    }
    double mean = sum / count;
    double deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
    return new PictureFigures(mean, deviation, edges / count, sums);
  }

  /** Mean luma, 0 to 255; black is 16 with most cameras. */
  double mean() {
    return mean;
  }

  /** Standard deviation of the luma. */
  double deviation() {
    return deviation;
  }

  /** Mean square of the Laplacian: how much there is of edges. */
  double sharpness() {
    return sharpness;
  }

  /** Mean absolute difference of luma between the cells of two pictures. */
  double differenceTo(PictureFigures other) {
    double difference = 0;
    for (int i = 0; i < grid.length; i++) {
      difference += Math.abs(grid[i] - other.grid[i]);
    }
    return difference / grid.length;
  }

  /** Says whether it differs in nothing from another, which two pictures of a living camera do. */
  boolean isSameAs(PictureFigures other) {
    return mean == other.mean
        && deviation == other.deviation
        && sharpness == other.sharpness
        && differenceTo(other) == 0;
  }
}
