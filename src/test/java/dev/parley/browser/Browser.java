package dev.parley.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A Chromium of its own, with a fresh profile: one user at one window. Waits for conditions, never for time. */
public final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    /** Selenium warns that it does not know this Chromium's devtools, which are not used here. Loggers are held weakly. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    static {
        SELENIUM.setLevel(Level.SEVERE);
    }

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    public static Browser open(String url) {
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Binaries.driver().toFile())
                .usingAnyFreePort()
                .build();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(Binaries.browser().toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1280,800",
                "--user-data-dir=" + freshProfile());
        Browser browser = new Browser(new ChromeDriver(service, options));
        browser.driver.get(url);
        return browser;
    }

    /** The chat page of a node, entered as a guest. */
    public static Browser join(String baseUrl, String name) {
        Browser browser = open(baseUrl);
        browser.await("name-input").sendKeys(name);
        browser.await("join-button").click();
        browser.until(
                "online", () -> browser.await("connection-state").getText().equals("online"));
        return browser;
    }

    private static Path freshProfile() {
        try {
            Path parent = Files.createDirectories(Path.of("target", "browser"));
            return Files.createTempDirectory(parent, "profile").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The element with this test id, once it is there. */
    public WebElement await(String testId) {
        return until(testId + " is shown", () -> all("[data-testid='" + testId + "']").stream()
                .filter(WebElement::isDisplayed)
                .findFirst()
                .orElse(null));
    }

    /** The last of the elements that match, once there is one. */
    public WebElement awaitLast(String css) {
        return until(css + " matches", () -> {
            List<WebElement> found = all(css);
            return found.isEmpty() ? null : found.get(found.size() - 1);
        });
    }

    public List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** Asks again and again until the answer is neither null nor false. */
    public <T> T until(String what, Supplier<T> condition) {
        return new WebDriverWait(driver, PATIENCE, LOOK_EVERY)
                .ignoring(StaleElementReferenceException.class)
                .withMessage(() -> what + "; the console says " + console())
                .until(ignored -> condition.get());
    }

    /** What a message's text is, before Markdown. */
    public String said(WebElement message) {
        return (String) driver.executeScript("return arguments[0].messageText", message);
    }

    /** The page's own session token. */
    public String token() {
        return (String) driver.executeScript("return JSON.parse(localStorage.getItem('parley.session')).token");
    }

    /** As on another device. */
    public void emulate(int width, int height, boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", true));
        Map<String, Object> scheme = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
    }

    /** By how many pixels the page, or an element in it, is wider than the window. */
    public long overflow() {
        return (Long)
                driver.executeScript(
                        "return Math.max(...[...document.querySelectorAll('body, main, header, form, #messages')]"
                                + ".filter((e) => e.offsetParent).map((e) => Math.max(e.scrollWidth - e.clientWidth, e.getBoundingClientRect().right - innerWidth)))");
    }

    public Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** The script hands its result to its last argument. */
    public Object runAsync(String script) {
        return driver.executeAsyncScript(script);
    }

    /** As a link would; the page stays. */
    public void goTo(String hash) {
        run("location.hash = arguments[0]", hash);
    }

    public String address() {
        return driver.getCurrentUrl();
    }

    public void reload() {
        driver.navigate().refresh();
    }

    /** Errors and warnings of the page, such as what its Content-Security-Policy refused. */
    public List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    public void screenshot(String name) {
        try {
            Path file =
                    Files.createDirectories(Path.of("target", "screenshots")).resolve(name);
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
