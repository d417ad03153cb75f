package io.sharpeyes.gateway;

import io.sharpeyes.device.CommandReplied;
import io.sharpeyes.device.DeviceReport;
import io.sharpeyes.device.FeedbackAwaited;
import io.sharpeyes.device.LinkDown;
import io.sharpeyes.device.LinkUp;
import io.sharpeyes.device.PositionReported;
import io.sharpeyes.device.StatusReported;
import io.sharpeyes.device.TopicMistaken;
import io.sharpeyes.gateway.health.DeviceWatch;
import java.util.function.Consumer;

/**
 * Hands each kind of report to whoever wants it. Reports die here unless they change something. Any
 * thread; never blocks.
 */
final class ReportReader implements DeviceReport.Reader {

  private final DeviceWatch devices;
  private final Consumer<PositionReported> positions;
  private final Consumer<FeedbackAwaited> feedback;
  private final Consumer<CommandReplied> replies;

  ReportReader(
      DeviceWatch devices,
      Consumer<PositionReported> positions,
      Consumer<FeedbackAwaited> feedback,
      Consumer<CommandReplied> replies) {
    this.devices = devices;
    this.positions = positions;
    this.feedback = feedback;
    this.replies = replies;
  }

  @Override
  public void onStatus(StatusReported report) {
    devices.onStatus(report);
  }

  @Override
  public void onLinkUp(LinkUp report) {
    devices.onLinkUp(report);
  }

  @Override
  public void onLinkDown(LinkDown report) {
    devices.onLinkDown(report);
  }

  @Override
  public void onTopicMistaken(TopicMistaken report) {
    devices.onTopicMistaken(report);
  }

  @Override
  public void onPosition(PositionReported report) {
    devices.seen(report.device(), report.receivedAt());
    positions.accept(report);
  }

  @Override
  public void onFeedbackAwaited(FeedbackAwaited report) {
    feedback.accept(report);
  }

  @Override
  public void onCommandReplied(CommandReplied report) {
    devices.answered(report.device(), report.receivedAt());
    replies.accept(report);
  }
}
