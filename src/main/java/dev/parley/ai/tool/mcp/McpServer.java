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
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server: its session, and its tools as they were when it was last asked.
 *
 * <pre>
 *            ┌─ every REFRESH ─┐
 *            ▼                 │
 *  ──► AWAY ── asked, heard ─► HERE     with its tools
 *        ▲ │                   │
 *        └─┴──── failed ◄──────┘        without; asked again after 1 s, 2 s, … REFRESH
 * </pre>
 *
 * All but {@link #tools} and {@link #call} runs on a context of its own; those may be called from any.
 */
final class McpServer {
    /** Most tools of one server. */
    static final int TOOLS_MAX = 128;

    /** Most uses of one server's tools at a time. */
    static final int CALLS_MAX = 64;

    private static final Logger LOG = LoggerFactory.getLogger(McpServer.class);
    private static final long REFRESH_MS = 300_000;
    private static final long AGAIN_MS = 1000;
    private static final long END_MS = 1000; // for a farewell: the node is stopping

    private final Vertx vertx;
    private final HttpClient client;
    private final McpConfig config;
    private final ToolsConfig limits;
    private final Context context;
    private volatile List<Tool> tools = List.of();
    private Future<McpSession> session; // null when there is none, nor one being opened
    private Future<Void> refreshing; // null when none is
    private long timer = -1;
    private long againMs = AGAIN_MS;
    private int calls;
    private boolean isAway;
    private boolean closed;

    McpServer(Vertx vertx, HttpClient client, McpConfig config, ToolsConfig limits) {
        this.vertx = vertx;
        this.client = client;
        this.config = config;
        this.limits = limits;
        this.context = vertx.getOrCreateContext();
    }

    String name() {
        return config.name();
    }

    /** Empty while it is away. */
    List<Tool> tools() {
        return tools;
    }

    /** Asks it for its tools, now and from time to time; completes, never fails, once it was asked for the first time. */
    Future<Void> start() {
        return here(this::refresh);
    }

    /**
     * Uses a tool.
     *
     * @param headers what goes along in headers as well, where the server's revision has that
     * @param stopped completes when nobody waits for the result any more: the server is told
     * @return its text, on the caller's context; fails with a {@link Refusal} that holds the server's own words
     */
    Future<String> call(String tool, JsonObject arguments, Map<String, String> headers, Future<Void> stopped) {
        return here(() -> {
            if (calls >= CALLS_MAX) {
                return Future.failedFuture(Code.OVERLOADED.refuse(config.name() + " is busy"));
            }
            calls++;
            return inSession(open -> open.call(tool, arguments, headers, stopped))
                    .compose(this::result)
                    .recover(failure -> Future.failedFuture(refusal(failure)))
                    .onComplete(ended -> calls--);
        });
    }

    /** Ends the session. */
    Future<Void> close() {
        return here(() -> {
            closed = true;
            tools = List.of();
            vertx.cancelTimer(timer);
            Future<McpSession> ending = session;
            session = null;
            return ending == null
                    ? Future.succeededFuture()
                    : ending.compose(McpSession::close)
                            .timeout(END_MS, TimeUnit.MILLISECONDS)
                            .otherwiseEmpty();
        });
    }

    private Future<String> result(JsonObject result) {
        if ("input_required".equals(result.getValue("resultType"))) {
            return Future.failedFuture(
                    Code.UNAVAILABLE.refuse("the tool asks a person for more, which cannot be done here"));
        }
        String text = Excerpt.of(McpCallResult.text(result), (int) Math.min(limits.resultBytes(), McpPost.ANSWER_MAX));
        return McpCallResult.isError(result)
                ? Future.failedFuture(Code.UNAVAILABLE.refuse(text.isEmpty() ? "the tool failed" : text))
                : Future.succeededFuture(text);
    }

    private Refusal refusal(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return refusal;
        }
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

    /** In the session that is open, or in a new one; once more in a new one when the server does not know it any more. */
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
        if (closed) {
            return Future.failedFuture(new McpFault(Kind.AWAY, "it is not used any more"));
        }
        if (session == null) {
            Future<McpSession> opening = token().compose(token ->
                    McpSession.open(vertx, client, endpoint(token), limits.timeout(), this::refreshSoon));
            session = opening;
            opening.onFailure(failure -> {
                if (session == opening) {
                    session = null;
                }
            });
        }
        return session;
    }

    private Future<String> token() {
        if (config.tokenFile().isEmpty()) {
            return Future.succeededFuture(config.token());
        }
        return vertx.fileSystem()
                .readFile(config.tokenFile())
                .map(Buffer::toString)
                .map(String::strip)
                .recover(failure -> Future.failedFuture(new McpFault(Kind.AWAY, "its tokenFile cannot be read")));
    }

    private RequestOptions endpoint(String token) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(config.url())
                .setFollowRedirects(false) // the token goes nowhere else
                .putHeader("Content-Type", "application/json")
                .putHeader("Accept", "application/json, text/event-stream");
        for (String header : config.headers()) {
            int colon = header.indexOf(':');
            options.putHeader(
                    header.substring(0, colon), header.substring(colon + 1).strip());
        }
        return token.isEmpty() ? options : options.putHeader("Authorization", "Bearer " + token);
    }

    private Future<Void> refresh() {
        if (refreshing != null || closed) {
            return refreshing == null ? Future.succeededFuture() : refreshing;
        }
        vertx.cancelTimer(timer);
        Promise<Void> done = Promise.promise();
        refreshing = done.future();
        inSession(McpSession::tools).onComplete(listed -> {
            refreshing = null;
            if (listed.succeeded()) {
                heard(listed.result());
            } else {
                failed(McpFault.of(listed.cause()));
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

    private void heard(List<JsonObject> told) {
        if (closed) {
            return;
        }
        tools = usable(told);
        if (isAway || tools.size() < told.size()) {
            LOG.info("The tool server {} offers {} tools, of which {} can be used", name(), told.size(), tools.size());
        }
        isAway = false;
        againMs = AGAIN_MS;
        again(REFRESH_MS);
    }

    /** Names that models would see as one are told apart by a number. */
    private List<Tool> usable(List<JsonObject> told) {
        Set<Object> known = new HashSet<>(); // as the server has them
        Set<String> names = new HashSet<>(); // as models see them
        List<Tool> usable = new ArrayList<>();
        for (JsonObject each : told) {
            if (usable.size() < TOOLS_MAX && known.add(each.getValue("name"))) {
                McpTool.of(this, each).map(tool -> tool.namedApart(names)).ifPresent(usable::add);
            }
        }
        return List.copyOf(usable);
    }

    private void failed(McpFault fault) {
        drop(fault);
        if (closed) {
            return;
        }
        if (!isAway) {
            LOG.warn("The tool server {} is away: {}", name(), fault.getMessage());
        }
        isAway = true;
        tools = List.of();
        again(againMs);
        againMs = Math.min(REFRESH_MS, againMs * 2);
    }

    private void drop(McpFault fault) {
        Future<McpSession> dropped = session;
        session = null;
        if (dropped != null && fault.is(Kind.REFUSED)) {
            var unused = dropped.compose(McpSession::close);
        }
    }

    private void again(long afterMs) {
        timer = vertx.setTimer(afterMs, id -> {
            var unused = refresh();
        });
    }

    /** Work on this server's context whose outcome is told on the caller's. */
    private <T> Future<T> here(Supplier<Future<T>> work) {
        Context caller = vertx.getOrCreateContext();
        Promise<T> told = Promise.promise();
        context.runOnContext(v -> work.get().onComplete(ended -> caller.runOnContext(w -> told.handle(ended))));
        return told.future();
    }
}
