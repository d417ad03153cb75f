import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;

/** People, animals and vehicles, as simple figures; x, y is where they stand. */
final class Figures {

  private Figures() {}

  /** What somebody wears and carries. */
  record Look(int hair, int top, int trousers, boolean backpack, int pack, Head head) {

    static Look of(int top, int trousers) {
      return new Look(0x26211f, top, trousers, false, 0, Head.BARE);
    }

    Look with(int packColour) {
      return new Look(hair, top, trousers, true, packColour, head);
    }

    Look wearing(Head other) {
      return new Look(hair, top, trousers, backpack, pack, other);
    }
  }

  enum Head {
    BARE,
    STRAW_HAT,
    CAP,
    UMBRELLA,
    GREY_HAIR
  }

  /**
   * A walking figure.
   *
   * @param height in pixels
   * @param stride phase of the step, in steps
   * @param direction 1 to the right, -1 to the left, 0 towards or away from the viewer
   */
  static void person(Graphics2D g, double x, double y, double height, double stride, int direction, Look look) {
    AffineTransform before = g.getTransform();
    Paint.shadow(g, x + height * 0.07, y, height * 0.24, height * 0.055);
    g.translate(x, y);
    double flip = direction < 0 ? -1 : 1;
    double s = height / 100;
    g.scale(flip * s, s);
    double step = Math.sin(stride * Math.PI);
    double bob = -Math.abs(step) * 1.6;
    double reach = direction == 0 ? 4 : 15;
    limb(g, 0, -44 + bob, -step * reach * 0.45 - 3, -22, -step * reach - 2, -1 + Math.min(0, step) * 5, 9.5, darker(look.trousers()));
    limb(g, 0, -75 + bob, step * reach * 0.55 - 3, -60 + bob, step * reach * 0.9 - 1, -46 + bob, 6.5, darker(look.top()));
    if (look.backpack() && direction != 0) {
      Paint.round(g, -17, -79 + bob, 13, 27, 9, look.pack());
    }
    limb(g, 0, -44 + bob, step * reach * 0.45 + 3, -22, step * reach + 2, -1 + Math.min(0, -step) * 5, 9.5, look.trousers());
    Paint.round(g, -10, -83 + bob, 20, 44, 13, look.top());
    g.setColor(Paint.rgba(0xffffff, 0.13));
    g.fill(new Ellipse2D.Double(-8, -81 + bob, 8, 34));
    if (look.backpack() && direction == 0) {
      Paint.round(g, -9, -80 + bob, 18, 28, 9, look.pack());
    }
    limb(g, 0, -76 + bob, -step * reach * 0.5 + 3, -61 + bob, -step * reach * 0.8 + 4, -47 + bob, 6.5, look.top());
    Paint.oval(g, -step * reach * 0.8 + 4, -46 + bob, 3.4, 3.4, 0xe0b08c);
    Paint.oval(g, 0.6, -91 + bob, 8.4, 9.2, 0xe3b590);
    head(g, look, direction, bob);
    g.setTransform(before);
  }

  private static void head(Graphics2D g, Look look, int direction, double bob) {
    int hair = look.head() == Head.GREY_HAIR ? 0xb9b4ac : look.hair();
    g.setColor(Paint.rgb(hair));
    if (direction == 0) {
      g.fill(new Ellipse2D.Double(-8.6, -101 + bob, 18, 17));
    } else {
      g.fill(new Arc2D.Double(-9, -101 + bob, 18.5, 19, 25, 200, Arc2D.CHORD));
    }
    switch (look.head()) {
      case STRAW_HAT -> {
        Paint.fill(g, 0xd8b873, -20, -94 + bob, 21, -94 + bob, 1, -109 + bob);
        Paint.fill(g, 0xc09c58, -20, -94 + bob, 21, -94 + bob, 1, -97 + bob);
      }
      case CAP -> {
        g.setColor(Paint.rgb(0x25364d));
        g.fill(new Arc2D.Double(-9.5, -103 + bob, 20, 20, 0, 180, Arc2D.CHORD));
        Paint.round(g, 2, -94.5 + bob, 14, 3, 3, 0x1b283a);
      }
      case UMBRELLA -> umbrella(g, bob, look.pack());
      default -> {}
    }
  }

