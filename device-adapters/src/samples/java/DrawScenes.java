import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * Draws one scene's loop as raw BGR pictures of 1280 x 720 to standard output, or one moment of it
 * as PNG: {@code DrawScenes SCENE} or {@code DrawScenes SCENE TIME FILE}.
 */
final class DrawScenes {

  private static final int PICTURES = 120;

  private static final Map<String, Scene> SCENES =
      Map.of(
          "school-gate", new SchoolGate(),
          "village-junction", new VillageJunction(),
          "household-yard", new HouseholdYard(),
          "shop-at-night", new ShopAtNight(),
          "field-road", new FieldRoad(),
          "river-bridge", new RiverBridge());

  private DrawScenes() {}

  public static void main(String[] arguments) throws IOException {
    System.setProperty("java.awt.headless", "true");
    Scene scene = SCENES.get(arguments[0]);
    if (arguments.length == 3) {
      ImageIO.write(picture(scene, Double.parseDouble(arguments[1])), "png", new File(arguments[2]));
      return;
    }
    try (OutputStream out = new BufferedOutputStream(System.out, 1 << 20)) {
      for (int i = 0; i < PICTURES; i++) {
        var data = picture(scene, (double) i / PICTURES).getRaster().getDataBuffer();
        out.write(((java.awt.image.DataBufferByte) data).getData());
      }
    }
  }

  private static BufferedImage picture(Scene scene, double time) {
    var image = new BufferedImage(Scene.WIDTH, Scene.HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    scene.draw(g, time);
    g.dispose();
    return image;
  }
}
