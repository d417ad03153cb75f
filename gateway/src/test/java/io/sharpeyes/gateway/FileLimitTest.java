package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sharpeyes.device.mqtt.MqttServerOptions.Limits;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Devices never get all files that the process may open. */
class FileLimitTest {

  private final Logger log = (Logger) LoggerFactory.getLogger(FileLimit.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    log.addAppender(lines);
  }

  @AfterEach
  void leave() {
    log.detachAppender(lines);
  }

  @ParameterizedTest
  @CsvSource({"2000,1500", "4096,3277", "400,133"})
  void whatIsBeyondTheLimitIsNotAdmittedAndOneLineSaysWhatToSet(long files, int admitted) {
    assertThat(new FileLimit(files).bounded(Limits.defaults()).maxConnections())
        .isEqualTo(admitted);
    assertThat(lines.list).hasSize(1);
    ILoggingEvent line = lines.list.get(0);
    assertThat(line.getFormattedMessage()).contains("ulimit -n) to 125000", "mqtt.maxConnections");
    assertThat(line.getKeyValuePairs().toString())
        .contains("openFiles=\"" + files + '"', "admitted=\"" + admitted + '"');
  }

  @ParameterizedTest
  @CsvSource({"125000,100000", "200000,100000", "-1,100000", "600,100", "2000,1500"})
  void whatThereIsRoomForIsAdmittedWithoutAWord(long files, int wanted) {
    Limits limits = Limits.defaults().withMaxConnections(wanted);
    assertThat(new FileLimit(files).bounded(limits)).isEqualTo(limits);
    assertThat(lines.list).isEqualTo(List.of());
  }

  @ParameterizedTest
  @CsvSource({"1500,1100", "200000,180000", "300,150", "-1," + Long.MAX_VALUE})
  void someFilesAreNeitherForDevicesNorForDesks(long files, long connections) {
    assertThat(new FileLimit(files).connections()).isEqualTo(connections);
  }

  @Test
  void aLimitAsTheWarningSaysIsEnough() {
    for (int wanted : new int[] {2, 1_999, 2_001, 4_001, 99_999}) {
      Limits limits = Limits.defaults().withMaxConnections(wanted);
      new FileLimit(3).bounded(limits);
      ILoggingEvent line = lines.list.get(lines.list.size() - 1);
      String said = line.getFormattedMessage().replaceAll(".* to (\\d+),.*", "$1");
      assertThat(new FileLimit(Long.parseLong(said)).bounded(limits)).isEqualTo(limits);
    }
  }
}
