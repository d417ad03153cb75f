package io.sharpeyes.gateway.settings;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Fuzzing: the settings file. */
public final class YamlFuzz {

  private YamlFuzz() {}

  /** Every fault must be a problem with its line. */
  public static void fuzzerTestOneInput(byte[] data) {
    List<SettingsProblem> problems = new ArrayList<>();
    String text = new String(data, StandardCharsets.UTF_8);
    SettingNode root = new YamlSettings("gateway.yaml", null, problems).read(text);
    new SettingsBinder(problems).bind(root, GatewaySettings.DEFAULT);
    var unused = problems.toString();
  }
}
