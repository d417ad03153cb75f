package io.sharpeyes.device.rtsp;

import io.sharpeyes.device.camera.SceneEvent;
import io.sharpeyes.device.camera.SceneEvent.Kind;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads movement and tampering out of one ONVIF metadata document (ONVIF Streaming Specification
 * §5.1.2.1.1, Analytics Service Specification annex A), and nothing else: a document without an
 * event isn't even parsed, described scenes are skipped, and of an event only its topic and its
 * state are looked at. Objects, faces and number plates never become a value.
 *
 * <p>No document type, no entities; depth, attributes and length are bounded. Not thread-safe.
 */
final class OnvifMetadataParser {

  /** Bound of one document in bytes. */
  static final int MAX_BYTES = 256 * 1024;

  private static final int MAX_DEPTH = 32;
  private static final int MAX_ATTRIBUTES = 32;
  private static final int MAX_EVENTS = 64;
  private static final int MAX_TOPIC = 256;
  private static final byte[] EVENT_MARK =
      "NotificationMessage".getBytes(StandardCharsets.US_ASCII);
  private static final String LIMITS = "http://www.oracle.com/xml/jaxp/properties/";

  /** Topics without their namespace prefixes; what lies below one counts as well. */
  private static final Map<String, Kind> TOPICS =
      Map.ofEntries(
          Map.entry("RuleEngine/CellMotionDetector/Motion", Kind.MOVEMENT),
          Map.entry("RuleEngine/MotionRegionDetector/Motion", Kind.MOVEMENT),
          Map.entry("VideoSource/MotionAlarm", Kind.MOVEMENT),
          Map.entry("VideoAnalytics/Motion", Kind.MOVEMENT),
          Map.entry("VideoAnalytics/MotionDetection", Kind.MOVEMENT),
          Map.entry("RuleEngine/TamperDetector/Tamper", Kind.TAMPER),
          Map.entry("VideoSource/Tampering", Kind.TAMPER),
          Map.entry("VideoSource/ImageTooBlurry", Kind.TAMPER),
          Map.entry("VideoSource/ImageTooDark", Kind.TAMPER),
          Map.entry("VideoSource/ImageTooBright", Kind.TAMPER),
          Map.entry("VideoSource/GlobalSceneChange", Kind.TAMPER));

  private final XMLInputFactory factory = newFactory();

