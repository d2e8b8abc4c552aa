package dev.parley.auth;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that others publish: a JWKS file or URL, read at start, again every {@code auth.jwksRefresh}, and when a token
 * names a key that is not known, then at most once per 10 s. A reading that fails changes nothing; a key that is no
 * longer published is no longer accepted. May be called from any context; futures complete on the caller's.
 */
final class JwksSource {
    private static final Logger LOG = LoggerFactory.getLogger(JwksSource.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
    private static final int DOCUMENT_BYTES_MAX = 1 << 20;

    private final Vertx vertx;
    private final String location;
    private final Duration refresh;
    private final InstantSource clock;
    private final HttpClient client;

    private volatile List<VerificationKey> keys = List.of();
    private volatile boolean everRead;
    private long timer;
    private long readAt;
    private Future<Void> reading;
    private boolean closed;

    JwksSource(Vertx vertx, String location, Duration refresh, InstantSource clock) {
        this.vertx = vertx;
        this.location = location;
        this.refresh = refresh;
        this.clock = clock;
        // Readings are minutes apart: a connection that stayed open would be found closed.
        HttpClientOptions options = new HttpClientOptions()
                .setKeepAlive(false)
                .setConnectTimeout((int) TIMEOUT.toMillis())
                .setIdleTimeout((int) TIMEOUT.toSeconds());
        this.client = isUrl() ? vertx.createHttpClient(options) : null;
    }

    List<VerificationKey> keys() {
        return keys;
    }

    /** Whether it was reached at least once. */
    boolean everRead() {
        return everRead;
    }

    boolean isUrl() {
        return location.startsWith("http://") || location.startsWith("https://");
    }

    /** Reads, and goes on reading by the clock until closed, whether or not it fails now. */
    Future<Void> start() {
        return read().onComplete(this::readAgainLater);
    }

    private synchronized void readAgainLater(AsyncResult<Void> last) {
        boolean soon = last.failed() && RETRY_AFTER.compareTo(refresh) < 0;
        if (!closed) {
            timer = vertx.setTimer(
                    (soon ? RETRY_AFTER : refresh).toMillis(), id -> read().onComplete(this::readAgainLater));
        }
    }

    /** True when it was read anew; false when that was done less than 10 s ago. */
    synchronized Future<Boolean> readIfDue() {
        if (reading == null && clock.millis() - readAt < RETRY_AFTER.toMillis()) {
            return Future.succeededFuture(false);
        }
        return read().map(true);
    }

    /** Callers that come while it is being read share the result. */
    private synchronized Future<Void> read() {
        if (reading != null) {
            return onCallersContext(reading);
        }
        readAt = clock.millis();
        Promise<Void> done = Promise.promise();
        Future<Void> mine = done.future();
        reading = mine;
        // On a context, whoever calls: the response's handlers must be set in the turn in which its head arrives.
        vertx.getOrCreateContext().runOnContext(now -> document()
                .map(document -> JsonWebKeys.read(vertx, document))
                .onComplete(read -> finish(read, done)));
        return onCallersContext(mine);
    }

    private void finish(AsyncResult<List<VerificationKey>> read, Promise<Void> done) {
        if (read.succeeded()) {
            keys = read.result();
            everRead = true;
        } else {
            LOG.warn("The keys at auth.jwks could not be read: {}", read.cause().toString());
        }
        synchronized (this) {
            reading = null;
        }
        done.complete(null, read.cause());
    }

    private Future<Void> onCallersContext(Future<Void> shared) {
        Context context = vertx.getOrCreateContext();
        Promise<Void> own = Promise.promise();
        shared.onComplete(done -> context.runOnContext(now -> own.complete(null, done.cause())));
        return own.future();
    }

    private Future<Buffer> document() {
        if (!isUrl()) {
            return vertx.fileSystem().readFile(location);
        }
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(location)
                .putHeader("accept", "application/json");
        return client.request(request)
                .compose(sent -> sent.send())
                .compose(JwksSource::body)
                .timeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        Promise<Buffer> body = Promise.promise();
        Buffer read = Buffer.buffer();
        response.handler(piece -> {
            if (read.length() + piece.length() > DOCUMENT_BYTES_MAX) {
                body.tryFail("the document is larger than " + DOCUMENT_BYTES_MAX + " bytes");
                response.request().reset();
            } else {
                read.appendBuffer(piece);
            }
        });
        response.exceptionHandler(body::tryFail);
        response.endHandler(end -> {
            if (response.statusCode() == 200) {
                body.tryComplete(read);
            } else {
                body.tryFail("the server responded with status " + response.statusCode());
            }
        });
        return body.future();
    }

    synchronized void close() {
        closed = true;
        vertx.cancelTimer(timer);
        if (client != null) {
            client.close();
        }
    }
}
