import java.awt.Graphics2D;

/** A picture of 1280 x 720 that moves and comes back to where it began. */
interface Scene {

  int WIDTH = 1280;
  int HEIGHT = 720;

  /**
   * Draws one moment.
   *
   * @param time 0 to 1; 1 would look like 0 again
   */
  void draw(Graphics2D g, double time);
}
