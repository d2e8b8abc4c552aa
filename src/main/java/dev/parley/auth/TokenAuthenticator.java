package dev.parley.auth;

import dev.parley.model.Code;
import io.vertx.core.Future;

/**
 * Authenticates any token: a session's by its prefix, otherwise a JWT. A token that is longer than 8 KiB is refused
 * unread. May be called from any context; completes on the caller's.
 */
public final class TokenAuthenticator implements Authenticator {
    private static final int TOKEN_LENGTH_MAX = 8 * 1024;

    private final Authenticator jwts;
    private final Authenticator sessions;
    private final ReservedNames reserved;

    /** Both are called on the caller's context. No identity has one of the reserved names. */
    public TokenAuthenticator(JwtVerifier jwts, SessionTokens sessionTokens, ReservedNames reserved) {
        this.reserved = reserved;
        this.jwts = jwts;
        this.sessions = sessionTokens;
    }

    @Override
    public Future<Identity> authenticate(String token) {
        if (token.isEmpty() || token.length() > TOKEN_LENGTH_MAX) {
            return Future.failedFuture(Code.UNAUTHORIZED.refuse("the token is not valid"));
        }
        Authenticator kind = token.startsWith(SessionTokens.PREFIX) ? sessions : jwts;
        return kind.authenticate(token).map(reserved::apart);
    }
}
