package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * A real Chromium with the console in it, worked by its keyboard. It remembers what the page asked
 * for and what the browser complained of.
 */
final class Browser implements AutoCloseable {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final String WATCH_THE_POLICY =
      "window.violations = []; addEventListener('securitypolicyviolation', (event) =>"
          + " window.violations.push(event.violatedDirective + ' ' + event.blockedURI));";

  private final ChromeDriver driver;
  private final String address;
  private final List<String> asked = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  private Browser(ChromeDriver driver, String address) {
    this.driver = driver;
    this.address = address;
  }

  /** Whether browser and driver are there; see {@link Programs#need}. */
  static void need() {
    Programs.need("chromium");
    Programs.need("chromedriver");
  }

  /**
   * Opens the console.
   *
   * @param language {@code zh} or {@code en}
   * @param theme {@code light} or {@code dark}
   */
  static Browser open(String address, int width, int height, String language, String theme) {
    Browser browser = new Browser(driver(width, height), address);
    browser.driver.get(address + "/icon.svg");
    browser.driver.executeScript(
        "localStorage.setItem('sharp-eyes.language', arguments[0]);"
            + "localStorage.setItem('sharp-eyes.theme', arguments[1]);",
        language,
        theme);
    return browser.reload();
  }

  /**
   * Opens the console where nobody has chosen anything yet.
   *
   * @param language what the browser is set to, for instance {@code en-GB}
   */
  static Browser openAs(String address, String language) {
    Browser browser = new Browser(driver(1280, 800), address);
    Object agent = browser.driver.executeScript("return navigator.userAgent");
    browser.driver.executeCdpCommand(
        "Network.setUserAgentOverride",
        Map.of("userAgent", String.valueOf(agent), "acceptLanguage", language));
    return browser.reload();
  }

