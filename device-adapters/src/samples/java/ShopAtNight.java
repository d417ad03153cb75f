import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.util.Random;

/** A shop front at night: a lamp with moths, light on the wet ground, late customers. */
final class ShopAtNight implements Scene {

  private static final double FOOT = 500;
  private static final double LAMP = 1010;

  @Override
  public void draw(Graphics2D g, double time) {
    sky(g, time);
    neighbours(g);
    shop(g, time);
    ground(g, time);
    scooter(g);
    people(g, time);
    lamp(g, time);
    cat(g, time);
    Paint.haze(g, 0, HEIGHT, 0x060b18, 0.02, 0.06);
  }

  private static void sky(Graphics2D g, double time) {
    Paint.down(g, 0, FOOT, 0x0b1530, 0x26365a);
    Random random = new Random(6);
    for (int i = 0; i < 90; i++) {
      double x = random.nextDouble() * WIDTH;
      double y = random.nextDouble() * 260;
      double twinkle = 0.45 + 0.3 * Paint.swing(time, 1 + i % 3, random.nextDouble());
      g.setColor(Paint.rgba(0xffffff, twinkle * (1 - y / 320)));
      double r = 0.8 + random.nextDouble() * 1.1;
      g.fill(new Ellipse2D.Double(x, y, 2 * r, 2 * r));
    }
    Paint.glow(g, 190, 96, 120, 0xdfe6ff, 0.22);
    Paint.oval(g, 190, 96, 31, 31, 0xeef0e2);
    Paint.oval(g, 203, 88, 27, 27, 0x111c3a);
    Landscape.ridge(g, 61, 330, 140, 0x16233f, 0x1d2c48, FOOT);
    Landscape.ridge(g, 14, 380, 100, 0x0f1a30, 0x14213a, FOOT);
  }

  private static void neighbours(Graphics2D g) {
    Paint.box(g, -20, 290, 230, FOOT - 290, 0x262c3c);
    Paint.fill(g, 0x161b28, -40, 296, 10, 244, 190, 244, 232, 296);
    Paint.box(g, 60, 350, 60, 56, 0x12161f);
    Paint.box(g, 64, 354, 52, 48, 0xd99b4a);
    Paint.glow(g, 90, 378, 90, 0xf0b25c, 0.25);
    Paint.box(g, 88, 354, 4, 48, 0x2a2018);
    Paint.box(g, 1060, 260, 260, FOOT - 260, 0x232a3a);
    Paint.fill(g, 0x141926, 1036, 266, 1082, 214, 1300, 214, 1320, 266);
    Paint.box(g, 1150, 330, 56, 60, 0x10141d);
    Paint.box(g, 1230, 330, 56, 60, 0x10141d);
  }

  private static void shop(Graphics2D g, double time) {
    Paint.box(g, 250, 170, 700, FOOT - 170, 0x4a4038);
    Paint.fill(g, 0x23262e, 224, 178, 270, 120, 930, 120, 976, 178);
    // Light inside.
    g.setPaint(new GradientPaint(0, 270, Paint.rgb(0xfff0c2), 0, (float) FOOT, Paint.rgb(0xe9b566)));
    g.fill(Paint.shape(286, 268, 914, 268, 914, FOOT, 286, FOOT));
    shelves(g);
    counter(g, time);
    Paint.box(g, 276, 258, 648, 12, 0x2d2a28);
    for (double x : new double[] {276, 500, 700, 912}) {
      Paint.box(g, x, 262, 12, FOOT - 262, 0x2d2a28);
    }
    sign(g, time);
    awning(g);
  }

  private static void shelves(Graphics2D g) {
    Random random = new Random(17);
    int[] goods = {0xc5402f, 0x2f7d58, 0x2f63a3, 0xe0a52c, 0xf2efe6, 0x7c4a94, 0xd9772b, 0x4fa3b5};
    for (int row = 0; row < 4; row++) {
      double y = 322 + row * 44;
      Paint.box(g, 290, y, 620, 5, 0x9b7443);
      double x = 296;
      while (x < 900) {
        double w = 9 + random.nextInt(15);
        double h = 18 + random.nextInt(17);
        int colour = goods[random.nextInt(goods.length)];
        Paint.round(g, x, y - h, w, h, 4, colour);
        g.setColor(Paint.rgba(0xffffff, 0.25));
        g.fill(Paint.shape(x + 2, y - h + 3, x + 4, y - h + 3, x + 4, y - 4, x + 2, y - 4));
        x += w + 3 + random.nextInt(5);
      }
    }
    for (double x : new double[] {400, 600, 800}) {
      Paint.glow(g, x, 284, 80, 0xfffbe6, 0.75);
      Paint.round(g, x - 38, 276, 76, 7, 6, 0xffffff);
    }
  }

