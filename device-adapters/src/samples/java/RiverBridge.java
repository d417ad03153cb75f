import java.awt.BasicStroke;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Arc2D;
import java.awt.geom.Area;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Random;

/** A stone bridge over the river in rain: umbrellas, a car with its lights on, mist. */
final class RiverBridge implements Scene {

  private static final double DECK = 396;
  private static final double WATER = 486;

  @Override
  public void draw(Graphics2D g, double time) {
    Paint.down(g, 0, WATER, 0x8fa0aa, 0xd4dad8);
    Landscape.ridge(g, 71, 250, 190, 0x9aabb2, 0xc6d0cf, 400);
    Paint.haze(g, 150, 330, 0xe3e8e6, 0, 0.75);
    Landscape.ridge(g, 29, 330, 150, 0x728d85, 0xa9bdb2, 440);
    mist(g, time, 300, 0.5);
    Landscape.ridge(g, 83, 400, 100, 0x4c6f5c, 0x7d9a80, 500);
    houses(g);
    banks(g, time);
    water(g, time);
    reflection(g);
    traffic(g, time);
    bridge(g);
    parapet(g);
    mist(g, time, 470, 0.3);
    near(g, time);
    rain(g, time);
  }

  private static void mist(Graphics2D g, double time, double y, double alpha) {
    for (int i = 0; i < 5; i++) {
      double x = 60 + i * 290 + 30 * Paint.swing(time, 1, i * 0.23);
      var before = g.getTransform();
      g.translate(x, y);
      g.scale(3.4, 0.5);
      Paint.glow(g, 0, 0, 74, 0xeef2f0, alpha);
      g.setTransform(before);
    }
  }

  private static void houses(Graphics2D g) {
    for (double[] h : new double[][] {{60, 420, 96}, {170, 428, 76}, {1010, 424, 84}, {1110, 416, 110}}) {
      Paint.box(g, h[0], h[1] - 52, h[2], 56, 0xd9d8d0);
      Paint.fill(g, 0x47525a, h[0] - 12, h[1] - 48, h[0] + 10, h[1] - 82, h[0] + h[2] - 10, h[1] - 82, h[0] + h[2] + 12, h[1] - 48);
      Paint.box(g, h[0] + 14, h[1] - 36, 15, 17, 0xf2cf7c);
      Paint.box(g, h[0] + h[2] - 30, h[1] - 36, 15, 17, 0x52636e);
    }
  }

  private static void banks(Graphics2D g, double time) {
    Paint.fill(g, 0x6f8a5c, -10, 424, 150, 410, 260, 430, 330, 500, 120, 520, -10, 530);
    Paint.fill(g, 0x6a8558, 1290, 416, 1130, 408, 1020, 430, 950, 500, 1150, 520, 1290, 530);
    for (int i = 0; i < 7; i++) {
      Landscape.bush(g, 20 + i * 44, 450 + i * 9, 34, Paint.swing(time, 3, i * 0.1) * 1.5, 40 + i, 0x35583a, 0x7c9c60);
      Landscape.bush(g, 1262 - i * 44, 446 + i * 9, 34, Paint.swing(time, 3, i * 0.1) * 1.5, 60 + i, 0x35583a, 0x7c9c60);
    }
  }

