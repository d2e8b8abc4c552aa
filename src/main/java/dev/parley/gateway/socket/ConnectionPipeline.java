package dev.parley.gateway.socket;

import dev.parley.config.HttpConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.compression.ZlibCodecFactory;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionFilterProvider;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** What this node adds to the pipeline of every connection. Applied before its first byte is read. */
public final class ConnectionPipeline {
    private static final String LIBRARY = "handler";
    private static final String IDLE = "idle";
    private static final String DEFLATE = "webSocketExtensionHandler";
    private static final int DEFLATE_LEVEL = 6;

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
        pipeline.addFirst("requestBytes", deadline.bytes());
        if (pipeline.get(DEFLATE) != null) {
            pipeline.replace(DEFLATE, DEFLATE, boundedDeflate());
        }
        pipeline.addBefore(LIBRARY, "requests", deadline.requests());
        pipeline.addBefore(LIBRARY, "frameConformance", new FrameConformance(frameBytesMax));
    }

    /** After the upgrade the connection's session looks after its silence. */
    static void upgraded(HttpConnection connection) {
        ChannelPipeline pipeline = pipeline(connection);
        if (pipeline.get(IDLE) != null) {
            pipeline.remove(IDLE);
        }
    }

    /** Where encoded frames go out: what is written from there passes encryption and nothing else. */
    static FrameOutlet outlet(HttpConnection connection) {
        ChannelPipeline pipeline = pipeline(connection);
        return new FrameOutlet(pipeline.context(FrameConformance.DECODER), pipeline.get(FrameConformance.class));
    }

    /** Where the library stands in a connection's pipeline: what is written from there passes its encoders. */
    static ChannelHandlerContext end(HttpConnection connection) {
        return pipeline(connection).context(LIBRARY);
    }

    /** Ends a connection at once, without the handshakes that a peer which reads nothing never finishes. */
    @SuppressWarnings("FutureReturnValueIgnored") // the closing is told to the connection
    public static void cut(HttpConnection connection) {
        ChannelHandlerContext end = end(connection);
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