  private static void counter(Graphics2D g, double time) {
    Figures.person(g, 770, 512, 132, 0.06 * Paint.swing(time, 3, 0), -1, Figures.Look.of(0x9c3f4b, 0x33343c));
    Paint.box(g, 716, 440, 190, FOOT - 440, 0x8a5a34);
    Paint.box(g, 708, 430, 204, 13, 0xb58650);
    Paint.round(g, 860, 398, 34, 32, 4, 0x30343c);
    Paint.box(g, 864, 402, 26, 20, 0x7fd0e0);
    Paint.box(g, 300, 446, 190, FOOT - 446, 0x7d512f);
    for (int i = 0; i < 5; i++) {
      Paint.oval(g, 322 + i * 36, 444, 15, 11, i % 2 == 0 ? 0xd9772b : 0x9cb53f);
      Paint.oval(g, 316 + i * 36, 438, 10, 8, i % 2 == 0 ? 0xe9913c : 0xb4cc54);
    }
  }

  private static void sign(Graphics2D g, double time) {
    double light = 0.93 + 0.07 * Paint.swing(time, 7, 0.1) * Paint.swing(time, 3, 0.4);
    Paint.glow(g, 600, 206, 400, 0xff4a30, 0.20 * light);
    Paint.round(g, 330, 160, 540, 76, 10, 0x8f1c14);
    Paint.round(g, 336, 166, 528, 64, 8, 0xc52a1c);
    g.setFont(new Font("Noto Sans CJK SC", Font.BOLD, 46));
    g.setColor(Paint.rgba(0xfff3c4, light));
    g.drawString("便 民 商 店", 478, 215);
    g.setFont(new Font("Noto Sans CJK SC", Font.BOLD, 17));
    g.setColor(Paint.rgba(0xffe9a8, 0.9 * light));
    g.drawString("烟酒", 356, 195);
    g.drawString("副食", 356, 220);
    g.drawString("粮油", 806, 195);
    g.drawString("快递", 806, 220);
  }

  private static void awning(Graphics2D g) {
    for (int i = 0; i < 14; i++) {
      double x = 262 + i * 48.5;
      int colour = i % 2 == 0 ? 0xb9342a : 0xe8dfd0;
      Paint.fill(g, colour, x + 6, 240, x + 54, 240, x + 48.5, 282, x, 282);
      Paint.oval(g, x + 24, 282, 24.2, 9, colour);
    }
    Paint.haze(g, 238, 292, 0x1a0c08, 0.18, 0.35);
  }

  private static void ground(Graphics2D g, double time) {
    Paint.down(g, FOOT, HEIGHT, 0x2d3038, 0x15181f);
    g.setPaint(new GradientPaint(0, (float) FOOT, Paint.rgba(0xffd27a, 0.62), 0, 690, Paint.rgba(0xffc060, 0)));
    g.fill(Paint.shape(270, FOOT, 930, FOOT, 1060, HEIGHT, 140, HEIGHT));
    var flat = g.getTransform();
    g.translate(LAMP - 50, 606);
    g.scale(1, 0.32);
    Paint.glow(g, 0, 0, 270, 0xffe2a0, 0.5);
    g.setTransform(flat);
    // Puddles hold the sign and the lamp.
    for (double[] p : new double[][] {{420, 610, 130, 16}, {760, 660, 170, 20}, {1010, 600, 110, 14}}) {
      g.setPaint(new GradientPaint((float) (p[0] - p[2]), 0, Paint.rgba(0xffdf9a, 0.05), (float) p[0], 0, Paint.rgba(0xffdf9a, 0.5), true));
      g.fill(new Ellipse2D.Double(p[0] - p[2], p[1] - p[3], 2 * p[2], 2 * p[3]));
      for (int i = 0; i < 3; i++) {
        double share = (time * 4 + i / 3.0 + p[0]) % 1;
        g.setStroke(new BasicStroke(1.6f));
        g.setColor(Paint.rgba(0xfff1cf, 0.35 * (1 - share)));
        double r = p[2] * 0.7 * share;
        g.draw(new Ellipse2D.Double(p[0] - r, p[1] - r * 0.13, 2 * r, r * 0.26));
      }
    }
  }

