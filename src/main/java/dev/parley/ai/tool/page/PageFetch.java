package dev.parley.ai.tool.page;

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
 * One page, over at most six requests. Each goes to an address that was checked for it, under the name of its host; no
 * cookie, no key and no credential goes along.
 *
 * <pre>
 *          ┌── redirect, at most five ──┐
 *          ▼                            │
 *  ──► ADMITTING ─► ASKING ─► HEAD ─────┴─► READING ─► over: the page
 *          │           │        │              │
 *          └───────────┴────────┴──────────────┴─► over: refused, too large, too late
 * </pre>
 *
 * {@code over} is set before the request is reset, as resetting reports a failure of its own. Runs on one context.
 */
final class PageFetch {
    static final String AGENT = "Mozilla/5.0 (compatible; Parley; reads pages for its users)";

    private static final int REDIRECTS_MAX = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final HttpClient client;
    private final AddressGuard addressGuard;
    private final PageConfig config;
    private final Promise<FetchedPage> page = Promise.promise();
    private HttpClientRequest request; // the latest; null before the first connection
    private int redirects;
    private boolean over;

    private PageFetch(HttpClient client, AddressGuard addressGuard, PageConfig config) {
        this.client = client;
        this.addressGuard = addressGuard;
        this.config = config;
    }

    /** The page, still packed; fails with a {@link Refusal}. Completes on the caller's context. */
    static Future<FetchedPage> of(
            Vertx vertx, HttpClient client, AddressGuard addressGuard, PageConfig config, PageUrl url) {
        PageFetch fetch = new PageFetch(client, addressGuard, config);
        Context context = vertx.getOrCreateContext();
        context.runOnContext(v -> {
            long timer = vertx.setTimer(config.timeout().toMillis(), id -> fetch.end(tooLate(config)));
            fetch.page.future().onComplete(ended -> vertx.cancelTimer(timer));
            fetch.go(url);
        });
        return fetch.page.future();
    }

    private void go(PageUrl url) {
        addressGuard
                .admit(url.host(), url.port())
                .onFailure(this::end)
                .compose(address -> over ? Future.<HttpClientRequest>failedFuture("over") : connect(url, address))
                .compose(this::send)
                .onSuccess(head -> answered(url, head))
                .onFailure(failure -> end(Code.UNAVAILABLE.refuse(url.host() + " could not be reached")));
    }

    private Future<HttpClientRequest> connect(PageUrl url, SocketAddress address) {
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
        if (over) {
            reset();
            return Future.failedFuture("over");
        }
        return connected.send();
    }

    private void answered(PageUrl url, HttpClientResponse head) {
        String location = head.getHeader("Location");
        if (over) {
            return;
        }
        if (REDIRECTS.contains(head.statusCode()) && location != null) {
            redirected(url, location);
        } else if (head.statusCode() != 200) {
            end(Code.NOT_FOUND.refuse("the server answered " + head.statusCode()));
        } else {
            read(url, head);
        }
    }

    private void redirected(PageUrl url, String location) {
        reset();
        if (++redirects > REDIRECTS_MAX) {
            end(Code.NOT_FOUND.refuse("the page redirects more than " + REDIRECTS_MAX + " times"));
            return;
        }
        try {
            go(url.follow(location));
        } catch (Refusal refusal) {
            end(refusal);
        }
    }

    private void read(PageUrl url, HttpClientResponse head) {
        MediaType type = MediaType.of(head.getHeader("Content-Type"));
        String packed = String.valueOf(head.headers().get("Content-Encoding"))
                .toLowerCase(Locale.ROOT)
                .strip();
        String encoding = packed.equals("null") || packed.equals("identity") ? "" : packed;
        if (!type.isReadable()) {
            end(Code.BAD_FRAME.refuse("there is no text in a page of type " + PageNotes.shown(type.type())));
        } else if (!DecodedBody.knows(encoding)) {
            end(Code.BAD_FRAME.refuse("the page is packed in a way that cannot be read"));
        } else {
            Buffer body = Buffer.buffer();
            head.handler(bytes -> {
                if (!over && body.length() + bytes.length() > config.maxBytes()) {
                    end(DecodedBody.tooLarge(config.maxBytes()));
                } else if (!over) {
                    body.appendBuffer(bytes);
                }
            });
            head.exceptionHandler(failure -> end(Code.UNAVAILABLE.refuse("the page broke off")));
            head.endHandler(end -> complete(new FetchedPage(url, type.type(), type.charset(), encoding, body)));
        }
    }

    private void complete(FetchedPage fetchedPage) {
        if (!over) {
            over = true;
            page.complete(fetchedPage);
        }
    }

    private void end(Throwable failure) {
        if (!over) {
            over = true;
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
                "the page did not come within " + config.timeout().toMillis() / 1000.0 + " s");
    }
}
