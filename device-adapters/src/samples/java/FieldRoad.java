import java.awt.BasicStroke;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Area;
import java.awt.geom.Path2D;
import java.util.Random;

/** A road that winds through terraced fields to the mountains. */
final class FieldRoad implements Scene {

  private static final double HORIZON = 318;

  @Override
  public void draw(Graphics2D g, double time) {
    Paint.down(g, 0, HORIZON + 30, 0x86bfe6, 0xf5f0df);
    Paint.glow(g, 1040, 96, 260, 0xfff6d0, 0.55);
    Landscape.cloud(g, 300 + Paint.swing(time, 1, 0) * 8, 84, 50, 0.75);
    Landscape.cloud(g, 760 - Paint.swing(time, 1, 0) * 8, 58, 34, 0.6);
    Landscape.ridge(g, 203, 290, 210, 0x8fb0c4, 0xd3dfdf, HORIZON + 20);
    Landscape.ridge(g, 118, 312, 150, 0x6a97a0, 0xb3cdbd, HORIZON + 30);
    Paint.haze(g, 220, HORIZON + 14, 0xf2f3e6, 0, 0.5);
    Landscape.ridge(g, 59, 330, 90, 0x4f8560, 0x86ad72, HORIZON + 50);
    hamlet(g);
    fields(g, time);
    road(g);
    poles(g);
    farmer(g, time);
    traffic(g, time);
    egrets(g, time);
    grass(g, time);
  }

  private static void hamlet(Graphics2D g) {
    for (double[] h : new double[][] {{180, 330, 52}, {238, 334, 40}, {292, 328, 60}, {940, 326, 46}, {996, 330, 58}}) {
      Paint.box(g, h[0], h[1] - 22, h[2], 24, 0xf3ecdd);
      Paint.fill(g, 0x5b6670, h[0] - 6, h[1] - 20, h[0] + 7, h[1] - 38, h[0] + h[2] - 7, h[1] - 38, h[0] + h[2] + 6, h[1] - 20);
      Paint.box(g, h[0] + 8, h[1] - 14, 8, 9, 0x4f6272);
      Paint.box(g, h[0] + h[2] - 17, h[1] - 14, 8, 9, 0x4f6272);
    }
    for (int i = 0; i < 9; i++) {
      Landscape.bush(g, 140 + i * 31 + (i > 4 ? 560 : 0), 338, 18, 0, i, 0x2f5f34, 0x6f9c4c);
    }
  }

  /** Terraces: bands that grow towards the viewer, each with its crop. */
  private static void fields(Graphics2D g, double time) {
    int[][] crops = {{0x93b95a, 0x86ad4f}, {0xd6c25c, 0xc8b24c}, {0x7fa94a, 0x74a044}, {0xa7c56a, 0x9abb5e}, {0xe0cd70, 0xd2bc5c}, {0x86b04e, 0x7aa546}};
    double top = HORIZON + 12;
    for (int band = 0; band < 9; band++) {
      double bottom = HORIZON + 12 + 410 * Math.pow((band + 1) / 9.0, 1.75);
      int[] left = crops[band % crops.length];
      int[] right = crops[(band + 2) % crops.length];
      strip(g, leftOfRoad(), top, bottom, left, band, time);
      strip(g, rightOfRoad(), top, bottom, right, band + 20, time);
      top = bottom;
    }
  }

  private static void strip(Graphics2D g, Area side, double top, double bottom, int[] crop, int seed, double time) {
    Area ground = new Area(Paint.shape(-20, 0, WIDTH + 20, 0, WIDTH + 20, bottom + 40, -20, bottom + 40));
    Path2D edge = contour(top, (bottom - top) * 0.14, seed, 0, 0);
    Path2D below = new Path2D.Double(edge);
    below.lineTo(WIDTH + 20, HEIGHT + 60);
    below.lineTo(-20, HEIGHT + 60);
    below.closePath();
    ground.intersect(new Area(below));
    ground.intersect(side);
    g.setPaint(new GradientPaint(0, (float) top, Paint.rgb(crop[0]), 0, (float) bottom, Paint.rgb(crop[1])));
    g.fill(ground);
    g.setClip(ground);
    double size = (bottom - top) / 46;
    g.setStroke(new BasicStroke((float) (1 + size * 2.2)));
    g.setColor(Paint.rgba(Figures.darker(crop[1]), 0.30));
    for (int row = 1; row <= 5; row++) {
      g.draw(contour(Paint.lerp(top, bottom, row / 5.5), (bottom - top) * 0.12, seed, size * 1.6, time));
    }
    g.setStroke(new BasicStroke((float) (3 + size * 5)));
    g.setColor(Paint.rgba(0x5a6a34, 0.5));
    g.draw(edge);
    g.setClip(null);
  }

  /** A line across the picture that follows the slope, and the wind in the crop. */
  private static Path2D contour(double y, double slope, int seed, double wind, double time) {
    Path2D line = new Path2D.Double();
    line.moveTo(-20, y + Math.sin(-20 / 130.0 + seed) * slope);
    for (double x = -20; x <= WIDTH + 20; x += 12) {
      double blown = Math.sin(x / 90 - 2 * Math.PI * 2 * time + seed) * wind;
      line.lineTo(x, y + Math.sin(x / 130 + seed) * slope + blown);
    }
    return line;
  }

