package dev.parley.ai.tool.page;

import dev.parley.ai.text.Excerpt;
import dev.parley.config.PageConfig;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.Locale;
import java.util.Set;

/**
 * Fetches one page, over at most six requests.
 *
 * <pre>
 *           ┌─────── redirect, at most five ───────┐
 *           ▼                                      │
 *  NEW ─► ADMITTING ─► REQUESTING ── the head ─────┴──► READING ─► ENDED: the page
 *           │             │                               │
 *           └─────────────┴───────────────────────────────┴──────► ENDED: refused, too large, too late
 * </pre>
 *
 * Each request goes to an address that was checked for it, under the name of its host, without cookies, keys and
 * credentials. The failures are {@link Refusal}s. Limits: {@code ai.tools.page.timeout} for all requests together, and
 * {@code maxBytes}. Runs on one context.
 */
final class PageFetch {
    static final String AGENT = "Mozilla/5.0 (compatible; Parley; reads pages for its users)";

    private static final int REDIRECTS_MAX = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int TYPE_SHOWN_MAX = 80;

    private enum State {
        NEW,
        ADMITTING,
        REQUESTING,
        READING,
        ENDED
    }

    private final HttpClient client;
    private final AddressGuard addressGuard;
    private final PageConfig config;
    private final Promise<FetchedPage> page = Promise.promise();
    private State state = State.NEW;
    private HttpClientRequest request; // the latest; null before the first connection
    private int redirects;

    private PageFetch(HttpClient client, AddressGuard addressGuard, PageConfig config) {
        this.client = client;
        this.addressGuard = addressGuard;
        this.config = config;
    }

    /** The page, not yet decoded; fails with a {@link Refusal}. Completes on the caller's context. */
    static Future<FetchedPage> of(
            Vertx vertx, HttpClient client, AddressGuard addressGuard, PageConfig config, PageUrl url) {
        PageFetch fetch = new PageFetch(client, addressGuard, config);
        Context context = vertx.getOrCreateContext();
        context.runOnContext(v -> {
            long timer = vertx.setTimer(config.timeout().toMillis(), id -> fetch.fail(tooLate(config)));
            fetch.page.future().onComplete(ended -> vertx.cancelTimer(timer));
            fetch.fetch(url);
        });
        return fetch.page.future();
    }

    private void to(State next) {
        state = next;
    }

    private boolean isOver() {
        return state == State.ENDED;
    }

    private void fetch(PageUrl url) {
        to(State.ADMITTING);
        addressGuard
                .admit(url.host(), url.port())
                .onFailure(this::fail)
                .compose(address -> isOver() ? Future.<HttpClientRequest>failedFuture("over") : connect(url, address))
                .compose(this::send)
                .onSuccess(head -> onHead(url, head))
                .onFailure(failure -> fail(Code.UNAVAILABLE.refuse(url.host() + " could not be reached")));
    }

    private Future<HttpClientRequest> connect(PageUrl url, SocketAddress address) {
        to(State.REQUESTING);
        return client.request(new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(address)
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.tls())
                .setURI(url.target())
                .setFollowRedirects(false)
                .setConnectTimeout(config.timeout().toMillis())
                .putHeader("User-Agent", AGENT)
                .putHeader(
                        "Accept",
                        "text/html, application/xhtml+xml, text/markdown;q=0.9, application/json;q=0.9, text/plain;q=0.8,"
                                + " application/xml;q=0.7, text/xml;q=0.7")
                .putHeader("Accept-Encoding", "gzip"));
    }

    private Future<HttpClientResponse> send(HttpClientRequest connected) {
        request = connected;
        if (isOver()) {
            reset();
            return Future.failedFuture("over");
        }
        return connected.send();
    }

    private void onHead(PageUrl url, HttpClientResponse head) {
        String location = head.getHeader("Location");
        if (isOver()) {
            return;
        }
        if (REDIRECTS.contains(head.statusCode()) && location != null) {
            follow(url, location);
        } else if (head.statusCode() != 200) {
            fail(Code.NOT_FOUND.refuse("the server responded with status " + head.statusCode()));
        } else {
            read(url, head);
        }
    }

    private void follow(PageUrl url, String location) {
        reset();
        if (++redirects > REDIRECTS_MAX) {
            fail(Code.NOT_FOUND.refuse("the page redirects more than " + REDIRECTS_MAX + " times"));
            return;
        }
        try {
            fetch(url.follow(location));
        } catch (Refusal refusal) {
            fail(refusal);
        }
    }

    private void read(PageUrl url, HttpClientResponse head) {
        MediaType type = MediaType.of(head.getHeader("Content-Type"));
        String encoding = encoding(head);
        if (!type.isReadable()) {
            fail(Code.BAD_FRAME.refuse("no text can be read from a page of type " + shown(type.type())));
        } else if (!DecodedBody.knows(encoding)) {
            fail(Code.BAD_FRAME.refuse("unsupported Content-Encoding"));
        } else {
            to(State.READING);
            Buffer body = Buffer.buffer();
            head.handler(bytes -> append(body, bytes));
            head.exceptionHandler(
                    failure -> fail(Code.UNAVAILABLE.refuse("the connection broke before the page was complete")));
            head.endHandler(end -> complete(new FetchedPage(url, type.type(), type.charset(), encoding, body)));
        }
    }

    private static String encoding(HttpClientResponse head) {
        String named = String.valueOf(head.headers().get("Content-Encoding"))
                .toLowerCase(Locale.ROOT)
                .strip();
        return named.equals("null") || named.equals("identity") ? "" : named;
    }

    /** The name of a type in an error text: short, and on one line. */
    private static String shown(String type) {
        String plain = type.replaceAll("[^\\x21-\\x7e]", "?");
        return plain.isEmpty() ? "none" : Excerpt.of(plain, TYPE_SHOWN_MAX);
    }

    private void append(Buffer body, Buffer bytes) {
        if (!isOver() && body.length() + bytes.length() > config.maxBytes()) {
            fail(DecodedBody.tooLarge(config.maxBytes()));
        } else if (!isOver()) {
            body.appendBuffer(bytes);
        }
    }

    private void complete(FetchedPage fetchedPage) {
        if (!isOver()) {
            to(State.ENDED);
            page.complete(fetchedPage);
        }
    }

    private void fail(Throwable failure) {
        if (!isOver()) {
            to(State.ENDED); // first: a reset reports a failure of its own
            reset();
            page.fail(failure);
        }
    }

    private void reset() {
        if (request != null) {
            var unused = request.reset();
        }
    }

    private static Refusal tooLate(PageConfig config) {
        return Code.UNAVAILABLE.refuse(
                "the page did not arrive within " + config.timeout().toMillis() / 1000.0 + " s");
    }
}
