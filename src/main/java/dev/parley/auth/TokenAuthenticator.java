package dev.parley.auth;

import dev.parley.protocol.Code;
import io.vertx.core.Future;

/** Any token: a session's by its prefix, otherwise a JWT. One that is longer than 8 KiB is not even looked at. */
public final class TokenAuthenticator implements Authenticator {
    private static final int TOKEN_LENGTH_MAX = 8 * 1024;

    private final Authenticator jwts;
    private final Authenticator sessions;

    /** Both are asked on the caller's context. */
    public TokenAuthenticator(JwtVerifier jwts, Sessions sessions) {
        this.jwts = jwts;
        this.sessions = sessions;
    }

    @Override
    public Future<Identity> authenticate(String token) {
        if (token.isEmpty() || token.length() > TOKEN_LENGTH_MAX) {
            return Future.failedFuture(Code.UNAUTHORIZED.refuse("the token is not a valid one"));
        }
        return token.startsWith(Sessions.PREFIX) ? sessions.authenticate(token) : jwts.authenticate(token);
    }
}
