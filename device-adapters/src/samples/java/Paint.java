import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Composite;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;

/** The few strokes that everything here is drawn with. */
final class Paint {

  private Paint() {}

  static Color rgb(int hex) {
    return new Color(hex);
  }

  static Color rgba(int hex, double alpha) {
    return new Color((hex >> 16) & 255, (hex >> 8) & 255, hex & 255, (int) (255 * alpha));
  }

  static Color mix(Color one, Color other, double share) {
    return new Color(
        (int) (one.getRed() + (other.getRed() - one.getRed()) * share),
        (int) (one.getGreen() + (other.getGreen() - one.getGreen()) * share),
        (int) (one.getBlue() + (other.getBlue() - one.getBlue()) * share));
  }

  static void down(Graphics2D g, double top, double bottom, int from, int to) {
    g.setPaint(new GradientPaint(0, (float) top, rgb(from), 0, (float) bottom, rgb(to)));
    g.fill(new Rectangle2D.Double(0, top, Scene.WIDTH, bottom - top));
  }

  static void box(Graphics2D g, double x, double y, double w, double h, int colour) {
    g.setColor(rgb(colour));
    g.fill(new Rectangle2D.Double(x, y, w, h));
  }

  static void round(Graphics2D g, double x, double y, double w, double h, double r, int colour) {
    g.setColor(rgb(colour));
    g.fill(new RoundRectangle2D.Double(x, y, w, h, r, r));
  }

  static void oval(Graphics2D g, double cx, double cy, double rx, double ry, int colour) {
    g.setColor(rgb(colour));
    g.fill(new Ellipse2D.Double(cx - rx, cy - ry, 2 * rx, 2 * ry));
  }

  static void line(
      Graphics2D g, double x1, double y1, double x2, double y2, double width, int colour) {
    g.setColor(rgb(colour));
    g.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(new Line2D.Double(x1, y1, x2, y2));
  }

  /** A polygon of x, y, x, y … */
  static Path2D shape(double... xy) {
    Path2D path = new Path2D.Double();
    path.moveTo(xy[0], xy[1]);
    for (int i = 2; i < xy.length; i += 2) {
      path.lineTo(xy[i], xy[i + 1]);
    }
    path.closePath();
    return path;
  }

  static void fill(Graphics2D g, int colour, double... xy) {
    g.setColor(rgb(colour));
    g.fill(shape(xy));
  }

  static void shadow(Graphics2D g, double cx, double cy, double rx, double ry) {
    g.setPaint(
        new RadialGradientPaint(
            new Point2D.Double(0, 0),
            1,
            new float[] {0, 0.6f, 1},
            new Color[] {rgba(0x101820, 0.34), rgba(0x101820, 0.2), rgba(0x101820, 0)}));
    var before = g.getTransform();
    g.translate(cx, cy);
    g.scale(rx, ry);
    g.fill(new Ellipse2D.Double(-1, -1, 2, 2));
    g.setTransform(before);
  }

  static void glow(Graphics2D g, double cx, double cy, double radius, int colour, double strength) {
    g.setPaint(
        new RadialGradientPaint(
            new Point2D.Double(cx, cy),
            (float) radius,
            new float[] {0, 0.35f, 1},
            new Color[] {
              rgba(colour, strength), rgba(colour, strength * 0.45), rgba(colour, 0)
            }));
    g.fill(new Ellipse2D.Double(cx - radius, cy - radius, 2 * radius, 2 * radius));
  }

  static void haze(Graphics2D g, double top, double bottom, int colour, double upper, double lower) {
    g.setPaint(
        new GradientPaint(
            0, (float) top, rgba(colour, upper), 0, (float) bottom, rgba(colour, lower)));
    g.fill(new Rectangle2D.Double(0, top, Scene.WIDTH, bottom - top));
  }

  static void faintly(Graphics2D g, double alpha, Runnable drawing) {
    Composite before = g.getComposite();
    g.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) alpha));
    drawing.run();
    g.setComposite(before);
  }

  /** Swings to and fro, a whole number of times in a loop. */
  static double swing(double time, int times, double phase) {
    return Math.sin(2 * Math.PI * (times * time + phase));
  }

  /** 0 before {@code from}, 1 after {@code to}, smooth between. */
  static double ease(double time, double from, double to) {
    double x = Math.max(0, Math.min(1, (time - from) / (to - from)));
    return x * x * (3 - 2 * x);
  }

  static double lerp(double from, double to, double share) {
    return from + (to - from) * share;
  }
}
