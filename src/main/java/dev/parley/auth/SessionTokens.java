package dev.parley.auth;

import dev.parley.config.AuthConfig;
import dev.parley.model.Code;
import dev.parley.model.Role;
import dev.parley.store.SessionStore;
import dev.parley.store.StoredSession;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Opens, authenticates and ends opaque sessions. Their tokens are {@code ps_} and 32 random bytes as base64url, of
 * which the store has only the SHA-256. May be called from any context; completes on the caller's. A session lives for
 * {@code auth.sessionTtl}, also when the token that it was opened with ends sooner. Fails with {@code unauthorized},
 * {@code forbidden}, {@code bad_frame} (a guest's name), or whatever the store refuses with.
 */
public final class SessionTokens implements Authenticator {
    /** How a session's token begins; a JWT begins with {@code e}. */
    public static final String PREFIX = "ps_";

    private static final int TOKEN_BYTES = 32;
    private static final int GUEST_BYTES = 10;
    private static final String GUEST_PREFIX = "guest-";
    private static final Pattern GUEST = Pattern.compile(GUEST_PREFIX + "[0-9a-f]{" + 2 * GUEST_BYTES + "}");
    private static final int NAME_LENGTH_MAX = 64;

    private final SessionStore sessions;
    private final AuthConfig config;
    private final SecureRandom random;
    private final InstantSource clock;
    private final ReservedNames reserved;

    /** {@code reserved}: names that no guest may take. */
    public SessionTokens(
            SessionStore sessions,
            AuthConfig config,
            SecureRandom random,
            InstantSource clock,
            ReservedNames reserved) {
        this.reserved = reserved;
        this.sessions = sessions;
        this.config = config;
        this.random = random;
        this.clock = clock;
    }

    /**
     * A session with the name, picture, role and rooms of a JWT. One session cannot open another, or ending it would
     * not lock its bearer out.
     */
    public Future<OpenedSession> open(Identity identity) {
        if (identity.session() != null) {
            return Future.failedFuture(Code.FORBIDDEN.refuse("a session cannot open another one"));
        }
        return put(identity.user(), identity.name(), identity.picture(), identity.role(), identity.rooms());
    }

    /**
     * A session of an unknown user, who may enter {@code auth.rooms}.
     *
     * @param name 1–64 visible characters, trimmed, and no assistant's; null to be given one
     */
    public Future<OpenedSession> openGuest(String name) {
        if (!config.guests()) {
            return Future.failedFuture(Code.UNAUTHORIZED.refuse("guests are not allowed here"));
        }
        String id = HexFormat.of().formatHex(bytes(GUEST_BYTES));
        String wanted = name == null ? "Guest " + id.substring(0, 4) : name.strip();
        if (!DisplayNames.isClean(wanted) || wanted.codePointCount(0, wanted.length()) > NAME_LENGTH_MAX) {
            return Future.failedFuture(
                    Code.BAD_FRAME.refuse("name must be 1–" + NAME_LENGTH_MAX + " characters, none of them invisible"));
        }
        String shown = DisplayNames.clean(wanted, NAME_LENGTH_MAX);
        if (reserved.isTaken(shown)) {
            return Future.failedFuture(Code.BAD_FRAME.refuse("name is the name of an assistant; choose another name"));
        }
        return put(GUEST_PREFIX + id, shown, null, Role.GUEST, null);
    }

    /** Null rooms are those of the configuration, also when it changes. */
    private Future<OpenedSession> put(String user, String name, String picture, Role role, List<String> rooms) {
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(TOKEN_BYTES));
        long expiresAt = clock.millis() + config.sessionTtl().toMillis();
        return sessions.put(new StoredSession(key(token), user, name, picture, role.text(), rooms, expiresAt))
                .map(new OpenedSession(token, user, name, expiresAt));
    }

    @Override
    public Future<Identity> authenticate(String token) {
        return sessions.find(key(token)).compose(found -> found.filter(session -> session.expiresAt() > clock.millis())
                .map(this::identity)
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(Code.UNAUTHORIZED.refuse("the session has ended"))));
    }

    private Identity identity(StoredSession session) {
        return new Identity(
                session.user(),
                session.name(),
                session.picture(),
                // A role that this version does not know may do the least.
                Role.of(session.role()).orElse(Role.GUEST),
                session.rooms() == null ? config.rooms() : session.rooms(),
                session.expiresAt(),
                session.key());
    }

    /** Ends a session; false when there was none. */
    public Future<Boolean> end(String token) {
        return endKey(key(token));
    }

    /** Ends the session with this {@code Identity.session()}. */
    public Future<Boolean> endKey(String key) {
        return sessions.end(key);
    }

    /** Ends a guest's session, for what the guest said is the user's from now on. Both are known by their tokens. */
    public Future<Void> adopt(Identity guest, Identity user) {
        return sessions.adopt(guest.user(), user.user(), user.name(), guest.session());
    }

    /** Whether this is the id of somebody who has no token but a guest's session. */
    public static boolean isGuest(String user) {
        return GUEST.matcher(user).matches();
    }

    /** Removes the sessions that have ended by themselves. To be called now and then. */
    public Future<Void> expire(Instant now) {
        return sessions.expire(now.toEpochMilli());
    }

    /** What the store knows a token by; tokens are random enough to be hashed without salt. */
    public static String key(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
