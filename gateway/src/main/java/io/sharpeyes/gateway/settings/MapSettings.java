package io.sharpeyes.gateway.settings;

import io.sharpeyes.gateway.registry.CoordinateSystem;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code map.*}: what the console's map is drawn on.
 *
 * @param tiles the tile server, beside the layers of the registry folder
 */
public record MapSettings(Tiles tiles) {

  /** What stands in {@code config/gateway.yaml}: no tile server. */
  public static final MapSettings DEFAULT =
      new MapSettings(new Tiles(null, null, 3, 18, CoordinateSystem.WGS_84, 32 << 20));

  /**
   * A tile server with squares of 256 pixels in Web Mercator.
   *
   * @param url where a square is, with {@code {z}}, {@code {x}} and {@code {y}} (or {@code {-y}},
   *     counted from the south as in TMS); null for no tile server
   * @param attribution what its owner wants to be shown, as plain text; null for nothing
   * @param minZoom the coarsest zoom it has
   * @param maxZoom the finest zoom it has; nearer than that its squares are enlarged
   * @param coordinates in which its squares are drawn; places are shifted to them for display only
   * @param cacheBytes so much of it is kept in memory
   */
  public record Tiles(
      @Nullable String url,
      @Nullable String attribution,
      int minZoom,
      int maxZoom,
      CoordinateSystem coordinates,
      int cacheBytes) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(z|x|-?y)}");
    private static final int FINEST_ZOOM = 22;

    /** Checks the values. */
    public Tiles {
      if (url != null) {
        Check.uri("url", PLACEHOLDER.matcher(url).replaceAll("0"), Set.of("http", "https"));
        if (PLACEHOLDER.matcher(url).results().map(found -> found.group(1)).distinct().count()
            != 3) {
          throw new IllegalArgumentException(
              "url names not all of zoom, column and row, must be with {z}, {x} and {y}");
        }
      }
      Check.between("minZoom", minZoom, 0, FINEST_ZOOM);
      Check.between("maxZoom", maxZoom, minZoom, FINEST_ZOOM);
      Check.between("cacheBytes", cacheBytes, 1 << 20, 1 << 30);
    }

    /** The address of one square. */
    public String address(int zoom, int column, int row) {
      return String.valueOf(url)
          .replace("{z}", Integer.toString(zoom))
          .replace("{x}", Integer.toString(column))
          .replace("{y}", Integer.toString(row))
          .replace("{-y}", Integer.toString((1 << zoom) - 1 - row));
    }
  }
}