  private static void umbrella(Graphics2D g, double bob, int colour) {
    Paint.line(g, 9, -66 + bob, 7, -122 + bob, 1.6, 0x44403c);
    g.setColor(Paint.rgb(colour));
    g.fill(new Arc2D.Double(-34, -126 + bob, 82, 50, 0, 180, Arc2D.CHORD));
    g.setColor(Paint.rgba(0x000000, 0.16));
    g.fill(new Arc2D.Double(7, -126 + bob, 41, 50, 0, 90, Arc2D.PIE));
    g.setColor(Paint.rgba(0xffffff, 0.2));
    g.fill(new Arc2D.Double(-22, -124 + bob, 34, 44, 90, 70, Arc2D.PIE));
  }

  private static void limb(Graphics2D g, double x1, double y1, double x2, double y2, double x3, double y3, double width, int colour) {
    g.setColor(Paint.rgb(colour));
    g.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    Path2D path = new Path2D.Double();
    path.moveTo(x1, y1);
    path.quadTo(x2, y2, x3, y3);
    g.draw(path);
  }

  static int darker(int colour) {
    return Paint.mix(Paint.rgb(colour), Paint.rgb(0x101318), 0.28).getRGB() & 0xffffff;
  }

  static void wheel(Graphics2D g, double cx, double cy, double r, double turn) {
    Paint.oval(g, cx, cy, r, r, 0x23262a);
    Paint.oval(g, cx, cy, r * 0.62, r * 0.62, 0x9aa1a8);
    Paint.oval(g, cx, cy, r * 0.5, r * 0.5, 0x5b626a);
    for (int i = 0; i < 5; i++) {
      double a = turn + i * 2 * Math.PI / 5;
      Paint.line(g, cx, cy, cx + Math.cos(a) * r * 0.5, cy + Math.sin(a) * r * 0.5, r * 0.1, 0xc5cbd1);
    }
    Paint.oval(g, cx, cy, r * 0.15, r * 0.15, 0x33373c);
  }

  /** A motor tricycle with a load, heading right; 200 units long. */
  static void tricycle(Graphics2D g, double x, double y, double scale, double turn, int body) {
    AffineTransform before = g.getTransform();
    Paint.shadow(g, x, y + 2, 118 * scale, 15 * scale);
    g.translate(x, y);
    g.scale(scale, scale);
    Paint.fill(g, 0xc9a05a, -88, -72, -70, -92, -52, -80, -36, -98, -18, -78, -2, -86, 4, -66);
    Paint.fill(g, 0x94b35a, -78, -72, -64, -86, -50, -74, -30, -88, -12, -72);
    Paint.round(g, -98, -70, 106, 34, 5, body);
    g.setColor(Paint.rgba(0xffffff, 0.22));
    g.fill(Paint.shape(-96, -68, 6, -68, 6, -60, -96, -60));
    g.setColor(Paint.rgba(0x000000, 0.18));
    for (int i = 0; i < 4; i++) {
      g.fill(Paint.shape(-78 + 24 * i, -68, -75 + 24 * i, -68, -75 + 24 * i, -38, -78 + 24 * i, -38));
    }
    Paint.box(g, -98, -38, 130, 8, 0x30363d);
    Paint.fill(g, darker(body), 8, -36, 40, -36, 62, -42, 66, -54, 44, -50, 30, -46, 8, -46);
    Paint.line(g, 74, -18, 60, -72, 6, 0x3b4148);
    Paint.line(g, 60, -72, 48, -80, 5, 0x23262a);
    Paint.round(g, 57, -68, 18, 16, 8, 0xe5e8ea);
    Paint.oval(g, 73, -60, 4, 6, 0xfff2c2);
    limbRider(g);
    wheel(g, -60, -17, 17, turn);
    wheel(g, 78, -15, 15, turn);
    g.setTransform(before);
  }

  private static void limbRider(Graphics2D g) {
    Paint.round(g, 2, -56, 34, 12, 6, 0x23262a);
    Paint.round(g, 6, -100, 24, 48, 14, 0x3e5f87);
    Paint.line(g, 20, -88, 46, -78, 8, 0x35517a);
    Paint.line(g, 18, -56, 42, -50, 11, 0x3b3f46);
    Paint.line(g, 42, -50, 44, -32, 10, 0x3b3f46);
    Paint.oval(g, 20, -112, 11, 12, 0xdfae88);
    Paint.fill(g, 0xd8b873, -4, -116, 46, -116, 21, -134);
    Paint.fill(g, 0xbd9954, -4, -116, 46, -116, 21, -119);
  }

