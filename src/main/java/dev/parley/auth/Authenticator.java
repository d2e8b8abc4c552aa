package dev.parley.auth;

import io.vertx.core.Future;

/** Finds out whose a token is. May be called from any context; completes on the caller's. */
public interface Authenticator {

    /** Fails with {@code unauthorized} and a text that never repeats the token, or with {@code unavailable}. */
    Future<Identity> authenticate(String token);
}
