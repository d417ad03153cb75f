import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.util.Random;

/** A household's yard: hens, washing on the line, a persimmon tree in the wind. */
final class HouseholdYard implements Scene {

  private static final double FOOT = 452;

  @Override
  public void draw(Graphics2D g, double time) {
    Paint.down(g, 0, 300, 0xa8d2ea, 0xf4f1e4);
    Landscape.ridge(g, 91, 230, 150, 0x8fb0b0, 0xc9dacf, 330);
    Landscape.ridge(g, 33, 280, 110, 0x5f8f66, 0x9dbb86, 360);
    Landscape.bamboo(g, 1010, 400, 330, Paint.swing(time, 2, 0) * 6, 5);
    Landscape.bamboo(g, 1130, 405, 300, Paint.swing(time, 2, 0.2) * 6, 9);
    wall(g);
    house(g);
    Paint.down(g, FOOT, HEIGHT, 0xcdbd9c, 0xb19e7b);
    slabs(g);
    things(g);
    persimmon(g, time);
    washing(g, time);
    granny(g, time);
    hens(g, time);
  }

  private static void wall(Graphics2D g) {
    Paint.box(g, 800, 330, 480, FOOT - 330, 0xd9cbb0);
    Paint.box(g, 790, 318, 490, 16, 0x5a626a);
    Paint.box(g, 0, 330, 70, FOOT - 330, 0xd9cbb0);
    Paint.box(g, 0, 318, 70, 16, 0x5a626a);
    g.setColor(Paint.rgba(0x7a6a4c, 0.25));
    for (int i = 0; i < 8; i++) {
      g.fill(Paint.shape(800, 346 + i * 14, 1280, 346 + i * 14, 1280, 347.5 + i * 14, 800, 347.5 + i * 14));
    }
  }

  private static void house(Graphics2D g) {
    g.setPaint(new GradientPaint(0, 200, Paint.rgb(0xf6efdf), 0, (float) FOOT, Paint.rgb(0xe0d3ba)));
    g.fill(Paint.shape(70, 190, 800, 190, 800, FOOT, 70, FOOT));
    Paint.box(g, 70, FOOT - 46, 730, 46, 0xa8a08f);
    Village.roof(g, 70, 190, 730, 0x4f5a63);
    g.setColor(Paint.rgba(0x2b2a26, 0.22));
    g.fill(Paint.shape(70, 200, 800, 200, 800, 226, 70, 240));
    Village.window(g, 130, 268, 96, 92);
    Village.window(g, 640, 268, 96, 92);
    Paint.box(g, 128, 312, 100, 3, 0xefe9dc);
    Paint.box(g, 638, 312, 100, 3, 0xefe9dc);
    Village.door(g, 350, 272, 150, FOOT - 272);
    couplet(g, 326, "平安如意");
    couplet(g, 506, "四季吉祥");
    Paint.round(g, 334, 238, 182, 28, 3, 0xc8281f);
    g.setColor(Paint.rgb(0xf3cf6b));
    g.setFont(new Font("Noto Serif CJK SC", Font.BOLD, 20));
    g.drawString("出 入 平 安", 372, 259);
    blessing(g, 388, 340);
    blessing(g, 462, 340);
    corn(g, 265, 246);
    corn(g, 575, 246);
    lantern(g, 300, 236);
    lantern(g, 548, 236);
    Paint.fill(g, 0xb9ae98, 320, FOOT, 530, FOOT, 546, FOOT + 16, 304, FOOT + 16);
  }

  private static void couplet(Graphics2D g, double x, String text) {
    Paint.box(g, x, 272, 19, 150, 0xc8281f);
    g.setColor(Paint.rgb(0x2a1a12));
    g.setFont(new Font("Noto Serif CJK SC", Font.BOLD, 17));
    for (int i = 0; i < text.length(); i++) {
      g.drawString(text.substring(i, i + 1), (float) x + 1, 300 + i * 34);
    }
  }

