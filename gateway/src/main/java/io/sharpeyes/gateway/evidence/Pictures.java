package io.sharpeyes.gateway.evidence;

import io.micrometer.core.instrument.MeterRegistry;
import io.sharpeyes.device.camera.SceneEvent;
import io.sharpeyes.device.video.CameraStreams;
import io.sharpeyes.gateway.access.AuditLog;
import io.sharpeyes.gateway.access.Sessions;
import io.sharpeyes.gateway.correlation.CameraRanking;
import io.sharpeyes.gateway.correlation.CameraState;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.registry.Registry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * All that is done with cameras' pictures: what is taken at a press, who may look, and looking. Any
 * thread; never blocks.
 */
public final class Pictures {

  private final Grants grants;
  private final CameraViews views;
  private final KeptPictures kept;
  private final AlarmPictures atPress;
  private final SceneNotes scenes;

  /**
   * What pictures are made of.
   *
   * @param vertx runs them
   * @param clock the gateway's clock
   * @param journal knows the incidents
   * @param streams the cameras
   * @param store where pictures are kept
   * @param audit where every look is written first
   * @param sessions who is signed in
   * @param registry the registry as it stands
   * @param ranking ranks its cameras
   * @param states how the cameras are
   * @param push takes events that aren't stored
   * @param meters the figures
   */
  public record Parts(
      Vertx vertx,
      InstantSource clock,
      Journal journal,
      CameraStreams streams,
      EvidenceStore store,
      AuditLog audit,
      Sessions sessions,
      Supplier<Registry> registry,
      Supplier<CameraRanking> ranking,
      Function<String, CameraState> states,
      Consumer<Event> push,
      MeterRegistry meters) {}

  /** Makes them; {@link #start} makes them work. */
  public Pictures(Parts parts, GrantSettings settings) {
    CameraReach reach =
        new CameraReach(parts.journal(), parts.ranking(), parts.states(), parts.clock());
    PictureAudit audit = new PictureAudit(parts.vertx(), parts.audit());
    OpenCameras openCameras = new OpenCameras();
    grants =
        new Grants(
            parts.vertx(),
            parts.journal(),
            parts.registry(),
            parts.sessions(),
            reach,
            audit,
            settings,
            parts.clock());
    views = new CameraViews(parts.streams(), grants, audit, parts.meters());
    kept = new KeptPictures(parts.store(), grants, audit);
    atPress =
        new AlarmPictures(
            parts.vertx(),
            parts.journal(),
            parts.streams(),
            parts.store(),
            reach,
            openCameras,
            settings,
            parts.clock(),
            parts.meters());
    scenes = new SceneNotes(openCameras, parts.journal(), parts.registry(), parts.push());
  }

  /** Who may look. */
  public Grants grants() {
    return grants;
  }

  /** Looking now. */
  public CameraViews views() {
    return views;
  }

  /** Looking at what was kept. */
  public KeptPictures kept() {
    return kept;
  }

  /** Begins to watch incidents. */
  public Future<Void> start() {
    grants.start();
    return grants.breakGlass().endMissed().compose(ended -> atPress.start());
  }

  /** Takes the bare fact that something moves before a camera; nothing else of it is kept. */
  public void onScene(String camera, SceneEvent scene) {
    if (scene.kind() == SceneEvent.Kind.MOVEMENT && scene.active()) {
      scenes.moved(camera, scene.at());
    }
  }

  /** Another registry counts from now on. */
  public void registry(Registry next) {
    scenes.registry(next);
  }

  /** Ends all views, and tells the audit. */
  public Future<Void> stop() {
    return views.stop().eventually(grants::stop);
  }

  /** Waits until what was being recorded is stored; the cameras have been closed before. */
  public Future<Void> finish() {
    return atPress.finish();
  }
}
