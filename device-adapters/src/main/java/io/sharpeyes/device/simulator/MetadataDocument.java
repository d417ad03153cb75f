package io.sharpeyes.device.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * ONVIF metadata documents (ONVIF Streaming Specification §5.1.2.1, Analytics Service Specification
 * §5.3 and Annex A, Imaging Service Specification §5.5), cut into RTP payloads.
 */
final class MetadataDocument {

  private static final int MAX_PAYLOAD = 1400;

  private static final String CELL_MOTION = "tns1:RuleEngine/CellMotionDetector/Motion";
  private static final String MOTION_ALARM = "tns1:VideoSource/MotionAlarm";
  private static final String TAMPER = "tns1:RuleEngine/TamperDetector/Tamper";

  private MetadataDocument() {}

  /** The state of every property, for a viewer that has just come. */
  static List<byte[]> initial(boolean moving, boolean covered, Instant at) {
    return document(
        event(CELL_MOTION, "Initialized", "IsMotion", moving, at)
            + event(MOTION_ALARM, "Initialized", "State", moving, at)
            + event(TAMPER, "Initialized", "IsTamper", covered, at));
  }

  static List<byte[]> movement(boolean begins, Instant at) {
    return document(
        event(CELL_MOTION, "Changed", "IsMotion", begins, at)
            + event(MOTION_ALARM, "Changed", "State", begins, at));
  }

  static List<byte[]> tamper(boolean begins, Instant at) {
    return document(event(TAMPER, "Changed", "IsTamper", begins, at));
  }

  /** What a camera's analytics say of people and vehicles. The gateway has to drop all of it. */
  static List<byte[]> objects(Instant at) {
    return document(
        """
        <tt:VideoAnalytics><tt:Frame UtcTime="%s" Source="analytics">\
        <tt:Object ObjectId="12"><tt:Appearance><tt:Shape>\
        <tt:BoundingBox left="-0.31" top="0.42" right="-0.12" bottom="-0.38"/>\
        <tt:CenterOfGravity x="-0.21" y="0.02"/></tt:Shape>\
        <tt:Class><tt:Type Likelihood="0.91">Human</tt:Type></tt:Class>\
        <tt:HumanFace><fc:Gender>Unknown</fc:Gender></tt:HumanFace></tt:Appearance></tt:Object>\
        <tt:Object ObjectId="15"><tt:Appearance><tt:Shape>\
        <tt:BoundingBox left="0.20" top="0.10" right="0.61" bottom="-0.33"/>\
        <tt:CenterOfGravity x="0.40" y="-0.11"/></tt:Shape>\
        <tt:Class><tt:Type Likelihood="0.88">Vehicle</tt:Type></tt:Class>\
        <tt:LicensePlateInfo><tt:PlateNumber Likelihood="0.83">DEMO-0815</tt:PlateNumber>\
        </tt:LicensePlateInfo></tt:Appearance></tt:Object></tt:Frame></tt:VideoAnalytics>"""
            .formatted(at.truncatedTo(ChronoUnit.MILLIS)));
  }

  private static String event(
      String topic, String operation, String item, boolean value, Instant at) {
    return """
    <tt:Event><wsnt:NotificationMessage>\
    <wsnt:Topic Dialect="http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet">%s\
    </wsnt:Topic><wsnt:Message><tt:Message UtcTime="%s" PropertyOperation="%s"><tt:Source>\
    <tt:SimpleItem Name="VideoSourceConfigurationToken" Value="VideoSource_1"/></tt:Source>\
    <tt:Data><tt:SimpleItem Name="%s" Value="%s"/></tt:Data></tt:Message></wsnt:Message>\
    </wsnt:NotificationMessage></tt:Event>"""
        .formatted(topic, at.truncatedTo(ChronoUnit.MILLIS), operation, item, value);
  }

  private static List<byte[]> document(String content) {
    String text =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <tt:MetadataStream xmlns:tt="http://www.onvif.org/ver10/schema" \
        xmlns:fc="http://www.onvif.org/ver20/analytics/humanface" \
        xmlns:tns1="http://www.onvif.org/ver10/topics" \
        xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2">%s</tt:MetadataStream>
        """
            .formatted(content);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<byte[]> payloads = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += MAX_PAYLOAD) {
      payloads.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + MAX_PAYLOAD)));
    }
    return payloads;
  }
}
