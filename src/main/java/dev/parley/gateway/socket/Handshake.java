package dev.parley.gateway.socket;

import dev.parley.model.Code;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Checks what a request must bring to become a WebSocket (RFC 6455 section 4.2.1), as far as the library does not.
 * Stateless.
 */
public final class Handshake {
    private static final String VERSION = "Sec-WebSocket-Version";
    private static final String SPOKEN = "13";
    /** 16 bytes in base64 (section 4.1). */
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{21}[AQgw]==");

    private Handshake() {}

    /**
     * Throws {@code bad_frame} when a request that asks for an upgrade does so in another version or with a malformed
     * key; its response then names the version that is spoken here (section 4.4).
     */
    public static void check(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        if (!List.of(SPOKEN).equals(request.headers().getAll(VERSION))) {
            ctx.response().putHeader(VERSION, SPOKEN);
            throw Code.BAD_FRAME.refuse("Sec-WebSocket-Version must be 13");
        }
        List<String> keys = request.headers().getAll("Sec-WebSocket-Key");
        if (keys.size() != 1 || !KEY.matcher(keys.get(0)).matches()) {
            ctx.response().putHeader(VERSION, SPOKEN);
            throw Code.BAD_FRAME.refuse("Sec-WebSocket-Key must be 16 bytes in base64");
        }
    }
}