  private static void scooter(Graphics2D g) {
    Paint.shadow(g, 200, 566, 96, 12);
    Figures.wheel(g, 140, 548, 20, 0.3);
    Figures.wheel(g, 256, 548, 20, 1.1);
    Paint.fill(g, 0x2e6f86, 124, 520, 150, 492, 196, 492, 204, 528, 232, 528, 244, 470, 258, 468, 262, 520, 236, 548, 160, 550);
    Paint.round(g, 132, 478, 74, 16, 12, 0x1d2026);
    Paint.line(g, 250, 470, 240, 440, 5, 0x20242b);
    Paint.line(g, 226, 440, 256, 436, 6, 0x20242b);
    Paint.oval(g, 262, 480, 7, 9, 0xcfd5c8);
    g.setColor(Paint.rgba(0xffd27a, 0.25));
    g.fill(Paint.shape(150, 494, 196, 494, 200, 502, 150, 502));
  }

  private static void people(Graphics2D g, double time) {
    // A customer comes from the right, stands at the counter and goes on to the left.
    double arrive = Paint.ease(time, 0.02, 0.34);
    double leave = Paint.ease(time, 0.62, 0.97);
    double x = Paint.lerp(Paint.lerp(1350, 650, arrive), -70, leave);
    boolean walking = (time > 0.02 && time < 0.34) || (time > 0.62 && time < 0.97);
    Figures.person(g, x, 556, 150, walking ? time * 58 : 0, -1, Figures.Look.of(0x46647e, 0x2c323c));
    double pass = (time + 0.62) % 1 * 1.2 - 0.1;
    Figures.person(g, Paint.lerp(-80, 1360, pass), 640, 176, pass * 20, 1, Figures.Look.of(0x6c6650, 0x39352f).wearing(Figures.Head.CAP));
  }

  private static void lamp(Graphics2D g, double time) {
    g.setPaint(new GradientPaint(0, 210, Paint.rgba(0xffe2a0, 0.26), 0, 600, Paint.rgba(0xffe2a0, 0)));
    g.fill(Paint.shape(LAMP - 70, 204, LAMP - 30, 204, LAMP + 110, 620, LAMP - 220, 620));
    Paint.line(g, LAMP + 12, 600, LAMP + 12, 196, 11, 0x394150);
    Paint.line(g, LAMP + 12, 196, LAMP - 46, 182, 8, 0x394150);
    Paint.round(g, LAMP - 78, 180, 56, 14, 10, 0x4a5464);
    Paint.round(g, LAMP - 74, 192, 48, 9, 8, 0xfff6d8);
    Paint.glow(g, LAMP - 50, 200, 130, 0xffe7ae, 0.85);
    for (int i = 0; i < 6; i++) {
      double a = 2 * Math.PI * ((2 + i % 3) * time + i * 0.17);
      double r = 26 + i * 8 + 9 * Paint.swing(time, 5 + i, 0.2 * i);
      Paint.oval(g, LAMP - 50 + Math.cos(a) * r, 216 + Math.sin(a) * r * 0.55, 2.6, 2, 0xfff4d0);
    }
  }

  /** Sits in the lamp's light and looks about; its tail never rests. */
  private static void cat(Graphics2D g, double time) {
    double x = 930;
    double y = 606;
    Paint.shadow(g, x, y, 40, 8);
    var tail = new java.awt.geom.Path2D.Double();
    tail.moveTo(x + 20, y - 6);
    tail.curveTo(x + 46, y - 2, x + 44 + 8 * Paint.swing(time, 4, 0), y - 24, x + 56, y - 30 + 7 * Paint.swing(time, 4, 0.2));
    g.setStroke(new BasicStroke(7, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.setColor(Paint.rgb(0xc98a4a));
    g.draw(tail);
    Paint.oval(g, x, y - 20, 22, 22, 0xd99a58);
    double look = 5 * Paint.ease((time + 0.5) % 1, 0.2, 0.3) - 5 * Paint.ease((time + 0.5) % 1, 0.7, 0.8);
    Paint.oval(g, x - 12 + look, y - 44, 14, 12.5, 0xe0a566);
    Paint.fill(g, 0xd08f4c, x - 24 + look, y - 48, x - 23 + look, y - 62, x - 13 + look, y - 54);
    Paint.fill(g, 0xd08f4c, x - 10 + look, y - 54, x - 1 + look, y - 62, x + look, y - 48);
    Paint.oval(g, x - 17 + look, y - 45, 2, 2.4, 0x20301c);
    Paint.oval(g, x - 8 + look, y - 45, 2, 2.4, 0x20301c);
    Paint.oval(g, x - 13 + look, y - 40, 1.6, 1.2, 0xb05a5a);
  }
}
