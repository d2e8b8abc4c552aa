package dev.parley.gateway.socket;

import dev.parley.config.HttpConfig;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.compression.ZlibCodecFactory;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionFilterProvider;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;

/**
 * Adds this node's handlers to the pipeline of every connection, before its first byte is read, and exchanges them once
 * it is upgraded. On the connection's event loop.
 */
public final class ConnectionPipeline {
    private static final String LIBRARY = "handler";
    private static final String DEFLATE = "webSocketExtensionHandler";
    private static final int DEFLATE_LEVEL = 6;
    private static final String REQUEST_BYTES = "requestBytes";
    private static final String REQUESTS = "requests";
    private static final String FRAMING = "requestFraming";
    private static final String IDLE = "idle";
    private static final String FRAGMENT_BITS = "fragmentBits";
    /** The library names it so once a client has agreed to compress. */
    private static final String INFLATER =
            "io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateDecoder";

    private final FragmentBits fragmentBits = new FragmentBits();
    private final HttpConfig http;
    private final long frameBytesMax;

    public ConnectionPipeline(HttpConfig http, long frameBytesMax) {
        this.http = http;
        this.frameBytesMax = frameBytesMax;
    }

    /** Extends one connection's pipeline. */
    public void extend(HttpConnection connection) {
        ChannelPipeline pipeline = pipeline(connection);
        RequestDeadline deadline = new RequestDeadline(http.requestTimeout());
        pipeline.addFirst(REQUEST_BYTES, deadline.bytes());
        if (pipeline.get(DEFLATE) != null) {
            pipeline.replace(DEFLATE, DEFLATE, boundedDeflate());
            pipeline.addBefore(DEFLATE, FRAGMENT_BITS, fragmentBits);
        }
        pipeline.addBefore(LIBRARY, REQUESTS, deadline.requests());
        pipeline.addBefore(LIBRARY, FRAMING, new RequestFraming());
        pipeline.addBefore(LIBRARY, "frameConformance", new FrameConformance(frameBytesMax));
    }

    /**
     * Puts a {@link WebSocketChannel} in the library's place, in the turn of the loop in which it has upgraded a
     * connection, and takes out what was for requests. A client that sends nothing is its {@code Connection}'s business
     * from now on.
     */
    static WebSocketChannel takeOver(HttpConnection connection) {
        ConnectionBase upgraded = (ConnectionBase) connection;
        WebSocketChannel channel = new WebSocketChannel(upgraded.context().unwrap());
        ChannelPipeline pipeline = pipeline(connection);
        pipeline.replace(LIBRARY, LIBRARY, channel);
        for (String done : List.of(REQUEST_BYTES, REQUESTS, FRAMING, IDLE)) {
            if (pipeline.get(done) != null) {
                pipeline.remove(done);
            }
        }
        if (pipeline.get(FRAGMENT_BITS) != null && pipeline.names().stream().noneMatch(INFLATER::equals)) {
            pipeline.remove(FRAGMENT_BITS); // this client compresses nothing
        }
        return channel;
    }

    /**
     * The way out of an upgraded connection for encoded frames: what is written there passes encryption and nothing
     * else.
     */
    static FrameOutlet outlet(HttpConnection connection) {
        ChannelPipeline pipeline = pipeline(connection);
        return new FrameOutlet(pipeline.context(FrameConformance.DECODER), pipeline.get(FrameConformance.class));
    }

    /**
     * Calls {@code onActivity} for each frame that comes on an upgraded connection, pings and pongs too. On its event
     * loop.
     */
    public static void watch(HttpConnection connection, Runnable onActivity) {
        ChannelPipeline pipeline = pipeline(connection);
        if (pipeline.get(LIBRARY) != null) {
            pipeline.addBefore(LIBRARY, "signsOfLife", new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext ctx, Object frame) {
                    onActivity.run();
                    ctx.fireChannelRead(frame);
                }
            });
        }
    }

    /** Asks the peer of an upgraded connection for a sign of life. */
    @SuppressWarnings(
            "FutureReturnValueIgnored") // a write that fails closes the channel, which its connection learns elsewhere
    public static void ping(HttpConnection connection) {
        ChannelHandlerContext end = pipeline(connection).context(LIBRARY);
        if (end != null) {
            end.writeAndFlush(new PingWebSocketFrame(Unpooled.EMPTY_BUFFER));
        }
    }

    /** Ends a connection at once, without the handshakes that a peer which reads nothing never finishes. */
    @SuppressWarnings("FutureReturnValueIgnored") // the connection learns of the closing
    public static void cut(HttpConnection connection) {
        ChannelHandlerContext end = pipeline(connection).context(LIBRARY);
        if (end != null) {
            end.close(); // a void promise is not allowed here
        }
    }

    private static ChannelPipeline pipeline(HttpConnection connection) {
        return ((ConnectionBase) connection).channelHandlerContext().pipeline();
    }

    /** The library's inflater has no limit: a few bytes could fill the memory. */
    private WebSocketServerExtensionHandler boundedDeflate() {
        return new WebSocketServerExtensionHandler(new PerMessageDeflateServerExtensionHandshaker(
                DEFLATE_LEVEL,
                ZlibCodecFactory.isSupportingWindowSizeAndMemLevel(),
                PerMessageDeflateServerExtensionHandshaker.MAX_WINDOW_SIZE,
                false,
                false,
                PerMessageDeflateServerExtensionHandshaker.MAX_WINDOW_SIZE,
                PerMessageDeflateServerExtensionHandshaker.DEFAULT_MEM_LEVEL,
                WebSocketExtensionFilterProvider.DEFAULT,
                Math.toIntExact(frameBytesMax)));
    }
}