  private static void blessing(Graphics2D g, double x, double y) {
    var before = g.getTransform();
    g.translate(x, y);
    g.rotate(Math.PI / 4);
    Paint.box(g, -18, -18, 36, 36, 0xc8281f);
    g.setTransform(before);
    g.setColor(Paint.rgb(0xf3cf6b));
    g.setFont(new Font("Noto Serif CJK SC", Font.BOLD, 25));
    g.drawString("福", (float) x - 12.5f, (float) y + 9);
  }

  private static void corn(Graphics2D g, double x, double y) {
    for (int i = 0; i < 17; i++) {
      for (int side = -1; side <= 1; side += 2) {
        Paint.oval(g, x + side * 7, y + i * 6.2, 9, 5.6, 0xc98a1c);
        Paint.oval(g, x + side * 7, y + i * 6.2 - 1, 8.2, 4.4, i % 2 == 0 ? 0xf0bd3e : 0xe5aa2c);
      }
    }
    Paint.line(g, x, y - 22, x, y, 2.5, 0x8a7148);
  }

  private static void lantern(Graphics2D g, double x, double y) {
    Paint.line(g, x, y - 22, x, y, 2, 0x5a3a20);
    Paint.oval(g, x, y + 15, 19, 16, 0xd3281d);
    Paint.oval(g, x - 5, y + 12, 6, 11, 0xe65a45);
    Paint.box(g, x - 9, y - 3, 18, 5, 0xe3b64e);
    Paint.box(g, x - 9, y + 28, 18, 5, 0xe3b64e);
    Paint.line(g, x, y + 33, x, y + 47, 3, 0xd9a63a);
  }

  private static void slabs(Graphics2D g) {
    g.setColor(Paint.rgba(0x7d6b4a, 0.35));
    g.setStroke(new BasicStroke(2));
    for (int i = -8; i < 22; i++) {
      g.drawLine(440 + (i - 7) * 74, (int) FOOT + 16, 440 + (i - 7) * 148, HEIGHT);
    }
    for (int i = 1; i < 6; i++) {
      int y = (int) (FOOT + 16 + i * i * 9.5);
      g.drawLine(0, y, WIDTH, y);
    }
  }

  private static void things(Graphics2D g) {
    // A water jar, a stool, a basket of chillies drying, a broom at the wall.
    Paint.shadow(g, 100, 520, 70, 12);
    Path2D jar = new Path2D.Double();
    jar.moveTo(62, 432);
    jar.curveTo(30, 460, 46, 520, 72, 522);
    jar.lineTo(128, 522);
    jar.curveTo(154, 520, 170, 460, 138, 432);
    jar.closePath();
    g.setPaint(new GradientPaint(46, 0, Paint.rgb(0x8a6244), 150, 0, Paint.rgb(0x4a3222)));
    g.fill(jar);
    Paint.oval(g, 100, 432, 40, 9, 0x2f241b);
    Paint.oval(g, 100, 434, 34, 6, 0x5f8494);
    Paint.shadow(g, 640, 545, 80, 12);
    Paint.oval(g, 640, 532, 74, 20, 0xb58f52);
    Paint.oval(g, 640, 528, 66, 16, 0xd9b877);
    Random random = new Random(4);
    for (int i = 0; i < 70; i++) {
      double a = random.nextDouble() * 7;
      double r = Math.sqrt(random.nextDouble());
      Paint.oval(g, 640 + Math.cos(a) * 60 * r, 527 + Math.sin(a) * 13 * r, 6, 2.6, random.nextBoolean() ? 0xb5241c : 0xd23b2a);
    }
    Paint.line(g, 786, 440, 768, 300, 5, 0x8a6a3e);
    Paint.fill(g, 0xb99a5a, 776, 412, 796, 410, 806, 462, 772, 464);
  }

  private static void persimmon(Graphics2D g, double time) {
    double sway = Paint.swing(time, 2, 0) * 6 + Paint.swing(time, 5, 0.3) * 2;
    Landscape.tree(g, 980, 540, 400, sway, 12, 0x33602e, 0x98b84e);
    Random random = new Random(2);
    for (int i = 0; i < 34; i++) {
      double a = random.nextDouble() * 7;
      double r = Math.sqrt(random.nextDouble()) * 0.95;
      double x = 980 + Math.cos(a) * 128 * r + sway * (0.5 + 0.5 * random.nextDouble());
      double y = 540 - 264 + Math.sin(a) * 102 * r;
      Paint.oval(g, x, y, 7, 6.3, 0xe2701d);
      Paint.oval(g, x - 2, y - 2, 2.4, 2, 0xf6a45a);
    }
  }

