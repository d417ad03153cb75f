package io.sharpeyes.device.simulator;

import static io.sharpeyes.device.simulator.CameraScene.FIELD_ROAD;
import static io.sharpeyes.device.simulator.CameraScene.HOUSEHOLD_YARD;
import static io.sharpeyes.device.simulator.CameraScene.RIVER_BRIDGE;
import static io.sharpeyes.device.simulator.CameraScene.SCHOOL_GATE;
import static io.sharpeyes.device.simulator.CameraScene.SHOP_AT_NIGHT;
import static io.sharpeyes.device.simulator.CameraScene.VILLAGE_JUNCTION;

import io.sharpeyes.device.rtsp.VideoCodec;
import io.sharpeyes.device.simulator.CameraLogin.Scheme;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The demo county's cameras, as {@code config/demo/cameras.csv} registers them: what each sees, how
 * it encodes and how it asks for a login, and what is wrong with some of them.
 */
public final class DemoCounty {

  /** {@code camera-1} … in this order. */
  private static final List<CameraScene> SCENES =
      List.of(
          SCHOOL_GATE,
          VILLAGE_JUNCTION,
          VILLAGE_JUNCTION,
          RIVER_BRIDGE,
          SHOP_AT_NIGHT,
          VILLAGE_JUNCTION,
          HOUSEHOLD_YARD,
          VILLAGE_JUNCTION,
          FIELD_ROAD,
          SCHOOL_GATE,
          VILLAGE_JUNCTION,
          FIELD_ROAD,
          HOUSEHOLD_YARD,
          RIVER_BRIDGE,
          VILLAGE_JUNCTION,
          FIELD_ROAD,
          SHOP_AT_NIGHT,
          SCHOOL_GATE,
          VILLAGE_JUNCTION,
          FIELD_ROAD,
          HOUSEHOLD_YARD,
          FIELD_ROAD,
          SHOP_AT_NIGHT,
          FIELD_ROAD);

  private static final Set<String> H265 = Set.of("camera-4", "camera-9", "camera-12", "camera-20");

  /** Somebody changed its password and told nobody. */
  private static final CameraLogin CHANGED = CameraLogin.digest("viewer", "changed");

  private static final CameraLogin USUAL = CameraLogin.digest("viewer", "demo");

  private static final Map<String, CameraLogin> LOGINS =
      Map.of(
          "camera-3", new CameraLogin(Scheme.DIGEST_SHA256, "viewer", "demo"),
          "camera-10", new CameraLogin(Scheme.DIGEST_MD5_QOP, "viewer", "demo"),
          "camera-14", new CameraLogin(Scheme.BASIC, "viewer", "demo"),
          "camera-15", CHANGED,
          "camera-19", new CameraLogin(Scheme.DIGEST_SHA256, "viewer", "demo"),
          "camera-24", CameraLogin.open());

  private DemoCounty() {}

  /**
   * Mounts {@code camera-1} to {@code camera-24}. The dead one among them is dead because the
   * registry names another port, where nothing listens.
   */
  public static void addTo(SimulatedCameras cameras) {
    for (int i = 0; i < SCENES.size(); i++) {
      String name = "camera-" + (i + 1);
      SimulatedCamera camera = cameras.add(name, SCENES.get(i));
      camera.login(LOGINS.getOrDefault(name, USUAL));
      if (H265.contains(name)) {
        camera.show(SCENES.get(i), VideoCodec.H265);
      }
    }
  }
}