  private static Area leftOfRoad() {
    return besideRoad(-20);
  }

  private static Area rightOfRoad() {
    return besideRoad(WIDTH + 20);
  }

  private static Area besideRoad(double edge) {
    Path2D path = new Path2D.Double();
    path.moveTo(edge, 0);
    path.lineTo(roadAt(0)[0], 0);
    for (int i = 0; i <= 80; i++) {
      path.lineTo(roadAt(i / 80.0)[0], roadAt(i / 80.0)[1]);
    }
    path.lineTo(edge, HEIGHT + 40);
    path.closePath();
    return new Area(path);
  }

  /** Where the road's middle is, and its half width; depth 0 far to 1 near. */
  private static double[] roadAt(double depth) {
    double y = HORIZON + 12 + (HEIGHT + 40 - HORIZON - 12) * Math.pow(depth, 1.9);
    double x = 640 + 210 * Math.sin(depth * 4.6 + 0.4) * (1 - depth * 0.55) + 60 * depth;
    return new double[] {x, y, 5 + 190 * Math.pow(depth, 1.9)};
  }

  private static void road(Graphics2D g) {
    ribbon(g, 1.14, 0xb7a873);
    ribbon(g, 1.0, 0xc9c4b8);
    for (int i = 0; i < 26; i++) {
      double depth = (i + 0.3) / 26;
      double[] a = roadAt(depth);
      double[] b = roadAt(depth + 0.018);
      Paint.fill(g, 0xf2efe6, a[0] - a[2] * 0.02, a[1], a[0] + a[2] * 0.02, a[1], b[0] + b[2] * 0.02, b[1], b[0] - b[2] * 0.02, b[1]);
    }
  }

