import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;

/** A junction in a village: a motor tricycle and cars pass, somebody comes down the lane. */
final class VillageJunction implements Scene {

  private static final double KERB = 500;

  @Override
  public void draw(Graphics2D g, double time) {
    Paint.down(g, 0, 360, 0x9fcbe8, 0xf3efe2);
    Landscape.cloud(g, 820 + Paint.swing(time, 1, 0.2) * 6, 80, 42, 0.7);
    Landscape.cloud(g, 330 - Paint.swing(time, 1, 0.2) * 6, 120, 30, 0.55);
    Landscape.ridge(g, 77, 270, 170, 0x93b3c0, 0xcbdcdc, 400);
    Landscape.ridge(g, 21, 330, 150, 0x6c9a7c, 0xa9c69f, 430);
    Landscape.ridge(g, 5, 380, 90, 0x4f7f4f, 0x86a866, 470);
    ground(g);
    Village.house(g, 20, KERB - 30, 330, 2, 0xf0e8d8, 0x55606a);
    Village.house(g, 780, KERB - 44, 200, 2, 0xe6d7bf, 0x8a4a3a);
    Village.house(g, 1000, KERB - 28, 300, 3, 0xf3efe6, 0x55606a);
    Landscape.bamboo(g, 415, KERB - 34, 230, Paint.swing(time, 2, 0) * 4, 3);
    Landscape.tree(g, 738, KERB - 36, 190, Paint.swing(time, 3, 0.1) * 3, 15, 0x2f5a2c, 0x86ad4c);
    walkers(g, time);
    furniture(g);
    road(g);
    vehicles(g, time);
    Landscape.bush(g, 60, HEIGHT + 6, 80, Paint.swing(time, 3, 0.4) * 3, 31, 0x2c5328, 0x7fa548);
    Landscape.bush(g, 1240, HEIGHT + 10, 95, Paint.swing(time, 3, 0.7) * 3, 32, 0x2c5328, 0x7fa548);
  }

  private static void ground(Graphics2D g) {
    Paint.down(g, 410, KERB, 0x9db56e, 0xb8ad8e);
    Paint.fill(g, 0xc4bdb0, 548, 398, 592, 398, 716, KERB, 470, KERB);
    Paint.fill(g, 0xa9c07a, 420, 410, 545, 400, 520, 425, 380, 440);
    for (int i = 0; i < 5; i++) {
      double y = 405 + i * 6;
      Paint.line(g, 600 + i * 6, y, 760, y + 2, 2, 0x7d9a4c);
    }
  }

  private static void furniture(Graphics2D g) {
    Village.pole(g, 366, KERB - 8, 330);
    Village.pole(g, 985, KERB - 12, 300);
    for (double i : new double[] {-42, -14, 14, 42}) {
      Village.wire(g, -20, 128 + i * 0.1, 366 + i, KERB - 8 - 305, 16);
      Village.wire(g, 366 + i, KERB - 8 - 305, 985 + i * 0.9, KERB - 12 - 277, 26);
      Village.wire(g, 985 + i * 0.9, KERB - 12 - 277, 1300, 170 + i * 0.1, 14);
    }
    // A convex mirror and the sign with the places' names.
    Paint.line(g, 742, KERB + 6, 742, 372, 7, 0xd97a2b);
    Paint.oval(g, 742, 356, 34, 34, 0xe0802c);
    Paint.oval(g, 742, 356, 27, 27, 0xa9c4d2);
    g.setColor(Paint.rgba(0xffffff, 0.5));
    g.setStroke(new BasicStroke(5, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.drawArc(722, 336, 40, 40, 100, 70);
    Paint.line(g, 452, KERB + 4, 452, 340, 6, 0x9aa0a5);
    Paint.round(g, 388, 312, 128, 62, 8, 0x1f5fa8);
    g.setColor(Paint.rgb(0xffffff));
    g.setStroke(new BasicStroke(2));
    g.drawRoundRect(392, 316, 120, 54, 6, 6);
    g.setFont(new Font("Noto Sans CJK SC", Font.BOLD, 21));
    g.drawString("← 卫生院", 402, 339);
    g.drawString("村委会 →", 404, 363);
  }

  private static void road(Graphics2D g) {
    Paint.down(g, KERB, KERB + 20, 0xd2ccc0, 0xbdb6a9);
    Paint.fill(g, 0xc4bdb0, 470, KERB, 716, KERB, 742, KERB + 22, 446, KERB + 22);
    Paint.down(g, KERB + 20, 694, 0x7a7d80, 0x64686c);
    for (int i = 0; i < 9; i++) {
      Paint.box(g, 20 + i * 150, 604, 84, 6, 0xe9d78c);
    }
    for (int i = 0; i < 4; i++) {
      Paint.fill(g, 0xe8e6de, 470 + i * 70, KERB + 24, 510 + i * 70, KERB + 24, 512 + i * 72, KERB + 44, 468 + i * 71, KERB + 44);
    }
    Paint.down(g, 694, HEIGHT, 0x9a9a80, 0x808a5c);
  }

  private static void walkers(Graphics2D g, double time) {
    double down = (time + 0.15) % 1;
    if (down < 0.9) {
      double share = down / 0.9;
      double near = Math.pow(share, 1.5);
      Paint.faintly(g, Paint.ease(share, 0, 0.06) * (1 - Paint.ease(share, 0.94, 1)), () ->
          Figures.person(g, Paint.lerp(570, 545, near), Paint.lerp(404, KERB + 2, near), Paint.lerp(26, 108, near), share * 14, 0, Figures.Look.of(0x5d7d9a, 0x4a4a48).wearing(Figures.Head.STRAW_HAT)));
    }
  }

  private static void vehicles(Graphics2D g, double time) {
    double left = (time + 0.08) % 1 / 0.36;
    if (left < 1) {
      Figures.car(g, Paint.lerp(1460, -180, left), 588, 1.05, -time * 150, 0xdfe3e6, false, true);
    }
    double walk = (time + 0.3) % 1 * 1.15 - 0.07;
    Figures.person(g, Paint.lerp(1340, -60, walk), KERB + 18, 112, walk * 24, -1, Figures.Look.of(0xb0563f, 0x38424f));
    double right = (time + 0.5) % 1 / 0.5;
    if (right < 1) {
      Figures.tricycle(g, Paint.lerp(-190, 1480, right), 668, 1.4, time * 130, 0x2f7a5c);
    }
    double second = (time + 0.84) % 1 / 0.3;
    if (second < 1) {
      Figures.car(g, Paint.lerp(-200, 1480, second), 676, 1.3, time * 160, 0xa8322c, false, false);
    }
  }
}
