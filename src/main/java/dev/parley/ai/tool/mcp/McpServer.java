package dev.parley.ai.tool.mcp;

import dev.parley.ai.text.Excerpt;
import dev.parley.ai.tool.Tool;
import dev.parley.ai.tool.mcp.McpFault.Kind;
import dev.parley.config.McpConfig;
import dev.parley.config.ToolsConfig;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the session with one server, and the server's tools as of the last time it listed them.
 *
 * <pre>
 *  NEW ──┬── tools listed ──► HERE: with its tools; listed again after REFRESH
 *        │                    │  ▲
 *        │             failed │  │ tools listed
 *        │                    ▼  │
 *        └── failed ─────────► AWAY: without tools; tried again after 1 s, 2 s, … REFRESH
 *  close: from any ──► CLOSED
 * </pre>
 *
 * {@link #tools} and {@link #call} may be called from any context; everything else runs on a context of the server's
 * own. Limits: {@link #TOOLS_MAX}, {@link #CALLS_MAX}, and {@code ai.tools.timeout} for each message.
 */
final class McpServer {
    /** Most tools of one server. */
    static final int TOOLS_MAX = 128;

    /** Most uses of one server's tools at a time. */
    static final int CALLS_MAX = 64;

    private static final Logger LOG = LoggerFactory.getLogger(McpServer.class);
    private static final long REFRESH_MS = 300_000;
    private static final long RETRY_MS = 1000;
    private static final long CLOSE_MS_MAX = 1000; // the node is stopping

    private enum State {
        NEW,
        HERE,
        AWAY,
        CLOSED
    }

    private final Vertx vertx;
    private final McpEndpoint endpoint;
    private final McpConfig config;
    private final ToolsConfig limits;
    private final Context context;
    private volatile List<Tool> tools = List.of();
    private State state = State.NEW;
    private Future<McpSession> session; // open or being opened; null when there is none
    private Future<Void> refreshing; // null when no refresh is under way
    private long timer = -1; // of the next refresh
    private long retryMs = RETRY_MS;
    private int calls;

    McpServer(Vertx vertx, HttpClient client, McpConfig config, ToolsConfig limits) {
        this.vertx = vertx;
        this.endpoint = new McpEndpoint(vertx, client, config);
        this.config = config;
        this.limits = limits;
        this.context = vertx.getOrCreateContext();
    }

    String name() {
        return config.name();
    }

    /** Empty while the server is away. */
    List<Tool> tools() {
        return tools;
    }

    /**
     * Lists the tools now and from time to time; completes, and never fails, once the server was asked for the first
     * time.
     */
    Future<Void> start() {
        return onContext(this::refresh);
    }

    /**
     * Uses a tool.
     *
     * @param headers what is sent in headers as well, where the server's revision has that
     * @param stopped completes when nobody waits for the result any more: the server is told
     * @return its text, on the caller's context; fails with a {@link Refusal} that holds the server's own words
     */
    Future<String> call(String tool, JsonObject arguments, Map<String, String> headers, Future<Void> stopped) {
        return onContext(() -> {
            if (calls >= CALLS_MAX) {
                return Future.failedFuture(Code.OVERLOADED.refuse(config.name() + " is busy"));
            }
            calls++;
            return inSession(open -> open.call(tool, arguments, headers, stopped))
                    .compose(this::result)
                    .recover(failure -> Future.failedFuture(Refusal.of(failure, this::faulty)))
                    .onComplete(ended -> calls--);
        });
    }

    /** Ends the session; never fails. */
    Future<Void> close() {
        return onContext(() -> {
            to(State.CLOSED);
            Future<McpSession> ending = session;
            session = null;
            return ending == null
                    ? Future.succeededFuture()
                    : ending.compose(McpSession::close)
                            .timeout(CLOSE_MS_MAX, TimeUnit.MILLISECONDS)
                            .otherwiseEmpty();
        });
    }

    private void to(State next) {
        state = next;
        switch (next) {
            case HERE -> {
                retryMs = RETRY_MS;
                scheduleRefresh(REFRESH_MS);
            }
            case AWAY -> {
                tools = List.of();
                scheduleRefresh(retryMs);
                retryMs = Math.min(REFRESH_MS, retryMs * 2);
            }
            case CLOSED -> {
                tools = List.of();
                vertx.cancelTimer(timer);
            }
            case NEW -> {} // before the first refresh
        }
    }

    private Future<String> result(JsonObject result) {
        if ("input_required".equals(result.getValue("resultType"))) {
            return Future.failedFuture(
                    Code.UNAVAILABLE.refuse("the tool asks for more input from a person, which is not supported"));
        }
        String text = Excerpt.of(McpCallResult.text(result), (int) Math.min(limits.resultBytes(), McpPost.REPLY_MAX));
        return McpCallResult.isError(result)
                ? Future.failedFuture(Code.UNAVAILABLE.refuse(text.isEmpty() ? "the tool failed" : text))
                : Future.succeededFuture(text);
    }

    private Refusal faulty(Throwable failure) {
        McpFault fault = McpFault.of(failure);
        if (fault.is(Kind.AWAY) || fault.is(Kind.UNREACHABLE) || fault.is(Kind.SESSION_GONE)) {
            drop(fault);
            vertx.cancelTimer(timer);
            refreshSoon();
        }
        return fault.is(Kind.REFUSED)
                ? Code.BAD_FRAME.refuse(fault.getMessage())
                : Code.UNAVAILABLE.refuse(config.name() + " failed: " + fault.getMessage());
    }

    /**
     * In the open session, or in a new one; once more in a new one when the server does not know the session any more.
     */
    private <T> Future<T> inSession(Function<McpSession, Future<T>> work) {
        Future<McpSession> first = session();
        return first.compose(work).recover(failure -> {
            if (!McpFault.of(failure).is(Kind.SESSION_GONE)) {
                return Future.failedFuture(failure);
            }
            if (session == first) {
                session = null;
            }
            return session().compose(work);
        });
    }

    private Future<McpSession> session() {
        if (state == State.CLOSED) {
            return Future.failedFuture(new McpFault(Kind.AWAY, "it was closed"));
        }
        if (session == null) {
            Future<McpSession> opening = endpoint.open(limits.timeout(), this::refreshSoon);
            session = opening;
            opening.onFailure(failure -> {
                if (session == opening) {
                    session = null;
                }
            });
        }
        return session;
    }

    private Future<Void> refresh() {
        if (refreshing != null || state == State.CLOSED) {
            return refreshing == null ? Future.succeededFuture() : refreshing;
        }
        vertx.cancelTimer(timer);
        Promise<Void> done = Promise.promise();
        refreshing = done.future();
        inSession(McpSession::tools).onComplete(listed -> {
            refreshing = null;
            if (listed.succeeded()) {
                onListed(listed.result());
            } else {
                onFailure(McpFault.of(listed.cause()));
            }
            done.complete();
        });
        return done.future();
    }

    private void refreshSoon() {
        context.runOnContext(v -> {
            var unused = refresh();
        });
    }

    private void scheduleRefresh(long afterMs) {
        timer = vertx.setTimer(afterMs, id -> {
            var unused = refresh();
        });
    }

    private void onListed(List<JsonObject> listed) {
        if (state == State.CLOSED) {
            return;
        }
        tools = McpTool.usable(this, listed, TOOLS_MAX);
        if (state == State.AWAY || tools.size() < listed.size()) {
            LOG.info(
                    "The tool server {} offers {} tools, of which {} can be used", name(), listed.size(), tools.size());
        }
        to(State.HERE);
    }

    private void onFailure(McpFault fault) {
        drop(fault);
        if (state == State.CLOSED) {
            return;
        }
        if (state != State.AWAY) {
            LOG.warn("The tool server {} is not available: {}", name(), fault.getMessage());
        }
        to(State.AWAY);
    }

    private void drop(McpFault fault) {
        Future<McpSession> dropped = session;
        session = null;
        if (dropped != null && fault.is(Kind.REFUSED)) {
            var unused = dropped.compose(McpSession::close);
        }
    }

    /** Does work on this server's context; the outcome comes on the caller's. */
    private <T> Future<T> onContext(Supplier<Future<T>> work) {
        Context caller = vertx.getOrCreateContext();
        Promise<T> outcome = Promise.promise();
        context.runOnContext(v -> work.get().onComplete(ended -> caller.runOnContext(w -> outcome.handle(ended))));
        return outcome.future();
    }
}
