package io.sharpeyes.device.camera;

import java.time.Instant;

/**
 * The bare fact that something moved, or that the camera was tampered with, from ONVIF metadata
 * (ONVIF Analytics Service Specification, topics {@code RuleEngine} and {@code VideoSource}).
 * Objects, plates and faces in the metadata are dropped by the parser and have no field here.
 *
 * @param kind what happened
 * @param active true when it begins, false when it ends
 * @param at when the gateway received it
 */
public record SceneEvent(Kind kind, boolean active, Instant at) {

  /** What a scene event may say. */
  public enum Kind {
    /** Something moves in the picture. */
    MOVEMENT,
    /** The camera was covered, turned, blurred or is too dark or bright. */
    TAMPER
  }
}
