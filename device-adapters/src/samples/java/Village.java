import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;

/** Houses, poles and wires of a village in the south. */
final class Village {

  private Village() {}

  /** A house of some floors with a tiled roof; x is its left side, y its foot. */
  static void house(Graphics2D g, double x, double y, double w, int floors, int wall, int roof) {
    double storey = 82;
    double h = floors * storey;
    Paint.shadow(g, x + w * 0.55, y + 2, w * 0.62, 12);
    g.setPaint(new GradientPaint((float) x, 0, Paint.rgb(wall), (float) (x + w), 0, Paint.mix(Paint.rgb(wall), Paint.rgb(0x3c3a36), 0.22)));
    g.fill(Paint.shape(x, y - h, x + w, y - h, x + w, y, x, y));
    for (int floor = 0; floor < floors; floor++) {
      double top = y - h + floor * storey;
      if (floor > 0) {
        g.setColor(Paint.rgba(0x000000, 0.12));
        g.fill(Paint.shape(x, top, x + w, top, x + w, top + 4, x, top + 4));
      }
      int windows = Math.max(2, (int) (w / 78));
      for (int i = 0; i < windows; i++) {
        boolean door = floor == floors - 1 && i == windows / 2;
        double wx = x + w * (i + 0.5) / windows - 20;
        if (door) {
          door(g, wx - 6, y - 64, 52, 64);
        } else {
          window(g, wx, top + 20, 40, 40);
        }
      }
    }
    roof(g, x, y - h, w, roof);
  }

  static void window(Graphics2D g, double x, double y, double w, double h) {
    Paint.box(g, x - 3, y - 3, w + 6, h + 6, 0xefe9dc);
    g.setPaint(new GradientPaint((float) x, (float) y, Paint.rgb(0x7a99a8), (float) (x + w), (float) (y + h), Paint.rgb(0x3f5666)));
    g.fill(Paint.shape(x, y, x + w, y, x + w, y + h, x, y + h));
    Paint.box(g, x + w / 2 - 1.5, y, 3, h, 0xefe9dc);
    g.setColor(Paint.rgba(0xffffff, 0.22));
    g.fill(Paint.shape(x + 3, y, x + w * 0.4, y, x + 3, y + h * 0.7));
    Paint.box(g, x - 6, y + h + 3, w + 12, 4, 0xcfc6b4);
  }

  /** A wooden door between two red paper strips. */
  static void door(Graphics2D g, double x, double y, double w, double h) {
    Paint.box(g, x - 9, y, 7, h * 0.8, 0xc8281f);
    Paint.box(g, x + w + 2, y, 7, h * 0.8, 0xc8281f);
    Paint.box(g, x - 9, y - 11, w + 18, 8, 0xc8281f);
    Paint.box(g, x, y, w, h, 0x6a4630);
    Paint.box(g, x + w / 2 - 1, y, 2, h, 0x3d2618);
    Paint.oval(g, x + w / 2 - 5, y + h * 0.55, 2, 2, 0xd8b25a);
    Paint.oval(g, x + w / 2 + 5, y + h * 0.55, 2, 2, 0xd8b25a);
  }

  static void roof(Graphics2D g, double x, double y, double w, int colour) {
    Path2D path = new Path2D.Double();
    path.moveTo(x - 24, y + 8);
    path.quadTo(x + 4, y - 4, x + 20, y - 46);
    path.lineTo(x + w - 20, y - 46);
    path.quadTo(x + w - 4, y - 4, x + w + 24, y + 8);
    path.closePath();
    g.setPaint(new GradientPaint(0, (float) y - 46, Paint.mix(Paint.rgb(colour), Paint.rgb(0xffffff), 0.15), 0, (float) y + 8, Paint.rgb(colour)));
    g.fill(path);
    g.setClip(path);
    for (double tx = x - 40; tx < x + w + 40; tx += 11) {
      double lean = (tx - x - w / 2) / w * 34;
      Paint.line(g, tx + lean, y + 8, tx, y - 46, 1.6, Paint.mix(Paint.rgb(colour), Paint.rgb(0x111111), 0.3).getRGB());
    }
    g.setClip(null);
    Paint.round(g, x + 12, y - 52, w - 24, 9, 8, Figures.darker(colour));
    Paint.box(g, x - 24, y + 6, w + 48, 5, Figures.darker(colour));
  }

  static void pole(Graphics2D g, double x, double y, double height) {
    Paint.line(g, x, y, x, y - height, height * 0.032, 0x8d8a84);
    Paint.line(g, x - height * 0.13, y - height * 0.9, x + height * 0.13, y - height * 0.9, height * 0.022, 0x6b6761);
    for (double i : new double[] {-0.12, -0.04, 0.04, 0.12}) {
      Paint.oval(g, x + height * i, y - height * 0.92, height * 0.011, height * 0.018, 0x5a4034);
    }
  }

  static void wire(Graphics2D g, double x1, double y1, double x2, double y2, double sag) {
    Path2D path = new Path2D.Double();
    path.moveTo(x1, y1);
    path.quadTo((x1 + x2) / 2, (y1 + y2) / 2 + 2 * sag, x2, y2);
    g.setStroke(new java.awt.BasicStroke(1.8f));
    g.setColor(Paint.rgba(0x30343a, 0.75));
    g.draw(path);
  }
}
