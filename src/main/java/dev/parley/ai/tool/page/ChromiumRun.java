package dev.parley.ai.tool.page;

import dev.parley.config.PageConfig;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import io.vertx.core.buffer.Buffer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renders one page in one Chromium process: a fresh profile, which is removed after it.
 *
 * <p>The process gets nothing of this node's environment, resolves no name and connects only to the proxy. {@link
 * #html} blocks, so it runs on a worker; {@link #kill} may be called from any thread.
 */
final class ChromiumRun {
    private static final Logger LOG = LoggerFactory.getLogger(ChromiumRun.class);
    private static final int REMOVE_TRIES = 10;
    private static final String ERROR_PAGE = "class=\"neterror\""; // the browser's own
    private static final int EXIT_SECONDS = 5;
    private static final String VIRTUAL_MS = "5000"; // of a page's own time, which passes quickly

    private final PageConfig config;
    private final PageUrl url;
    private final String proxy;
    private Process process; // guarded by this; null before the start
    private boolean killed; // guarded by this

    ChromiumRun(PageConfig config, PageUrl url, String proxy) {
        this.config = config;
        this.url = url;
        this.proxy = proxy;
    }

    /**
     * The page as it is once its scripts have run. Blocks.
     *
     * @throws Refusal when it did not come, in time or at all
     */
    Buffer html() throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory("parley-page");
        try {
            start(profile);
            byte[] html;
            try (InputStream out = process.getInputStream()) {
                html = out.readNBytes((int) config.maxBytes());
            }
            boolean ended = process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS);
            boolean isWhole = ended && process.exitValue() == 0 && !isKilled();
            if (html.length == 0 || (!isWhole && html.length < config.maxBytes())) {
                throw Code.UNAVAILABLE.refuse("the page could not be rendered");
            }
            Buffer page = Buffer.buffer(html);
            if (page.toString().contains(ERROR_PAGE)) {
                throw Code.UNAVAILABLE.refuse("the page sent the browser to an address that is not allowed");
            }
            return page;
        } finally {
            kill();
            remove(profile);
        }
    }

    private synchronized void start(Path profile) throws IOException {
        if (killed) {
            throw Code.UNAVAILABLE.refuse("the page could not be rendered in time");
        }
        ProcessBuilder builder = new ProcessBuilder(command(profile))
                .directory(profile.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        String path = System.getenv("PATH");
        builder.environment().clear(); // where secrets may stand
        builder.environment().put("PATH", path == null ? "/usr/bin:/bin" : path);
        builder.environment().put("HOME", profile.toString());
        builder.environment().put("TMPDIR", profile.toString());
        process = builder.start();
    }

    private List<String> command(Path profile) {
        List<String> command = new ArrayList<>();
        command.add(config.browser());
        command.addAll(config.browserArguments());
        command.addAll(List.of(
                "--headless",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + profile,
                "--proxy-server=http://" + proxy,
                "--proxy-bypass-list=<-loopback>", // else localhost would be asked directly
                "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", // the proxy resolves
                "--webrtc-ip-handling-policy=disable_non_proxied_udp",
                "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
                "--disable-quic",
                "--dns-prefetch-disable",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-default-apps",
                "--disable-extensions",
                "--disable-sync",
                "--disable-breakpad",
                "--disable-crash-reporter",
                "--no-first-run",
                "--no-pings",
                "--mute-audio",
                "--blink-settings=imagesEnabled=false",
                "--virtual-time-budget=" + VIRTUAL_MS,
                "--dump-dom",
                url.text()));
        return command;
    }

    /** Ends it and all that it started; also one that has not begun. From any thread; reads the table of processes. */
    synchronized void kill() {
        killed = true;
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            List<ProcessHandle> children = process.descendants().toList(); // begun meanwhile
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private synchronized boolean isKilled() {
        return killed;
    }

    /** Tries several times, as processes that are about to end may still write. */
    private static void remove(Path folder) {
        for (int tries = 0; tries < REMOVE_TRIES && Files.exists(folder); tries++) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException | UncheckedIOException e) {
                LOG.debug("A browser's profile changed while it was removed", e);
            }
        }
    }
}
