package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.access.Session;
import io.sharpeyes.gateway.evidence.EvidencePiece.Kind;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What was kept of a press, for those who have a grant. Any thread; never blocks. */
public final class KeptPictures {

  private final EvidenceStore store;
  private final Grants grants;
  private final PictureAudit audit;

  KeptPictures(EvidenceStore store, Grants grants, PictureAudit audit) {
    this.store = store;
    this.grants = grants;
    this.audit = audit;
  }

  /** A file that may be sent, as long as the grant holds. */
  public record Kept(Path path, EvidencePiece piece, BooleanSupplier stillGranted) {}

  /**
   * The picture of the alarm's moment.
   *
   * @return fails with {@link PictureRefused}
   */
  public Future<Kept> snapshot(Session who, String incident, String camera, String grantId) {
    return grants
        .use(who, incident, camera, grantId, "snapshot")
        .compose(grant -> find(grant, incident, Kind.SNAPSHOT).compose(kept -> show(grant, kept)));
  }

  /**
   * The clip with the seconds before the press. A browser fetches it in parts: on one grant the
   * first is written down.
   *
   * @return fails with {@link PictureRefused}
   */
  public Future<Kept> clip(Session who, String incident, String camera, String grantId) {
    return grants
        .use(who, incident, camera, grantId, "clip")
        .compose(
            grant ->
                find(grant, incident, Kind.CLIP)
                    .compose(
                        kept ->
                            grants.book().isClipNew(grant)
                                ? show(grant, kept)
                                : Future.succeededFuture(kept)));
  }

  private Future<Kept> find(Grant grant, String incident, Kind kind) {
    return store.of(incident).map(pieces -> first(pieces, grant, kind));
  }

  private Kept first(List<EvidencePiece> pieces, Grant grant, Kind kind) {
    String camera = grant.camera();
    for (EvidencePiece piece : pieces) {
      if (piece.kind() == kind && piece.camera().equals(camera)) {
        return new Kept(store.path(piece), piece, () -> grants.book().holds(grant));
      }
    }
    throw PictureRefused.noPicture(
        kind == Kind.CLIP
            ? "There is no clip of camera "
                + camera
                + ": it doesn't pre-record, or the clip is still being recorded."
            : "There is no picture of the alarm's moment of camera " + camera + ".");
  }

  private Future<Kept> show(Grant grant, Kept kept) {
    Map<String, Object> detail = PictureAudit.detail(grant);
    detail.put("of", kept.piece().from());
    detail.put("sha256", kept.piece().sha256());
    String action = kept.piece().kind() == Kind.CLIP ? "picture.clip" : "picture.snapshot";
    return audit
        .first(grant.session(), action, grant.subject(), detail)
        .map(
            written -> {
              if (!grants.book().holds(grant)) {
                throw PictureRefused.noGrant("over");
              }
              if (kept.piece().kind() == Kind.CLIP) {
                grants.book().clipAudited(grant);
              }
              return kept;
            });
  }
}
