package dev.parley.gateway.http;

import dev.parley.model.Code;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * Refuses a request whose target cannot be decoded, or holds a NUL, which no key may have and not every store can hold.
 * Everything behind it may read paths and parameters without a second look. Stateless.
 */
public final class TargetCheck {
    private TargetCheck() {}

    /** A handler before all routes but those of WebSockets, which authenticate first. */
    public static void check(RoutingContext ctx) {
        require(ctx);
        ctx.next();
    }

    /** Throws {@code bad_frame}. */
    public static void require(RoutingContext ctx) {
        String path = ctx.request().path();
        if (path != null && (path.indexOf('\0') >= 0 || path.contains("%00"))) {
            throw Code.BAD_FRAME.refuse("the path must not contain NUL");
        }
        try {
            for (Map.Entry<String, String> parameter : ctx.request().params()) {
                if (parameter.getKey().indexOf('\0') >= 0
                        || parameter.getValue().indexOf('\0') >= 0) {
                    throw Code.BAD_FRAME.refuse("query parameters must not contain NUL");
                }
            }
        } catch (IllegalArgumentException e) {
            throw Code.BAD_FRAME.refuse("the query cannot be decoded");
        }
    }
}