  private static ChromeDriver driver(int width, int height) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(Programs.path("chromium").toString());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run");
    options.setCapability("goog:loggingPrefs", Map.of("performance", "ALL", "browser", "ALL"));
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File(Programs.path("chromedriver").toString()))
            .build();
    ChromeDriver driver = new ChromeDriver(service, options);
    driver.manage().timeouts().scriptTimeout(PATIENCE);
    resize(driver, width, height);
    driver.executeCdpCommand(
        "Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH_THE_POLICY));
    return driver;
  }

  private static void resize(ChromeDriver driver, int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Makes the window another size. */
  Browser resize(int width, int height) {
    resize(driver, width, height);
    return this;
  }

  /** Chooses what {@code core/preferences.js} keeps, and waits until the page has followed. */
  Browser prefer(String name, String value) {
    // What fades from one colour to the other is looked at when it has done so.
    runAsync(
        "(await import('/core/preferences.js')).prefer(given[0], given[1]);"
            + "await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));"
            + "await Promise.allSettled(document.getAnimations()"
            + ".filter((one) => one instanceof CSSTransition).map((one) => one.finished));",
        name,
        value);
    return this;
  }

  /** Opens the console anew, to be signed in. */
  Browser reload() {
    driver.get(address + "/");
    return until("input[name=user]");
  }

  /** Signs out, and sends name and password again. */
  Browser signInAgain(String user) {
    touch(".bar .button:last-of-type").until("input[name=user]");
    fill("input[name=user]", user).press(Keys.TAB).type("demo").press(Keys.ENTER);
    return this;
  }

  /** Lets the page save files, here. */
  Browser downloadTo(Path folder) {
    driver.executeCdpCommand(
        "Browser.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", folder.toAbsolutePath().toString()));
    return this;
  }

  /** Signs in with the keyboard, and starts the shift where there is a check. */
  Browser signIn(String user) {
    type(user).press(Keys.TAB).type("demo").press(Keys.ENTER);
    until(".bar");
    return this;
  }

  /** Goes through the check at the start of a dispatcher's shift. */
  Browser startShift() {
    until("dialog[open]");
    // The first button plays the sound: the press lets the browser make it.
    press(Keys.ENTER);
    untilGone(".sound-blocked");
    press(Keys.ESCAPE);
    untilGone("dialog[open]");
    until(".lamp.live");
    return this;
  }

  /** Presses a key wherever the focus is. */
  Browser press(CharSequence key) {
    driver.switchTo().activeElement().sendKeys(key);
    return this;
  }

  /** Types text into what has the focus. */
  Browser type(String text) {
    driver.switchTo().activeElement().sendKeys(text);
    return this;
  }

  /** Touches an element, once it is there and may be touched. */
  Browser touch(String selector) {
    await(
        selector + " can be touched",
        "const one = document.querySelector(arguments[0]); return one !== null && !one.disabled",
        selector);
    driver.executeScript("document.querySelector(arguments[0]).click()", selector);
    return this;
  }

  /** Fills a field in. */
  Browser fill(String selector, String text) {
    until(selector);
    driver.executeScript(
        "const one = document.querySelector(arguments[0]); one.focus(); one.value = arguments[1];"
            + "one.dispatchEvent(new Event('input', {bubbles: true}));",
        selector,
        text);
    return this;
  }

  /** Goes to a page of the console. */
  Browser go(String hash) {
    driver.executeScript("location.hash = arguments[0]", hash);
    return this;
  }

  /** Lets the page know where the phone is. */
  Browser standAt(double latitude, double longitude) {
    driver.executeCdpCommand(
        "Browser.grantPermissions",
        Map.of("origin", address, "permissions", List.of("geolocation")));
    driver.executeCdpCommand(
        "Emulation.setGeolocationOverride",
        Map.of("latitude", latitude, "longitude", longitude, "accuracy", 8));
    return this;
  }

  /** Waits until there is such an element; fails after a long time. */
  Browser until(String selector) {
    await("there is " + selector, "return document.querySelector(arguments[0]) !== null", selector);
    return this;
  }

  /** Waits until there is no such element. */
  Browser untilGone(String selector) {
    await(
        "there is no " + selector,
        "return document.querySelector(arguments[0]) === null",
        selector);
    return this;
  }

  /** Waits until an element says something. */
  Browser untilSays(String selector, String text) {
    await(
        selector + " says " + text,
        "return [...document.querySelectorAll(arguments[0])]"
            + ".some((one) => one.textContent.includes(arguments[1]))",
        selector,
        text);
    return this;
  }

  /** Waits until nothing has come or gone on the page for a while; a busy page is given 5 s. */
  Browser untilStill() {
    runAsync(
        "const end = performance.now() + 5000;"
            + "for (let moved = true; moved && performance.now() < end;) {"
            + "  moved = false;"
            + "  const seen = new MutationObserver(() => { moved = true; });"
            + "  seen.observe(document.getElementById('app'), {childList: true, subtree: true});"
            + "  await new Promise((resolve) => setTimeout(resolve, 400));"
            + "  seen.disconnect();"
            + "}");
    return this;
  }

  /** What each such element says to an expression, such as {@code textContent}. */
  List<?> all(String selector, String expression) {
    Object all =
        run(
            "return [...document.querySelectorAll(arguments[0])].map((one) => one."
                + expression
                + ")",
            selector);
    return all instanceof List<?> list ? list : List.of();
  }

  /** Waits until a script says true. */
  void await(String what, String script, Object... arguments) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Boolean.TRUE.equals(driver.executeScript(script, arguments))) {
      if (System.nanoTime() - end > 0) {
        screenshot("failed");
        throw new AssertionError("not within " + PATIENCE + ": " + what + "\n" + text("body"));
      }
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  /** What the first such element says; empty if there is none. */
  String text(String selector) {
    Object text =
        driver.executeScript(
            "return document.querySelector(arguments[0])?.innerText ?? ''", selector);
    return String.valueOf(text);
  }

  /** How many such elements there are. */
  int count(String selector) {
    return driver.findElements(By.cssSelector(selector)).size();
  }

  @Nullable Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Runs the body of an async function in the page and waits for what it returns. */
  @Nullable Object runAsync(String body, Object... arguments) {
    return driver.executeAsyncScript(
        "const done = arguments[arguments.length - 1];"
            + "(async (...given) => {"
            + body
            + "})(...[...arguments].slice(0, -1))"
            + ".then(done, (problem) => done('FAILED ' + (problem.stack ?? problem)));",
        arguments);
  }

  /** Keeps a picture of the page in {@code target/screenshots}. */
  Browser screenshot(String name) {
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(name + ".png"), picture());
    } catch (IOException | WebDriverException e) {
      throw new AssertionError("no screenshot " + name, e);
    }
    return this;
  }

  /** What is on the screen, as PNG. */
  byte[] picture() {
    return driver.getScreenshotAs(OutputType.BYTES);
  }

  /** Fails if axe finds anything serious or critical on the page. */
  Browser checkAccessible(String where) throws IOException {
    driver.executeScript(axe());
    Object found =
        runAsync(
            "const result = await axe.run(document, {resultTypes: ['violations']});"
                + "return result.violations"
                + ".filter((one) => ['serious', 'critical'].includes(one.impact))"
                + ".map((one) => one.id + ': ' + one.help + ' at '"
                + " + one.nodes.slice(0, 5).map((node) => node.html.slice(0, 160)"
                + " + ' (' + (node.any[0]?.message ?? '') + ')').join(' ; '));");
    assertThat(found).as("axe on " + where).isEqualTo(List.of());
    return this;
  }

  private static String axe() throws IOException {
    try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * Fails if the page has asked any other machine for anything, or has done what its policy
   * forbids, or has thrown.
   */
  void checkCleanHands() throws IOException {
    drain();
    String socket = address.replace("http:", "ws:");
    assertThat(asked)
        .isNotEmpty()
        .allMatch(
            url ->
                url.startsWith(address)
                    || url.startsWith(socket)
                    || url.startsWith("blob:" + address)
                    || url.startsWith("data:"));
    assertThat(complaints).isEmpty();
    assertThat(run("return window.violations")).isEqualTo(List.of());
  }

  private void drain() throws IOException {
    for (var entry : driver.manage().logs().get("performance")) {
      JsonNode message = DemoProcess.JSON.readTree(entry.getMessage()).path("message");
      String method = message.path("method").asText();
      if (method.equals("Network.requestWillBeSent")) {
        asked.add(message.path("params").path("request").path("url").asText());
      } else if (method.equals("Network.webSocketCreated")) {
        asked.add(message.path("params").path("url").asText());
      }
    }
    for (var entry : driver.manage().logs().get("browser")) {
      String text = entry.getMessage();
      boolean expected = text.contains("status of 4") || text.contains("WebSocket connection");
      if (!expected && !entry.getLevel().getName().matches("INFO|FINE|DEBUG")) {
        complaints.add(text);
      }
    }
  }

  /** Everything that the page asked for, so far. */
  Map<String, Integer> askedHow() throws IOException {
    drain();
    Map<String, Integer> count = new HashMap<>();
    asked.forEach(url -> count.merge(url, 1, Integer::sum));
    return count;
  }

  @Override
  public void close() {
    driver.quit();
  }
}