  /** A small car, heading right; 220 units long. */
  static void car(Graphics2D g, double x, double y, double scale, double turn, int body, boolean lights, boolean mirrored) {
    AffineTransform before = g.getTransform();
    Paint.shadow(g, x, y + 2, 124 * scale, 15 * scale);
    g.translate(x, y);
    g.scale(mirrored ? -scale : scale, scale);
    Path2D shell = new Path2D.Double();
    shell.moveTo(-108, -22);
    shell.curveTo(-112, -52, -104, -58, -84, -60);
    shell.curveTo(-66, -88, -48, -94, -8, -94);
    shell.curveTo(26, -94, 42, -80, 56, -62);
    shell.curveTo(92, -58, 108, -52, 110, -30);
    shell.lineTo(108, -18);
    shell.lineTo(-106, -18);
    shell.closePath();
    g.setPaint(
        new java.awt.GradientPaint(0, -94, Paint.mix(Paint.rgb(body), Paint.rgb(0xffffff), 0.25), 0, -18, Paint.rgb(darker(body))));
    g.fill(shell);
    Paint.fill(g, 0x34424f, -72, -61, -56, -82, -14, -86, -14, -61);
    Paint.fill(g, 0x34424f, -8, -61, -8, -86, 20, -83, 44, -61);
    g.setColor(Paint.rgba(0xffffff, 0.25));
    g.fill(Paint.shape(-62, -62, -48, -82, -38, -83, -52, -62));
    g.fill(Paint.shape(4, -62, 4, -85, 12, -84, 20, -62));
    Paint.round(g, -2, -54, 14, 4, 3, darker(body));
    Paint.oval(g, 104, -42, 5, 7, lights ? 0xfffbe0 : 0xe8edf0);
    Paint.round(g, -110, -48, 7, 13, 4, 0xb8322c);
    if (lights) {
      g.setPaint(
          new java.awt.GradientPaint(104, 0, Paint.rgba(0xfff3c4, 0.55), 330, 0, Paint.rgba(0xfff3c4, 0)));
      g.fill(Paint.shape(104, -46, 330, -78, 330, 10, 104, -36));
    }
    wheel(g, -64, -17, 17, turn);
    wheel(g, 66, -17, 17, turn);
    g.setTransform(before);
  }

  /** A hen; {@code peck} 0 upright to 1 beak on the ground. */
  static void hen(Graphics2D g, double x, double y, double scale, double peck, double step, int direction, int feathers) {
    AffineTransform before = g.getTransform();
    Paint.shadow(g, x, y, 22 * scale, 5 * scale);
    g.translate(x, y);
    g.scale(direction * scale, scale);
    double swing = Math.sin(step * Math.PI) * 5;
    Paint.line(g, -2, -14, -2 + swing, -1, 2, 0xd59a3c);
    Paint.line(g, 4, -14, 4 - swing, -1, 2, 0xd59a3c);
    Paint.fill(g, darker(feathers), -14, -26, -32, -44, -26, -28, -34, -30, -22, -18);
    Paint.oval(g, 0, -24, 20, 14, feathers);
    Paint.oval(g, -4, -25, 13, 8, darker(feathers));
    double hx = Paint.lerp(19, 27, peck);
    double hy = Paint.lerp(-44, -8, peck);
    g.setStroke(new BasicStroke(10, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.setColor(Paint.rgb(feathers));
    g.draw(new java.awt.geom.Line2D.Double(12, -28, hx - 2, hy + 2));
    Paint.oval(g, hx, hy, 6.5, 6.5, feathers);
    Paint.oval(g, hx - 1, hy - 7, 4.5, 3.5, 0xcf3a2f);
    Paint.fill(g, 0xe8a83a, hx + 5, hy - 2, hx + 12, hy + 1, hx + 5, hy + 3);
    Paint.oval(g, hx + 2, hy - 1, 1.3, 1.3, 0x1c1a18);
    g.setTransform(before);
  }
}
