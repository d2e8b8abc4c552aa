package dev.parley.gateway.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.json.JsonObject;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Enforces what the library leaves out of HTTP/1.1's framing (RFC 9112). A request whose end nobody can be sure of gets
 * 400 and its connection ends, because what follows could be taken for another request (section 6.3): a {@code
 * Transfer-Encoding} other than {@code chunked}, a broken chunk, not exactly one {@code Host} (section 3.2). The lines
 * of a {@code Connection} header are joined into the one list that they are (RFC 9110 section 5.3).
 *
 * <pre>
 * SERVING ── a bad request ──► LAST_RESPONSES ── the responses before it are written ──► REFUSED
 * </pre>
 *
 * <p>The 400 waits for the responses to the requests before it. One instance a connection, in front of the library's
 * handler; removed after an upgrade. On the event loop.
 */
final class RequestFraming extends ChannelDuplexHandler {
    private enum State {
        SERVING,
        /** Nothing is read any more; the responses to the requests before the bad one are still written. */
        LAST_RESPONSES,
        /** The 400 was written, or the connection is being closed: nothing follows. */
        REFUSED
    }

    /** The peer may still be sending: closing at once would reset the connection and lose the response. */
    private static final long LINGER_MS = 500;

    /** Requests that were passed on and whose responses have not ended yet. */
    private int unfinished;

    /** The head of the oldest one's response is written. */
    private boolean responding;

    private boolean informational;
    private State state = State.SERVING;
    /** Why the connection ends; null while it goes on. */
    private String refusal;
    /** So many responses go out before the refusal. */
    private int ahead;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (state != State.SERVING) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpRequest request) {
            String fault = request.decoderResult().isFailure() ? null : fault(request);
            if (fault == null) {
                joinLines(request.headers());
                unfinished++;
                ctx.fireChannelRead(message);
            } else {
                ReferenceCountUtil.release(message);
                refuse(ctx, fault, unfinished);
            }
        } else if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            refuse(ctx, "the chunked body is malformed", unfinished - 1);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private static String fault(HttpRequest request) {
        HttpHeaders headers = request.headers();
        List<String> encodings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        boolean chunked = encodings.size() == 1 && encodings.get(0).strip().equalsIgnoreCase("chunked");
        if (!encodings.isEmpty() && (!chunked || request.protocolVersion().equals(HttpVersion.HTTP_1_0))) {
            return "Transfer-Encoding must be chunked";
        }
        int hosts = headers.getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1 || (hosts == 0 && request.protocolVersion().equals(HttpVersion.HTTP_1_1))) {
            return "a request must have exactly one Host header";
        }
        return null;
    }

    /** The library reads the first line alone, and no list in {@code Upgrade}. */
    private static void joinLines(HttpHeaders headers) {
        List<String> connection = headers.getAll(HttpHeaderNames.CONNECTION);
        if (connection.size() > 1) {
            headers.set(HttpHeaderNames.CONNECTION, String.join(", ", connection));
        }
        List<String> upgrade = headers.getAll(HttpHeaderNames.UPGRADE);
        if (headers.containsValue(HttpHeaderNames.UPGRADE, "websocket", true)
                && (upgrade.size() > 1 || upgrade.get(0).indexOf(',') >= 0)) {
            headers.set(HttpHeaderNames.UPGRADE, "websocket");
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise has the result
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (state == State.REFUSED) {
            ReferenceCountUtil.release(message);
            if (!promise.isVoid()) {
                promise.tryFailure(new ClosedChannelException());
            }
            return;
        }
        ctx.write(message, promise);
        if (message instanceof HttpResponse response) {
            informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            responding |= !informational;
        }
        if (message instanceof LastHttpContent && !informational) {
            responding = false;
            unfinished--;
            ahead--;
            if (state == State.LAST_RESPONSES && ahead <= 0) {
                to(State.REFUSED, ctx);
            }
        }
    }

    private void refuse(ChannelHandlerContext ctx, String why, int after) {
        refusal = why;
        ahead = after;
        to(ahead > 0 ? State.LAST_RESPONSES : State.REFUSED, ctx);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the result
    private void to(State next, ChannelHandlerContext ctx) {
        state = next;
        if (next == State.REFUSED && responding) {
            ctx.close(); // a response that has begun cannot become a 400
        } else if (next == State.REFUSED) {
            sendRefusal(ctx);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the result
    private void sendRefusal(ChannelHandlerContext ctx) {
        ByteBuf body = Unpooled.copiedBuffer(
                new JsonObject()
                        .put("type", "about:blank")
                        .put("title", HttpResponseStatus.BAD_REQUEST.reasonPhrase())
                        .put("status", HttpResponseStatus.BAD_REQUEST.code())
                        .put("detail", refusal)
                        .put("code", "bad_frame")
                        .encode(),
                StandardCharsets.UTF_8);
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST, body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                .set("x-content-type-options", "nosniff")
                .set(HttpHeaderNames.CONNECTION, "close");
        ctx.writeAndFlush(response);
        ctx.executor().schedule(() -> ctx.close(), LINGER_MS, TimeUnit.MILLISECONDS);
    }
}
