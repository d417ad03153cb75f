package io.sharpeyes.device.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.sharpeyes.device.camera.SceneEvent;
import io.sharpeyes.device.camera.SceneEvent.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnvifMetadataTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private final List<SceneEvent> events = new ArrayList<>();
  private OnvifMetadataReceiver receiver = newReceiver();
  private RtpBuilder rtp = new RtpBuilder();

  private OnvifMetadataReceiver newReceiver() {
    return new OnvifMetadataReceiver(
        RtpBuilder.PAYLOAD_TYPE, 90_000, InstantSource.fixed(NOW), events::add);
  }

  /** jqwik runs all tries of a property on one object. */
  @BeforeTry
  void forgetWhatWasBefore() {
    events.clear();
    receiver = newReceiver();
    rtp = new RtpBuilder();
  }

  private static String stream(String content) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + "<tt:MetadataStream xmlns:tt=\"http://www.onvif.org/ver10/schema\""
        + " xmlns:wsnt=\"http://docs.oasis-open.org/wsn/b-2\""
        + " xmlns:tns1=\"http://www.onvif.org/ver10/topics\">"
        + content
        + "</tt:MetadataStream>";
  }

  private static String event(String topic, String operation, String data) {
    return "<tt:Event><wsnt:NotificationMessage>"
        + "<wsnt:Topic Dialect=\"http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet\">"
        + topic
        + "</wsnt:Topic><wsnt:Message><tt:Message UtcTime=\"2026-11-22T09:59:59Z\""
        + " PropertyOperation=\""
        + operation
        + "\"><tt:Source><tt:SimpleItem Name=\"VideoSourceConfigurationToken\" Value=\"1\"/>"
        + "</tt:Source><tt:Data>"
        + data
        + "</tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage></tt:Event>";
  }

  private static String item(String name, String value) {
    return "<tt:SimpleItem Name=\"" + name + "\" Value=\"" + value + "\"/>";
  }

  private static final String MOTION =
      stream(
          event("tns1:RuleEngine/CellMotionDetector/Motion", "Changed", item("IsMotion", "true")));

  private void receive(String document) {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < bytes.length; from += 1000) {
      int to = Math.min(bytes.length, from + 1000);
      receiver.onRtp(rtp.packet(to == bytes.length, Arrays.copyOfRange(bytes, from, to)), 0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tns1:RuleEngine/CellMotionDetector/Motion, IsMotion, MOVEMENT",
    "tns1:RuleEngine/MotionRegionDetector/Motion, State, MOVEMENT",
    "tns1:VideoSource/MotionAlarm, State, MOVEMENT",
    "tns1:VideoAnalytics/tnsaxis:MotionDetection, motion, MOVEMENT",
    "tns1:RuleEngine/TamperDetector/Tamper, IsTamper, TAMPER",
    "tns1:VideoSource/ImageTooDark/ImagingService, State, TAMPER",
    "tns1:VideoSource/ImageTooBright/AnalyticsService, State, TAMPER",
    "tns1:VideoSource/ImageTooBlurry/RecordingService, State, TAMPER",
    "tns1:VideoSource/GlobalSceneChange/AnalyticsService, State, TAMPER",
  })
  void movementAndTamperingBeginAndEnd(String topic, String item, Kind kind) {
    receive(stream(event(topic, "Changed", item(item, "true"))));
    receive(stream(event(topic, "Changed", item(item, "false"))));

    assertThat(events)
        .containsExactly(new SceneEvent(kind, true, NOW), new SceneEvent(kind, false, NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tns1:RuleEngine/FieldDetector/ObjectsInside",
        "tns1:RuleEngine/LineDetector/Crossed",
        "tns1:RuleEngine/Recognition/Face",
        "tns1:RuleEngine/Recognition/LicensePlate",
        "tns1:VideoSource/MotionAlarmOfAnotherKind",
        "tns1:Device/HardwareFailure/StorageFailure",
        "",
      })
  void otherTopicsAreDroppedWhereTheyArrive(String topic) {
    receive(stream(event(topic, "Changed", item("PlateNumber", "true"))));

    assertThat(events).isEmpty();
    assertThat(receiver.documents()).isEqualTo(1);
  }

  @Test
  void describedScenesAreSkippedEvenBesideAnEvent() {
    String scene =
        "<tt:VideoAnalytics><tt:Frame UtcTime=\"2026-11-22T09:59:59Z\"><tt:Object ObjectId=\"7\">"
            + "<tt:Appearance><tt:Class><tt:Type Likelihood=\"0.9\">Face</tt:Type></tt:Class>"
            + "<wsnt:NotificationMessage><wsnt:Topic>tns1:VideoSource/MotionAlarm</wsnt:Topic>"
            + "</wsnt:NotificationMessage></tt:Appearance></tt:Object></tt:Frame></tt:VideoAnalytics>";
    receive(stream(scene));
    assertThat(events).isEmpty();

    receive(stream(scene + event("tns1:VideoSource/MotionAlarm", "Changed", item("State", "1"))));
    assertThat(events).hasSize(1);
  }

  @Test
  void apropertyThatIsDeletedEnds() {
    receive(
        stream(
            event("tns1:VideoSource/MotionAlarm", "Deleted", item("State", "true"))
                + event("tns1:VideoSource/MotionAlarm", "Changed", "")));

    assertThat(events).extracting(SceneEvent::active).containsExactly(false, true);
  }

  @Test
  void aDocumentSpreadOverPacketsIsReadAtItsMarker() {
    byte[] bytes = MOTION.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      receiver.onRtp(rtp.packet(i == bytes.length - 1, new byte[] {bytes[i]}), 0);
    }

    assertThat(events).hasSize(1);
  }

  @Test
  void aDocumentWithAHoleIsDroppedAndTheNextIsRead() {
    byte[] bytes = MOTION.getBytes(StandardCharsets.UTF_8);
    receiver.onRtp(rtp.packet(false, Arrays.copyOf(bytes, 100)), 0);
    rtp.skip(1);
    receiver.onRtp(rtp.packet(true, Arrays.copyOfRange(bytes, 200, bytes.length)), 0);
    for (int i = 0; i < RtpReceiver.WINDOW; i++) {
      receive(MOTION);
    }

    assertThat(receiver.dropped()).isEqualTo(1);
    assertThat(events).hasSize(RtpReceiver.WINDOW);
  }

  @Test
  void aTruncatedDocumentCountsForNothing() {
    receive(MOTION.substring(0, MOTION.length() - 10));

    assertThat(events).isEmpty();
    assertThat(receiver.dropped()).isEqualTo(1);
    assertThat(receiver.problem()).isNotEmpty();
  }

  @Test
  void bombsAreRefused() {
    StringBuilder laughs = new StringBuilder("<!DOCTYPE x [<!ENTITY a0 \"ha\">");
    for (int i = 1; i < 30; i++) {
      String before = "&a" + (i - 1) + ";";
      laughs.append("<!ENTITY a").append(i).append(" \"").append(before.repeat(10)).append("\">");
    }
    receive(laughs + "]><x><NotificationMessage/>&a29;</x>");
    receive("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><x><NotificationMessage/></x>");
    receive(
        "<!DOCTYPE x [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/\">%p;]><x>NotificationMessage</x>");
    receive("<a>".repeat(10_000) + "NotificationMessage");
    receive("<VideoAnalytics>" + "<a>".repeat(10_000) + "NotificationMessage");
    receive("<NotificationMessage " + "a=\"\" ".repeat(5_000) + "/>");
    StringBuilder attributes = new StringBuilder("<NotificationMessage");
    for (int i = 0; i < 5_000; i++) {
      attributes.append(" a").append(i).append("=\"\"");
    }
    receive(attributes + "/>");
    receive(stream(event("x".repeat(200_000), "Changed", item("State", "true"))));
    receive(
        stream(event("tns1:VideoSource/MotionAlarm", "Changed", item("State", "1")).repeat(65)));

    assertThat(events).isEmpty();
    assertThat(receiver.documents()).isZero();
    assertThat(receiver.dropped()).isEqualTo(9);
  }

  @Test
  void aDocumentWithoutEndIsBounded() {
    for (int i = 0; i < 600; i++) {
      receiver.onRtp(rtp.packet(false, new byte[1000]), 0);
    }
    assertThat(receiver.problem()).contains("262144");
    receiver.onRtp(rtp.packet(true, new byte[0]), 0);
    receive(MOTION);

    assertThat(receiver.dropped()).isEqualTo(1);
    assertThat(events).hasSize(1);
  }

  @Property(tries = 300)
  void damagedDocumentsNeverHarm(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int hits) {
    Random random = new Random(seed);
    byte[] bytes = MOTION.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < hits; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    receiver.onRtp(rtp.packet(true, bytes), 0);

    assertThat(receiver.documents() + receiver.dropped()).isEqualTo(1);
    assertThat(events.size()).isLessThanOrEqualTo(1);
  }

  @Property(tries = 300)
  void arbitraryBytesNeverHarm(@ForAll byte[] bytes) {
    receiver.onRtp(Unpooled.wrappedBuffer(bytes), 0);
    receiver.onRtp(rtp.packet(true, bytes), 0);
    receiver.onRtp(
        rtp.packet(
            true,
            ("<NotificationMessage>" + new String(bytes, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8)),
        0);

    assertThat(events).isEmpty();
  }
}