  private static XMLInputFactory newFactory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(LIMITS + "elementAttributeLimit", MAX_ATTRIBUTES);
    factory.setProperty(LIMITS + "maxElementDepth", MAX_DEPTH);
    factory.setProperty(LIMITS + "maxXMLNameLimit", MAX_TOPIC);
    return factory;
  }

  /**
   * Reads one document.
   *
   * @param document UTF-8, of which the first {@code length} bytes count
   * @param at when the gateway received it
   * @return the events in their order; none if there is none
   * @throws XMLStreamException if it isn't well-formed, isn't whole, or breaks a bound; then
   *     nothing of it counts
   */
  List<SceneEvent> parse(byte[] document, int length, Instant at) throws XMLStreamException {
    if (length > MAX_BYTES) {
      throw new XMLStreamException("A metadata document of more than " + MAX_BYTES + " bytes");
    }
    if (!mentionsEvent(document, length)) {
      return List.of();
    }
    // A reader of our own: the document's word on its encoding could hide what it holds.
    XMLStreamReader xml =
        factory.createXMLStreamReader(
            new InputStreamReader(
                new ByteArrayInputStream(document, 0, length), StandardCharsets.UTF_8));
    try {
      return new Document(xml, at).read();
    } finally {
      xml.close();
    }
  }

  private static boolean mentionsEvent(byte[] document, int length) {
    for (int i = 0; i + EVENT_MARK.length <= length; i++) {
      int matched = 0;
      while (matched < EVENT_MARK.length && document[i + matched] == EVENT_MARK[matched]) {
        matched++;
      }
      if (matched == EVENT_MARK.length) {
        return true;
      }
    }
    return false;
  }

  static @Nullable Kind kindOf(String topic) {
    StringBuilder plain = new StringBuilder();
    for (String segment : topic.strip().split("/", 8)) {
      plain.append(plain.isEmpty() ? "" : "/").append(segment.substring(segment.indexOf(':') + 1));
      Kind kind = TOPICS.get(plain.toString());
      if (kind != null) {
        return kind;
      }
    }
    return null;
  }

  /** One document while it is read. */
  private static final class Document {

    private final XMLStreamReader xml;
    private final Instant at;
    private final List<SceneEvent> events = new ArrayList<>();
    private int depth;
    private @Nullable Kind kind;
    private boolean inData;
    private boolean deleted;
    private @Nullable Boolean state;

    Document(XMLStreamReader xml, Instant at) {
      this.xml = xml;
      this.at = at;
    }

    List<SceneEvent> read() throws XMLStreamException {
      while (xml.hasNext()) {
        switch (xml.next()) {
          case XMLStreamConstants.START_ELEMENT -> begin();
          case XMLStreamConstants.END_ELEMENT -> end();
          case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
              throw new XMLStreamException("A document type or an entity in ONVIF metadata");
          default -> {
            // Text outside of a topic, comments and white space say nothing.
          }
        }
      }
      return events;
    }

    private void begin() throws XMLStreamException {
      deepen();
      switch (xml.getLocalName()) {
        case "VideoAnalytics", "PTZ", "Extension" -> skip();
        case "NotificationMessage" -> forget();
        case "Topic" -> kind = kindOf(readTopic());
        case "Message" ->
            deleted |= "Deleted".equals(xml.getAttributeValue(null, "PropertyOperation"));
        case "Data" -> inData = true;
        case "SimpleItem" -> readItem();
        default -> {
          // The frame around the events, or a part of them that doesn't matter.
        }
      }
    }

    private void deepen() throws XMLStreamException {
      if (++depth > MAX_DEPTH || xml.getAttributeCount() > MAX_ATTRIBUTES) {
        throw new XMLStreamException("ONVIF metadata nested or attributed beyond the bounds");
      }
    }

    private void end() throws XMLStreamException {
      depth--;
      switch (xml.getLocalName()) {
        case "Data" -> inData = false;
        case "NotificationMessage" -> addEvent();
        default -> {
          // Nothing was opened.
        }
      }
    }

    private void skip() throws XMLStreamException {
      int outside = depth - 1;
      while (depth > outside) {
        int event = xml.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          deepen();
        } else if (event == XMLStreamConstants.END_ELEMENT) {
          depth--;
        }
      }
    }

    private void forget() {
      kind = null;
      inData = false;
      deleted = false;
      state = null;
    }

    private String readTopic() throws XMLStreamException {
      StringBuilder topic = new StringBuilder();
      int event = xml.next();
      while (event != XMLStreamConstants.END_ELEMENT && topic.length() <= MAX_TOPIC) {
        if (event != XMLStreamConstants.CHARACTERS && event != XMLStreamConstants.CDATA) {
          throw new XMLStreamException("An ONVIF topic that isn't plain text");
        }
        topic.append(xml.getText());
        event = xml.next();
      }
      depth--;
      if (event != XMLStreamConstants.END_ELEMENT || topic.length() > MAX_TOPIC) {
        throw new XMLStreamException("An ONVIF topic of over " + MAX_TOPIC + " characters");
      }
      return topic.toString();
    }

    private void readItem() {
      String value = xml.getAttributeValue(null, "Value");
      if (inData && state == null && value != null) {
        switch (value) {
          case "true", "1" -> state = true;
          case "false", "0" -> state = false;
          default -> {
            // Not the state: which window or source it is.
          }
        }
      }
    }

    private void addEvent() throws XMLStreamException {
      if (kind == null) {
        return;
      }
      if (events.size() >= MAX_EVENTS) {
        throw new XMLStreamException("Over " + MAX_EVENTS + " events in one ONVIF document");
      }
      // An event without a state is a pulse: it says that something happens now.
      boolean active = !deleted && (state == null || state);
      events.add(new SceneEvent(kind, active, at));
    }
  }
}
