package io.sharpeyes.device.rtsp;

import io.netty.buffer.ByteBuf;
import io.sharpeyes.device.camera.SceneEvent;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.function.Consumer;
import javax.xml.stream.XMLStreamException;

/**
 * Turns the RTP packets of an ONVIF metadata track into scene events. A document may be spread over
 * several packets; the marker stands on its last one. Documents with a hole, too large or not
 * well-formed are dropped and counted. Belongs to the event loop of its session.
 */
public final class OnvifMetadataReceiver {

  private static final int FIRST_CAPACITY = 4096;

  private final OnvifMetadataParser parser = new OnvifMetadataParser();
  private final RtpReceiver receiver;
  private final InstantSource clock;
  private final Consumer<SceneEvent> sink;

  private byte[] document = new byte[FIRST_CAPACITY];
  private int length;
  private boolean broken;
  private long documents;
  private long dropped;
  private String problem = "";

  /**
   * Prepares for one track of one session.
   *
   * @param payloadType its RTP payload type
   * @param clockRate units of its RTP timestamps per second
   * @param clock tells when an event was received
   * @param sink takes the events
   */
  public OnvifMetadataReceiver(
      int payloadType, int clockRate, InstantSource clock, Consumer<SceneEvent> sink) {
    this.receiver = new RtpReceiver(payloadType, clockRate, new InOrder());
    this.clock = clock;
    this.sink = sink;
  }

  private final class InOrder implements RtpSink {
    @Override
    public void onPacket(RtpPacket packet, long receivedNanos) {
      append(packet);
      if (packet.marker()) {
        finish();
      }
    }

    @Override
    public void onGap() {
      fail("Metadata packets were lost");
    }
  }

  /**
   * Takes one RTP packet.
   *
   * @param packet stays the caller's, neither moved nor released
   * @param nowNanos when it arrived, of {@link System#nanoTime()}
   */
  public void onRtp(ByteBuf packet, long nowNanos) {
    receiver.receive(packet, nowNanos);
  }

  private void append(RtpPacket packet) {
    int needed = length + packet.payloadLength();
    if (needed > OnvifMetadataParser.MAX_BYTES) {
      fail("A metadata document of more than " + OnvifMetadataParser.MAX_BYTES + " bytes");
    }
    if (broken) {
      return;
    }
    if (needed > document.length) {
      document = Arrays.copyOf(document, Math.max(needed, 2 * document.length));
    }
    packet.buffer().getBytes(packet.payloadOffset(), document, length, packet.payloadLength());
    length = needed;
  }

  private void fail(String why) {
    broken = true;
    length = 0;
    problem = why;
  }

  private void finish() {
    try {
      if (broken) {
        dropped++;
      } else {
        parser.parse(document, length, clock.instant()).forEach(sink);
        documents++;
      }
    } catch (XMLStreamException | RuntimeException e) {
      // The JDK's parser answers some broken documents with a runtime exception.
      dropped++;
      problem = "A metadata document that isn't well-formed, or breaks a bound";
    }
    broken = false;
    length = 0;
    if (document.length > 16 * FIRST_CAPACITY) {
      document = new byte[FIRST_CAPACITY];
    }
  }

  /** Documents that were whole and well-formed. */
  public long documents() {
    return documents;
  }

  /** Documents that weren't. */
  public long dropped() {
    return dropped;
  }

  /** What was wrong last, in English; empty if nothing was. */
  public String problem() {
    return problem;
  }
}
