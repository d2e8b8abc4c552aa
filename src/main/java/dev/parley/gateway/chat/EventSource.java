package dev.parley.gateway.chat;

import dev.parley.contract.AnswerFrame;
import dev.parley.contract.CloseCode;
import dev.parley.contract.ServerFrame;
import dev.parley.gateway.fanout.ClientTransport;
import dev.parley.gateway.fanout.SharedFrame;
import dev.parley.gateway.socket.ConnectionPipeline;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A response of server-sent events (HTML standard, section 9.2), which is also the transport of the connection behind
 * it: frames go to its {@link Reader}, which writes events. On the gateway's context.
 */
final class EventSource implements ClientTransport {
    private static final Logger LOG = LoggerFactory.getLogger(EventSource.class);
    private static final String KEEP_ALIVE = ": keep-alive\n\n";

    private final RoutingContext ctx;
    private final HttpServerResponse response;
    private final Map<String, String> headers;
    private Reader reader;
    private Future<Void> lastWrite = Future.succeededFuture();
    private long unsent;
    private boolean over;

    /** Makes events of frames. */
    interface Reader {
        /** A frame of a room. */
        void onFrame(AnswerFrame frame);

        /** The client gave a sign of life: it took what was sent. */
        void onTaken();

        /** The connection ends. */
        void onClose(CloseCode code, String reason);
    }

    EventSource(RoutingContext ctx, Map<String, String> headers) {
        this.ctx = ctx;
        this.response = ctx.response();
        this.headers = headers;
    }

    /** Sets who makes the events; once, before any frame comes. */
    void readBy(Reader wanted) {
        reader = wanted;
    }

    boolean isOpen() {
        return response.headWritten();
    }

    /** Sends the head; from now on only events can say what goes wrong. */
    void open() {
        if (isOpen() || over) {
            return;
        }
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("X-Accel-Buffering", "no");
        headers.forEach(response::putHeader);
        if (HttpMethod.HEAD.equals(ctx.request().method())) {
            end(); // it requested the head alone
        } else {
            write(": open\n\n");
        }
    }

    /** One event each. */
    void send(List<String> events) {
        if (!events.isEmpty()) {
            write(text(events));
        }
    }

    /**
     * Sends what the reader missed. It does not count as unread, since a reader that comes back to a long answer has
     * much to read. Bounded by an answer's length.
     */
    void sendMissed(List<String> events) {
        if (!events.isEmpty()) {
            write(text(events), 0);
        }
    }

    private static String text(List<String> events) {
        StringBuilder text = new StringBuilder();
        events.forEach(data -> text.append("data: ").append(data).append("\n\n"));
        return text.toString();
    }

    private void write(String text) {
        write(text, text.length());
    }

    private void write(String text, int weight) {
        if (over) {
            return;
        }
        unsent += weight;
        lastWrite = response.write(Buffer.buffer(text)).onComplete(done -> {
            unsent -= weight;
            if (done.succeeded()) {
                reader.onTaken();
            }
        });
    }

    /** The stream is whole. */
    void end() {
        if (!over) {
            over = true;
            response.end().onFailure(e -> {}); // the client went away
        }
    }

    /** Breaks the stream off: the client knows that it is not whole, and may come back. */
    void cut() {
        over = true;
        ConnectionPipeline.cut(ctx.request().connection());
    }

    @Override
    public void deliver(String address, SharedFrame frame) {
        handle(frame::answerFrame);
    }

    @Override
    public void deliver(String address, ServerFrame frame) {
        handle(() -> AnswerFrame.of(frame));
    }

    /** Others get the same frame after this one: what goes wrong here is not theirs. */
    private void handle(Supplier<AnswerFrame> frame) {
        try {
            reader.onFrame(frame.get());
        } catch (RuntimeException e) {
            LOG.error("an answer could not be written", e);
            cut();
        }
    }

    @Override
    public Future<Void> deliverPaced(String address, ServerFrame frame) {
        deliver(address, frame);
        return lastWrite;
    }

    @Override
    public long unsent() {
        return unsent;
    }

    /** Also prevents proxies from closing what seems idle. Before the head there is nothing to close. */
    @Override
    public void ping() {
        if (isOpen()) {
            write(KEEP_ALIVE);
        } else {
            reader.onTaken();
        }
    }

    @Override
    public void close(CloseCode code, String reason) {
        reader.onClose(code, reason);
    }
}