  private static void washing(Graphics2D g, double time) {
    Paint.line(g, 1236, 560, 1236, 330, 6, 0x7a5f3c);
    Village.wire(g, 990, 372, 1236, 344, 9);
    int[] colours = {0x4f7fb0, 0xe9ecec, 0xb8564a, 0x6b8f5a};
    for (int i = 0; i < colours.length; i++) {
      double x = 1034 + i * 48;
      double y = 378 - i * 5.5;
      double flutter = Paint.swing(time, 3, i * 0.17) * 7;
      Path2D cloth = new Path2D.Double();
      cloth.moveTo(x, y);
      cloth.lineTo(x + 36, y - 4);
      cloth.quadTo(x + 40 + flutter, y + 30, x + 36 + flutter * 1.5, y + 66);
      cloth.quadTo(x + 18 + flutter, y + 72, x + flutter * 1.5, y + 70);
      cloth.quadTo(x + 3 + flutter * 0.4, y + 34, x, y);
      g.setColor(Paint.rgb(colours[i]));
      g.fill(cloth);
      g.setColor(Paint.rgba(0x000000, 0.12));
      g.fill(Paint.shape(x + 22, y - 2, x + 36, y - 4, x + 36 + flutter * 1.5, y + 66, x + 24 + flutter * 1.5, y + 69));
    }
  }

  /** Comes out of the door, feeds the hens, and goes in again. */
  private static void granny(Graphics2D g, double time) {
    Figures.Look look = Figures.Look.of(0x6a5a86, 0x3c3b40).wearing(Figures.Head.GREY_HAIR);
    double out = Paint.ease(time, 0.12, 0.36);
    double in = Paint.ease(time, 0.66, 0.94);
    double x = Paint.lerp(425, 520, out - in);
    double y = Paint.lerp(FOOT + 4, 570, out - in);
    double height = Paint.lerp(118, 148, out - in);
    boolean walking = (time > 0.12 && time < 0.36) || (time > 0.66 && time < 0.94);
    double visible = Paint.ease(time, 0.1, 0.14) - Paint.ease(time, 0.92, 0.96);
    if (visible > 0) {
      Paint.faintly(g, Math.min(1, visible), () ->
          Figures.person(g, x, y, height, walking ? time * 30 : 0.1 * Paint.swing(time, 5, 0), walking ? 0 : 1, look));
    }
    if (time > 0.4 && time < 0.64) {
      for (int i = 0; i < 12; i++) {
        double fall = ((time - 0.4) * 16 + i * 0.083) % 1;
        Paint.oval(g, 548 + i * 5 + fall * 26, 520 + fall * fall * 76, 1.8, 1.8, 0xe9c24a);
      }
    }
  }

  private static void hens(Graphics2D g, double time) {
    int[] colours = {0xb5672d, 0xe9dfcd, 0x8d4a28, 0xd9a04c, 0x3f3a38};
    double[][] homes = {{300, 610}, {250, 668}, {700, 650}, {800, 600}, {420, 690}};
    for (int i = 0; i < homes.length; i++) {
      double near = Paint.ease(time, 0.36 + i * 0.02, 0.52 + i * 0.02) - Paint.ease(time, 0.78 + i * 0.02, 0.96 + i * 0.008);
      double tx = 590 + (i - 2) * 38;
      double ty = 618 + (i % 3) * 26;
      double x = Paint.lerp(homes[i][0], tx, near);
      double y = Paint.lerp(homes[i][1], ty, near);
      boolean moving = near > 0.01 && near < 0.99;
      boolean back = time > 0.75 && moving;
      int direction = (tx > homes[i][0]) == !back ? 1 : -1;
      double peck = moving ? 0 : Math.max(0, Paint.swing(time, 6 + i % 2, i * 0.21));
      Figures.hen(g, x, y, 1.35, peck, moving ? time * 60 : 0, direction, colours[i]);
    }
  }
}