  private static void water(Graphics2D g, double time) {
    Paint.down(g, WATER, HEIGHT, 0x9db0b2, 0x4f6f76);
    Random random = new Random(8);
    for (int i = 0; i < 70; i++) {
      double depth = random.nextDouble();
      double y = WATER + 6 + (HEIGHT - WATER) * depth * depth;
      double length = 24 + 120 * depth * depth;
      double x = (random.nextDouble() + time * (1 + i % 2)) % 1 * (WIDTH + 2 * length) - length;
      g.setStroke(new BasicStroke((float) (1.2 + 2.2 * depth), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      g.setColor(Paint.rgba(i % 3 == 0 ? 0x3c5a62 : 0xdfe9e8, 0.16 + 0.18 * depth));
      Path2D wave = new Path2D.Double();
      wave.moveTo(x - length, y);
      wave.quadTo(x - length / 2, y - 3 - 4 * depth, x, y);
      wave.quadTo(x + length / 2, y + 3 + 4 * depth, x + length, y);
      g.draw(wave);
    }
    for (int i = 0; i < 34; i++) {
      double share = (time * 6 + random.nextDouble()) % 1;
      double depth = random.nextDouble();
      double x = random.nextDouble() * WIDTH;
      double y = WATER + 14 + (HEIGHT - WATER) * depth;
      double r = (5 + 22 * depth) * share;
      g.setStroke(new BasicStroke(1.4f));
      g.setColor(Paint.rgba(0xf2f7f6, 0.5 * (1 - share)));
      g.draw(new java.awt.geom.Ellipse2D.Double(x - r, y - r * 0.28, 2 * r, r * 0.56));
    }
  }

  private static Area body() {
    Path2D deck = new Path2D.Double();
    deck.moveTo(120, DECK + 16);
    deck.quadTo(640, DECK - 40, 1160, DECK + 16);
    deck.lineTo(1160, WATER + 14);
    deck.lineTo(120, WATER + 14);
    deck.closePath();
    Area area = new Area(deck);
    area.subtract(new Area(new Arc2D.Double(250, DECK + 40, 220, 190, 0, 360, Arc2D.CHORD)));
    area.subtract(new Area(new Arc2D.Double(510, DECK + 14, 260, 240, 0, 360, Arc2D.CHORD)));
    area.subtract(new Area(new Arc2D.Double(810, DECK + 40, 220, 190, 0, 360, Arc2D.CHORD)));
    return area;
  }

  private static void reflection(Graphics2D g) {
    var before = g.getTransform();
    g.translate(0, 2 * WATER + 26);
    g.scale(1, -1);
    g.setColor(Paint.rgba(0x46585c, 0.38));
    g.fill(body());
    g.setTransform(before);
    Paint.haze(g, WATER + 20, WATER + 120, 0x8fa6aa, 0, 0.35);
  }

  private static void bridge(Graphics2D g) {
    Area body = body();
    g.setPaint(new GradientPaint(0, (float) DECK - 30, Paint.rgb(0xb4aea2), 0, (float) WATER, Paint.rgb(0x7d7a72)));
    g.fill(body);
    g.setClip(body);
    Random random = new Random(3);
    for (int row = 0; row < 8; row++) {
      for (int i = 0; i < 26; i++) {
        double x = 110 + i * 42 + (row % 2) * 21;
        double y = DECK - 22 + row * 17;
        g.setColor(Paint.rgba(random.nextBoolean() ? 0xcac4b6 : 0x5e5b54, 0.16));
        g.fill(new Rectangle2D.Double(x + 1, y + 1, 40, 15));
      }
    }
    g.setClip(new Rectangle2D.Double(0, 0, WIDTH, WATER + 14));
    g.setStroke(new BasicStroke(9));
    g.setColor(Paint.rgb(0x8f8a7e));
    g.draw(new Arc2D.Double(250, DECK + 40, 220, 190, 2, 176, Arc2D.OPEN));
    g.draw(new Arc2D.Double(510, DECK + 14, 260, 240, 2, 176, Arc2D.OPEN));
    g.draw(new Arc2D.Double(810, DECK + 40, 220, 190, 2, 176, Arc2D.OPEN));
    g.setClip(null);
  }

  /** Height of the deck at x. */
  private static double deck(double x) {
    double share = (x - 120) / 1040;
    return DECK + 16 - 4 * 28 * share * (1 - share);
  }

  private static void parapet(Graphics2D g) {
    for (double x = 130; x <= 1150; x += 34) {
      double y = deck(x);
      Paint.box(g, x - 5, y - 27, 10, 36, 0xa7a195);
      Paint.oval(g, x, y - 29, 6.5, 6, 0xbcb6a9);
      if (x + 34 <= 1150) {
        double next = deck(x + 34);
        Paint.fill(g, 0xb7b1a4, x + 5, y - 22, x + 29, next - 22, x + 29, next + 8, x + 5, y + 8);
        Paint.fill(g, 0x9a958a, x + 9, y - 17, x + 25, next - 17, x + 25, next + 2, x + 9, y + 2);
        Paint.fill(g, 0xc8c2b4, x - 5, y - 25, x + 39, next - 25, x + 39, next - 20, x - 5, y - 20);
      }
    }
    for (double x : new double[] {112, 1168}) {
      Paint.box(g, x - 11, DECK - 40, 22, 66, 0x99948a);
      Paint.round(g, x - 15, DECK - 48, 30, 12, 5, 0xb3ada0);
    }
  }

  private static void traffic(Graphics2D g, double time) {
    double car = (time + 0.55) % 1 / 0.4;
    if (car < 1) {
      double x = Paint.lerp(-130, 1420, car);
      Figures.car(g, x, deck(Math.max(120, Math.min(1160, x))) + 6, 0.72, time * 140, 0x3f6280, true, false);
    }
    umbrella(g, (time + 0.02) % 1, 1, 0xc23b2e, Figures.Look.of(0x5b6b7c, 0x3a4048));
    umbrella(g, (time + 0.42) % 1, -1, 0x2f6b8f, Figures.Look.of(0x7a6a58, 0x33383f));
    umbrella(g, (time + 0.62) % 1, -1, 0xd9a93a, Figures.Look.of(0x4d7c6a, 0x2d343d));
  }

  private static void umbrella(Graphics2D g, double share, int direction, int colour, Figures.Look look) {
    double x = direction > 0 ? Paint.lerp(-60, 1340, share) : Paint.lerp(1340, -60, share);
    double y = deck(Math.max(120, Math.min(1160, x))) + 3;
    Figures.person(g, x, y, 84, share * 42, direction, look.with(colour).wearing(Figures.Head.UMBRELLA));
  }

  private static void near(Graphics2D g, double time) {
    for (int i = 0; i < 9; i++) {
      Path2D willow = new Path2D.Double();
      double x = -30 + i * 24;
      double sway = Paint.swing(time, 2, i * 0.06) * (10 + i);
      willow.moveTo(x * 0.6 - 10, -10);
      willow.quadTo(x, 120, x + sway, 210 + (i * 67) % 150);
      g.setStroke(new BasicStroke(2.4f));
      g.setColor(Paint.rgb(0x5d7a45));
      g.draw(willow);
      for (int k = 3; k < 15; k++) {
        double s = k / 15.0;
        double lx = (1 - s) * (1 - s) * (x * 0.6 - 10) + 2 * s * (1 - s) * x + s * s * (x + sway);
        double ly = (1 - s) * (1 - s) * -10 + 2 * s * (1 - s) * 120 + s * s * (210 + (i * 67) % 150);
        int way = k % 2 == 0 ? 1 : -1;
        Paint.fill(g, k % 3 == 0 ? 0x7fa05a : 0x668a4a, lx, ly, lx + way * 8, ly + 10, lx + way * 7, ly + 26, lx + way * 2, ly + 12);
      }
    }
  }

  /** Falls a whole number of heights in a loop, in three depths. */
  private static void rain(Graphics2D g, double time) {
    Random random = new Random(99);
    for (int i = 0; i < 120; i++) {
      int layer = i % 3;
      double length = 20 + 14 * layer;
      int falls = 8 + 3 * layer;
      double travel = HEIGHT + 120;
      double y = (random.nextDouble() + falls * time) % 1 * travel - 60;
      double x = random.nextDouble() * (WIDTH + 200) - 20 - y * 0.12;
      g.setStroke(new BasicStroke((float) (1 + 0.5 * layer)));
      g.setColor(Paint.rgba(0xf4f8f8, 0.2 + 0.07 * layer));
      g.draw(new java.awt.geom.Line2D.Double(x, y, x - length * 0.12, y + length));
    }
  }
}
