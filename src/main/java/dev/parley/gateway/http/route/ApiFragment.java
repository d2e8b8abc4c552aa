package dev.parley.gateway.http.route;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * What one part of the server adds to a description of the API: paths, channels, operations and components.
 *
 * @param source names the fragment in errors
 * @param json in the form of the whole document; holds only what is added
 */
public record ApiFragment(String source, JsonObject json) {

    /** Reads a fragment from the class path. Throws {@link UncheckedIOException}. */
    public static ApiFragment ofResource(String name) {
        try (InputStream in = ApiFragment.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is not on the class path");
            }
            return new ApiFragment(name, new JsonObject(Buffer.buffer(in.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
