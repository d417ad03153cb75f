import java.awt.Font;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;

/** A school's gate in the morning: the gate slides open, children go in, people pass. */
final class SchoolGate implements Scene {

  private static final double GROUND = 470;
  private static final double GATE_LEFT = 470;
  private static final double GATE_RIGHT = 830;

  @Override
  public void draw(Graphics2D g, double time) {
    background(g, time);
    building(g, time);
    yard(g);
    double open = Paint.ease(time, 0.08, 0.24) - Paint.ease(time, 0.74, 0.92);
    enter(g, time, true);
    gate(g, open);
    wall(g);
    booth(g);
    Landscape.tree(g, 120, GROUND + 6, 350, Paint.swing(time, 3, 0) * 5, 5, 0x2f5a2c, 0x86ad4c);
    Landscape.tree(g, 1180, GROUND + 6, 330, Paint.swing(time, 3, 0.3) * 5, 8, 0x2f5a2c, 0x8cb252);
    street(g);
    Figures.Look guard = Figures.Look.of(0x27415f, 0x1f2b3a).wearing(Figures.Head.CAP);
    Figures.person(g, 890, GROUND + 18, 96, 0.12 * Paint.swing(time, 2, 0), -1, guard);
    enter(g, time, false);
    passers(g, time);
  }

  private static void background(Graphics2D g, double time) {
    Paint.down(g, 0, 400, 0x8fc3ea, 0xe9f3f4);
    Landscape.cloud(g, 250 + Paint.swing(time, 1, 0) * 6, 70, 46, 0.75);
    Landscape.cloud(g, 960 - Paint.swing(time, 1, 0) * 6, 110, 36, 0.6);
    Landscape.ridge(g, 11, 290, 150, 0x9db8bd, 0xcfdedd, 420);
    Landscape.ridge(g, 42, 350, 120, 0x6f9a80, 0xaac6a8, 430);
  }

  private static void building(Graphics2D g, double time) {
    g.setPaint(new GradientPaint(0, 120, Paint.rgb(0xfaf4e6), 0, 430, Paint.rgb(0xe8ddc6)));
    g.fill(Paint.shape(270, 150, 1010, 150, 1010, 430, 270, 430));
    Paint.box(g, 255, 136, 770, 18, 0xa8483a);
    Paint.box(g, 270, 232, 740, 12, 0xc9705a);
    Paint.box(g, 270, 326, 740, 12, 0xc9705a);
    for (int floor = 0; floor < 3; floor++) {
      for (int i = 0; i < 9; i++) {
        window(g, 292 + i * 80, 168 + floor * 94);
      }
    }
    Paint.line(g, 905, 430, 905, 62, 6, 0xd5d9dc);
    flag(g, 908, 66, time);
  }

  private static void window(Graphics2D g, double x, double y) {
    Paint.box(g, x - 4, y - 4, 64, 60, 0xffffff);
    g.setPaint(new GradientPaint((float) x, (float) y, Paint.rgb(0x6d97b5), (float) x + 56, (float) y + 52, Paint.rgb(0x3f6582)));
    g.fill(Paint.shape(x, y, x + 56, y, x + 56, y + 52, x, y + 52));
    g.setColor(Paint.rgba(0xffffff, 0.28));
    g.fill(Paint.shape(x + 8, y, x + 26, y, x + 6, y + 52, x, y + 52, x, y + 30));
    Paint.box(g, x + 26, y, 4, 52, 0xffffff);
    Paint.box(g, x, y + 22, 56, 3, 0xffffff);
  }

  private static void flag(Graphics2D g, double x, double y, double time) {
    Path2D cloth = new Path2D.Double();
    cloth.moveTo(x, y);
    for (int i = 0; i <= 20; i++) {
      cloth.lineTo(x + i * 4.4, y + Math.sin(i * 0.42 - 2 * Math.PI * 6 * time) * i * 0.32);
    }
    for (int i = 20; i >= 0; i--) {
      cloth.lineTo(x + i * 4.4, y + 56 + Math.sin(i * 0.42 - 2 * Math.PI * 6 * time) * i * 0.32);
    }
    cloth.closePath();
    g.setColor(Paint.rgb(0xd8291f));
    g.fill(cloth);
  }

  private static void yard(Graphics2D g) {
    Paint.down(g, 420, GROUND + 10, 0xc9c2b4, 0xb8b0a2);
    Paint.fill(g, 0xd9d3c6, 560, 425, 740, 425, GATE_RIGHT, GROUND + 10, GATE_LEFT, GROUND + 10);
  }

  private static void wall(Graphics2D g) {
    for (double x : new double[] {0, GATE_RIGHT + 34}) {
      double end = x == 0 ? GATE_LEFT - 34 : WIDTH;
      Paint.box(g, x, 372, end - x, GROUND - 372, 0xb96a52);
      g.setColor(Paint.rgba(0x7c3f30, 0.55));
      for (int row = 0; row < 7; row++) {
        g.fill(Paint.shape(x, 384 + row * 13, end, 384 + row * 13, end, 386 + row * 13, x, 386 + row * 13));
      }
      Paint.box(g, x, 362, end - x, 12, 0xe4d8c4);
      Paint.box(g, x, GROUND - 16, end - x, 16, 0x8c8578);
    }
    pillar(g, GATE_LEFT - 44);
    pillar(g, GATE_RIGHT - 6);
    Paint.round(g, GATE_LEFT - 34, 306, 30, 132, 4, 0xf7f3e8);
    g.setColor(Paint.rgb(0x9b2018));
    g.setFont(new Font("Noto Serif CJK SC", Font.BOLD, 25));
    String name = "中心小学";
    for (int i = 0; i < name.length(); i++) {
      g.drawString(name.substring(i, i + 1), (float) GATE_LEFT - 32, 333 + i * 31);
    }
  }