  private static void ribbon(Graphics2D g, double width, int colour) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i <= 80; i++) {
      double[] at = roadAt(i / 80.0);
      if (i == 0) {
        path.moveTo(at[0] - at[2] * width, at[1]);
      } else {
        path.lineTo(at[0] - at[2] * width, at[1]);
      }
    }
    for (int i = 80; i >= 0; i--) {
      double[] at = roadAt(i / 80.0);
      path.lineTo(at[0] + at[2] * width, at[1]);
    }
    path.closePath();
    g.setPaint(new GradientPaint(0, (float) HORIZON, Paint.mix(Paint.rgb(colour), Paint.rgb(0xffffff), 0.2), 0, HEIGHT, Paint.mix(Paint.rgb(colour), Paint.rgb(0x4a4a4a), 0.25)));
    g.fill(path);
  }

  private static void poles(Graphics2D g) {
    double[] before = null;
    for (double depth : new double[] {0.10, 0.2, 0.33, 0.5, 0.72}) {
      double[] at = roadAt(depth);
      double height = 26 + 430 * Math.pow(depth, 1.9);
      double x = at[0] + at[2] * 1.5 + 12;
      Village.pole(g, x, at[1], height);
      if (before != null) {
        for (double arm : new double[] {-0.11, 0.11}) {
          Village.wire(g, before[0] + before[2] * arm, before[1] - before[2] * 0.92, x + height * arm, at[1] - height * 0.92, height * 0.03);
        }
      }
      before = new double[] {x, at[1], height};
    }
    if (before != null) {
      Village.wire(g, before[0] - 30, before[1] - before[2] * 0.92, 1330, -60, 8);
      Village.wire(g, before[0] + 30, before[1] - before[2] * 0.92, 1330, -30, 8);
    }
  }

  private static void farmer(Graphics2D g, double time) {
    double work = Paint.swing(time, 4, 0);
    worker(g, 250, 520, 92, work, 0x8c5a48);
    worker(g, 330, 506, 86, Paint.swing(time, 4, 0.3), 0x4d6d8a);
  }

  /** Bends and rises with a hoe. */
  private static void worker(Graphics2D g, double x, double y, double height, double work, int shirt) {
    var before = g.getTransform();
    Paint.shadow(g, x, y, height * 0.3, height * 0.06);
    g.translate(x, y);
    g.scale(height / 100, height / 100);
    Paint.line(g, -5, -40, -9, 0, 10, 0x3a424c);
    Paint.line(g, 4, -40, 8, 0, 10, 0x46505c);
    g.rotate(0.55 + 0.2 * work, 0, -42);
    Paint.round(g, -11, -84, 22, 46, 14, shirt);
    Paint.line(g, 4, -72, 24, -58, 7, Figures.darker(shirt));
    Paint.line(g, 24, -58, 30, -78, 4, 0x7a5c38);
    Paint.line(g, 24, -58, 4, -2, 4, 0x7a5c38);
    Paint.oval(g, 2, -91, 9, 9, 0xdfae88);
    Paint.fill(g, 0xd8b873, -20, -94, 24, -94, 2, -112);
    Paint.fill(g, 0xc09c58, -20, -94, 24, -94, 2, -98);
    g.setTransform(before);
  }

  private static void traffic(Graphics2D g, double time) {
    double away = (time + 0.25) % 1;
    double depth = Paint.lerp(0.97, 0.06, Math.pow(away, 0.8));
    double[] at = roadAt(depth);
    Paint.faintly(g, Paint.ease(away, 0, 0.03) * (1 - Paint.ease(away, 0.93, 1)), () -> motorcycle(g, at[0] + at[2] * 0.42, at[1], at[2] * 0.0052, time));
    double towards = (time + 0.7) % 1;
    double[] car = roadAt(Paint.lerp(0.05, 1.3, Math.pow(towards, 1.45)));
    Paint.faintly(g, Paint.ease(towards, 0, 0.05), () -> van(g, car[0] - car[2] * 0.45, car[1], car[2] * 0.0062));
  }

  private static void motorcycle(Graphics2D g, double x, double y, double s, double time) {
    var before = g.getTransform();
    Paint.shadow(g, x, y, 40 * s, 8 * s);
    g.translate(x, y);
    g.scale(s, s);
    g.rotate(0.03 * Paint.swing(time, 8, 0));
    Paint.round(g, -7, -46, 14, 46, 8, 0x1d2024);
    Paint.round(g, -15, -62, 30, 26, 8, 0xa32f2a);
    Paint.round(g, -8, -50, 16, 7, 4, 0xff5a48);
    Paint.round(g, -24, -120, 48, 62, 22, 0x31587a);
    Paint.line(g, -22, -104, -34, -76, 11, 0x28496a);
    Paint.line(g, 22, -104, 34, -76, 11, 0x28496a);
    Paint.line(g, -18, -62, -22, -26, 13, 0x30353c);
    Paint.line(g, 18, -62, 22, -26, 13, 0x30353c);
    Paint.oval(g, 0, -136, 18, 19, 0xe6e2d8);
    Paint.oval(g, 0, -130, 18, 8, 0xb9b4a8);
    g.setTransform(before);
  }

  private static void van(Graphics2D g, double x, double y, double s) {
    var before = g.getTransform();
    Paint.shadow(g, x, y, 100 * s, 16 * s);
    g.translate(x, y);
    g.scale(s, s);
    Paint.round(g, -72, -26, 26, 28, 8, 0x22252a);
    Paint.round(g, 46, -26, 26, 28, 8, 0x22252a);
    Paint.round(g, -76, -150, 152, 136, 26, 0xe4e7e6);
    Paint.fill(g, 0x3b4c5a, -62, -134, 62, -134, 68, -86, -68, -86);
    g.setColor(Paint.rgba(0xffffff, 0.25));
    g.fill(Paint.shape(-50, -132, -20, -132, -44, -88, -66, -88));
    Paint.round(g, -76, -84, 152, 8, 4, 0x2f6f9c);
    Paint.oval(g, -54, -56, 13, 11, 0xfff7da);
    Paint.oval(g, 54, -56, 13, 11, 0xfff7da);
    Paint.round(g, -30, -62, 60, 14, 6, 0x8f979c);
    Paint.round(g, -76, -34, 152, 16, 8, 0xb9bfc2);
    Paint.round(g, -22, -34, 44, 13, 3, 0x2e63a8);
    g.setTransform(before);
  }

  private static void egrets(Graphics2D g, double time) {
    for (int i = 0; i < 4; i++) {
      double share = (time + 0.08 * i * 0.7) % 1;
      double x = Paint.lerp(-60, 1350, share) + i * 12;
      double y = 196 + i * 17 + 16 * Paint.swing(time, 2, i * 0.2) - 50 * share;
      double flap = Paint.swing(time, 14, i * 0.27) * 13;
      Paint.fill(g, 0xffffff, x, y, x - 12, y - 2 - flap, x - 30, y - 4 - flap * 1.3, x - 12, y + 4);
      Paint.fill(g, 0xf0f2ee, x, y, x + 4, y - 2 - flap, x + 16, y - 6 - flap * 1.3, x + 8, y + 3);
      Paint.oval(g, x - 2, y + 2, 13, 3.6, 0xffffff);
      Paint.line(g, x + 10, y + 1, x + 20, y - 2, 2.4, 0xffffff);
      Paint.line(g, x + 20, y - 2, x + 27, y - 1, 1.6, 0xd9a23c);
    }
  }

  private static void grass(Graphics2D g, double time) {
    Random random = new Random(23);
    for (int i = 0; i < 150; i++) {
      boolean left = i % 2 == 0;
      double x = left ? random.nextDouble() * 300 - 20 : 1060 + random.nextDouble() * 250;
      double h = 26 + random.nextDouble() * 54;
      double bend = (random.nextDouble() - 0.5) * 30 + Paint.swing(time, 3, x / 400) * 9;
      double y = HEIGHT + 8;
      g.setColor(Paint.mix(Paint.rgb(0x3f6a2c), Paint.rgb(0x9dbc55), random.nextDouble()));
      g.fill(Paint.shape(x - 3, y, x + 3, y, x + bend, y - h));
    }
  }
}
