package io.sharpeyes.gateway;

import static io.sharpeyes.gateway.PictureGateway.camera;
import static io.sharpeyes.gateway.PictureGateway.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of GStreamer's cameras as Chromium and VLC show them. */
@Timeout(300)
class PicturesInBrowserIT {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void warmColdAndKeptPicturesAreDecoded() throws Exception {
    try (GStreamerServer server = GStreamerServer.start();
        PictureGateway gateway =
            new PictureGateway(
                folder, server.url("/h264"), server.url("/h265"), Map.of("video.clip", "3s"));
        ChromiumDesk desk = ChromiumDesk.open(folder, gateway.address())) {
      desk.script("/pictures/desk.js");
      desk.evaluate("desk.login('dispatcher')");
      String incident = gateway.press("button-1");
      desk.evaluate("desk.ask('POST', '/incidents/" + incident + "/claim')");

      JsonNode warm = watch(desk, camera(incident, "camera-1"));
      assertThat(warm.at("/inits/0").asText()).startsWith("video/mp4; codecs=\"avc1.");
      assertThat(warm.path("width").asInt()).as("%s", warm).isEqualTo(640);
      JsonNode stills = watch(desk, camera(incident, "camera-2"));
      assertThat(stills.at("/inits/0").asText())
          .as("Chromium plays no H.265")
          .isEqualTo("image/jpeg");
      assertThat(stills.path("width").asInt()).as("%s", stills).isEqualTo(640);

      String path = camera(incident, "camera-1");
      String grant =
          desk.evaluate("desk.ask('POST', '" + path + "/grant')").at("/json/grant").asText();
      String token = gateway.token("dispatcher");
      String own = gateway.grant(token, incident, "camera-1");
      until("the clip", () -> gateway.get(token, path + "/clip?grant=" + own).status() == 200);
      JsonNode clip = desk.evaluate("desk.clip('" + path + "', '" + grant + "')");
      assertThat(clip.path("width").asInt()).as("%s", clip).isEqualTo(640);
      assertThat(clip.path("duration").asDouble()).as("%s", clip).isGreaterThan(3.0);
      vlcPlays(gateway.get(token, path + "/clip?grant=" + own).bytes());
    }
  }

  private static JsonNode watch(ChromiumDesk desk, String path) throws Exception {
    JsonNode granted = desk.evaluate("desk.ask('POST', '" + path + "/grant')");
    assertThat(granted.path("status").asInt()).as("%s", granted).isEqualTo(200);
    return desk.evaluate(
        "desk.watch('" + path + "', '" + granted.at("/json/grant").asText() + "')");
  }

  /** It writes every decoded picture; it refuses to run for root. */
  private void vlcPlays(byte[] clip) throws IOException, InterruptedException {
    Programs.need("cvlc");
    Path place =
        Files.createTempDirectory(
            "vlc-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx")));
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path file = place.resolve("clip.mp4");
    Files.write(file, clip);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    command.addAll(List.of("env", "HOME=" + place, "XDG_RUNTIME_DIR=" + place));
    command.addAll(List.of("cvlc", "--play-and-exit", "--no-audio", "--vout=dummy"));
    command.addAll(List.of("--video-filter=scene", "--scene-format=png", "--scene-ratio=5"));
    command.addAll(List.of("--scene-path=" + place, file.toString()));
    Process vlc =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(place.resolve("said.txt").toFile())
            .start();
    assertThat(vlc.waitFor(120, TimeUnit.SECONDS)).isTrue();
    try (Stream<Path> files = Files.list(place)) {
      assertThat(files.filter(one -> one.toString().endsWith(".png")))
          .as(Files.readString(place.resolve("said.txt")))
          .hasSizeGreaterThan(3);
    }
  }
}