  private static void pillar(Graphics2D g, double x) {
    g.setPaint(new GradientPaint((float) x, 0, Paint.rgb(0xd9cdb6), (float) x + 50, 0, Paint.rgb(0xa99c84)));
    g.fill(Paint.shape(x, 286, x + 50, 286, x + 50, GROUND + 4, x, GROUND + 4));
    Paint.round(g, x - 6, 272, 62, 18, 6, 0x9c4a3a);
    Paint.oval(g, x + 25, 262, 12, 12, 0xf4ecd2);
  }

  /** A folding gate on wheels, as nearly every school has; 0 shut, 1 open. */
  private static void gate(Graphics2D g, double open) {
    double head = Paint.lerp(GATE_RIGHT - 20, GATE_LEFT + 74, open);
    int folds = 15;
    double step = (head - GATE_LEFT) / folds;
    for (int i = 0; i < folds; i++) {
      double x = GATE_LEFT + i * step;
      Paint.line(g, x, 404, x + step, 462, 3.2, 0xaab3ba);
      Paint.line(g, x, 462, x + step, 404, 3.2, 0xc6ced4);
      Paint.line(g, x, 398, x, 468, 4, 0x8f99a1);
      Paint.oval(g, x, 470, 4, 4, 0x30353a);
    }
    Paint.round(g, head - 6, 386, 26, 84, 8, 0xdfe4e8);
    Paint.round(g, head - 2, 394, 18, 14, 4, open > 0.05 && open < 0.95 ? 0xe0a32c : 0xb3392f);
    Paint.oval(g, head + 2, 472, 6, 6, 0x30353a);
    Paint.oval(g, head + 14, 472, 6, 6, 0x30353a);
  }

  private static void booth(Graphics2D g) {
    Paint.shadow(g, 985, GROUND + 4, 92, 12);
    Paint.box(g, 912, 318, 150, GROUND + 2 - 318, 0xf1ece0);
    Paint.box(g, 898, 302, 178, 20, 0x466f8f);
    g.setPaint(new GradientPaint(930, 340, Paint.rgb(0x86adc4), 1040, 410, Paint.rgb(0x4a6d86)));
    g.fill(Paint.shape(928, 338, 1010, 338, 1010, 402, 928, 402));
    Paint.box(g, 966, 338, 4, 64, 0xffffff);
    Paint.box(g, 1020, 346, 34, GROUND + 2 - 346, 0x7d8f9b);
    g.setColor(Paint.rgb(0x1f3c57));
    g.setFont(new Font("Noto Sans CJK SC", Font.BOLD, 18));
    g.drawString("保卫室", 944, 430);
  }

  private static void street(Graphics2D g) {
    Paint.down(g, GROUND, 560, 0xcdc7bb, 0xb9b2a5);
    g.setColor(Paint.rgba(0x8f887b, 0.5));
    for (int i = -6; i < 24; i++) {
      double top = 640 + (i - 9) * 66;
      double bottom = 640 + (i - 9) * 92;
      g.fill(Paint.shape(top, GROUND, top + 2, GROUND, bottom + 2, 560, bottom, 560));
    }
    Paint.box(g, 0, 558, WIDTH, 12, 0xe6e2d8);
    Paint.down(g, 570, HEIGHT, 0x6b7076, 0x53585e);
    for (int i = 0; i < 8; i++) {
      Paint.fill(g, 0xe9e8e2, 460 + i * 48, 578, 486 + i * 48, 578, 474 + i * 58, 700, 440 + i * 58, 700);
    }
  }

  /** Three children walk in while the gate is open: on the street before, in the yard after. */
  private static void enter(Graphics2D g, double time, boolean behindGate) {
    child(g, time, 0.10, 250, 610, Figures.Look.of(0x3c78b4, 0x2b3442).with(0xd8453a), behindGate);
    child(g, time, 0.15, 205, 655, Figures.Look.of(0xe9eef2, 0x35506e).with(0x3f9a6b), behindGate);
    child(g, time, 0.30, 190, 700, Figures.Look.of(0x3c78b4, 0x2b3442).with(0xe0a12e), behindGate);
  }

  private static void child(Graphics2D g, double time, double start, double from, double to, Figures.Look look, boolean behindGate) {
    double along = (time - start) / 0.24;
    double inside = (time - start - 0.24) / 0.24;
    if (!behindGate && along >= 0 && along < 1) {
      double x = Paint.lerp(-60, to, along);
      Figures.person(g, x, 520, 82, along * 11, 1, look);
    } else if (behindGate && inside >= 0 && inside < 1) {
      Paint.faintly(g, 1 - Paint.ease(inside, 0.85, 1), () ->
          Figures.person(g, Paint.lerp(to, 650, inside), Paint.lerp(500, 440, inside), Paint.lerp(78, 56, inside), inside * 9, 0, look));
    }
  }

  private static void passers(Graphics2D g, double time) {
    double adult = time * 1.25 - 0.12;
    Figures.person(g, Paint.lerp(1350, -70, adult), 548, 118, time * 19, -1, Figures.Look.of(0x8a4b62, 0x3d4450));
    double second = (time + 0.45) % 1 * 1.2 - 0.1;
    Figures.person(g, Paint.lerp(-70, 1350, second), 556, 122, time * 17, 1, Figures.Look.of(0x5c6f54, 0x4a4640).wearing(Figures.Head.GREY_HAIR));
    double bike = (time + 0.62) % 1;
    if (bike < 0.42) {
      Figures.tricycle(g, Paint.lerp(-160, 1440, bike / 0.42), 668, 1.25, time * 120, 0x3c6fa8);
    }
  }
}
