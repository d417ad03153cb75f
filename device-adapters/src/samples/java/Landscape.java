import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.Random;

/** Mountains, clouds, trees and bushes. */
final class Landscape {

  private Landscape() {}

  /** A ridge whose line is a sum of waves; the seed gives its form. */
  static void ridge(
      Graphics2D g, long seed, double base, double height, int top, int bottom, double foot) {
    Random random = new Random(seed);
    double[] phase = new double[6];
    for (int i = 0; i < phase.length; i++) {
      phase[i] = random.nextDouble() * 7;
    }
    Path2D path = new Path2D.Double();
    path.moveTo(-5, foot);
    for (double x = -5; x <= Scene.WIDTH + 5; x += 4) {
      double wave = 0;
      double size = 1;
      double length = 520;
      for (double p : phase) {
        wave += size * (1 - Math.abs(Math.sin(x / length + p)) * 1.25);
        size *= 0.46;
        length *= 0.47;
      }
      path.lineTo(x, base - height * (0.35 + 0.5 * wave));
    }
    path.lineTo(Scene.WIDTH + 5, foot);
    path.closePath();
    g.setPaint(
        new GradientPaint(
            0, (float) (base - height), Paint.rgb(top), 0, (float) foot, Paint.rgb(bottom)));
    g.fill(path);
  }

  static void cloud(Graphics2D g, double x, double y, double size, double alpha) {
    g.setColor(Paint.rgba(0xffffff, alpha));
    double[][] puffs = {
      {-1.5, 0.12, 0.62}, {-0.8, -0.18, 0.78}, {0, -0.38, 0.95}, {0.9, -0.12, 0.8}, {1.6, 0.14, 0.55}
    };
    Path2D whole = new Path2D.Double(Path2D.WIND_NON_ZERO);
    for (double[] p : puffs) {
      double r = size * p[2];
      whole.append(new Ellipse2D.Double(x + size * p[0] - r, y + size * p[1] - r * 0.7, 2 * r, 1.4 * r), false);
    }
    g.fill(whole);
  }

  /** A leafy tree; {@code sway} in pixels at its top. */
  static void tree(
      Graphics2D g, double x, double y, double height, double sway, long seed, int dark, int light) {
    Random random = new Random(seed);
    Paint.shadow(g, x + height * 0.05, y, height * 0.34, height * 0.05);
    double trunk = height * 0.055;
    g.setPaint(
        new GradientPaint(
            (float) (x - trunk), 0, Paint.rgb(0x6b5138), (float) (x + trunk), 0, Paint.rgb(0x3f2f20)));
    double top = y - height * 0.55;
    g.fill(Paint.shape(x - trunk, y, x + trunk, y, x + trunk * 0.5 + sway * 0.4, top, x - trunk * 0.5 + sway * 0.4, top));
    Paint.line(g, x + sway * 0.2, y - height * 0.36, x - height * 0.16 + sway * 0.5, y - height * 0.56, trunk * 0.7, 0x54402c);
    Paint.line(g, x + sway * 0.2, y - height * 0.40, x + height * 0.17 + sway * 0.5, y - height * 0.60, trunk * 0.7, 0x4a3826);
    leaves(g, x, y - height * 0.66, height * 0.32, height * 0.27, sway, random, dark, light);
  }

  /** A crown: dark puffs behind, lighter ones towards the light from the upper left. */
  static void leaves(
      Graphics2D g, double cx, double cy, double rx, double ry, double sway, Random random, int dark, int light) {
    int layers = 4;
    for (int layer = 0; layer < layers; layer++) {
      double share = layer / (layers - 1.0);
      Color colour = Paint.mix(Paint.rgb(dark), Paint.rgb(light), share);
      int puffs = 34 - 5 * layer;
      for (int i = 0; i < puffs; i++) {
        double angle = random.nextDouble() * 2 * Math.PI;
        double reach = Math.sqrt(random.nextDouble()) * (1 - 0.25 * share);
        double px = cx + Math.cos(angle) * rx * reach - rx * 0.18 * share;
        double py = cy + Math.sin(angle) * ry * reach - ry * 0.24 * share;
        double r = (0.27 - 0.035 * layer) * Math.min(rx, ry) * (0.75 + 0.5 * random.nextDouble());
        double own = sway * (0.6 + 0.8 * (cy + ry - py) / (2 * ry)) * (0.75 + 0.5 * random.nextDouble());
        g.setColor(colour);
        g.fill(new Ellipse2D.Double(px + own - r * 1.15, py - r, 2.3 * r, 2 * r));
      }
    }
  }

  static void bush(Graphics2D g, double x, double y, double size, double sway, long seed, int dark, int light) {
    leaves(g, x, y - size * 0.4, size, size * 0.55, sway, new Random(seed), dark, light);
  }

  /** A clump of bamboo. */
  static void bamboo(Graphics2D g, double x, double y, double height, double sway, long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 11; i++) {
      double foot = x + (random.nextDouble() - 0.5) * height * 0.28;
      double lean = (random.nextDouble() - 0.5) * height * 0.5 + sway * (1 + random.nextDouble());
      double top = y - height * (0.75 + 0.25 * random.nextDouble());
      Path2D stem = new Path2D.Double();
      stem.moveTo(foot, y);
      stem.quadTo(foot, (y + top) / 2, foot + lean, top);
      g.setStroke(new java.awt.BasicStroke((float) (height * 0.012)));
      g.setColor(Paint.mix(Paint.rgb(0x4f7a35), Paint.rgb(0x7fa650), random.nextDouble()));
      g.draw(stem);
      for (int k = 0; k < 16; k++) {
        double s = 0.3 + 0.7 * random.nextDouble();
        double lx = (1 - s) * (1 - s) * foot + 2 * s * (1 - s) * foot + s * s * (foot + lean);
        double ly = (1 - s) * (1 - s) * y + 2 * s * (1 - s) * (y + top) / 2 + s * s * top;
        double a = Math.PI * (0.1 + 0.8 * random.nextDouble());
        double l = height * (0.05 + 0.04 * random.nextDouble());
        double ex = lx + Math.cos(a) * l + sway * 0.4;
        double ey = ly + Math.sin(a) * l * 0.8;
        g.setColor(Paint.mix(Paint.rgb(0x3f6a2c), Paint.rgb(0x8db75c), random.nextDouble()));
        g.fill(Paint.shape(lx, ly, (lx + ex) / 2 + l * 0.13, (ly + ey) / 2, ex, ey, (lx + ex) / 2 - l * 0.13, (ly + ey) / 2));
      }
    }
  }
}
