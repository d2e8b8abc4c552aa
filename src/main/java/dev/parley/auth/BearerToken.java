package dev.parley.auth;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds the token of a request: the token, and the place where it stood. Pure.
 *
 * @param token empty when an {@code Authorization} header says {@code Bearer} and nothing else: that is a bad token,
 * since its sender meant one, and no later place is read
 */
public record BearerToken(String token, Place place) {

    /** Where a token may stand, in the order in which they are read. */
    public enum Place {
        /**
         * {@code Authorization: Bearer <token>} (RFC 6750 §2.1). Other schemes are for somebody else, such as a proxy
         * that asks for a password: they are passed over.
         */
        AUTHORIZATION,
        /** {@code Sec-WebSocket-Protocol: parley.v1, bearer.<token>}, for browsers, which can set no other header. */
        PROTOCOL,
        /** The cookie {@code auth_token}. A caller lets it count only when the request's {@code Origin} is allowed. */
        COOKIE,
        /** {@code ?access_token=} (RFC 6750 §2.3). A caller lets it count only when {@code auth.tokenInQuery} is on. */
        QUERY
    }

    private static final String SCHEME = "bearer";
    private static final String OFFER = "bearer.";
    private static final String COOKIE_NAME = "auth_token";
    private static final String PARAMETER = "access_token";

    /**
     * The first token of a request.
     *
     * @param counts places that count here
     * @param headers all values of a header, by its lower-case name; never null
     * @param query a parameter of the query, decoded; null when it is not there
     */
    public static Optional<BearerToken> find(
            Set<Place> counts, Function<String, List<String>> headers, Function<String, String> query) {
        for (Place place : Place.values()) {
            if (counts.contains(place)) {
                Optional<BearerToken> found = at(place, headers, query).map(token -> new BearerToken(token, place));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> at(
            Place place, Function<String, List<String>> headers, Function<String, String> query) {
        return switch (place) {
            case AUTHORIZATION ->
                headers.apply("authorization").stream()
                        .flatMap(line -> Arrays.stream(line.split(",", -1)))
                        .map(String::strip)
                        .filter(BearerToken::isBearer)
                        .findFirst()
                        .map(credentials ->
                                credentials.substring(SCHEME.length()).strip());
            case PROTOCOL -> parts(headers.apply("sec-websocket-protocol"), ",", OFFER);
            case COOKIE ->
                parts(headers.apply("cookie"), ";", COOKIE_NAME + "=").map(BearerToken::unquoted);
            case QUERY -> Optional.ofNullable(query.apply(PARAMETER)).filter(token -> !token.isEmpty());
        };
    }

    /** The scheme's name ignores case and ends with white space (RFC 9110 §11.1, §11.4). */
    private static boolean isBearer(String credentials) {
        return credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && (credentials.length() == SCHEME.length()
                        || Character.isWhitespace(credentials.charAt(SCHEME.length())));
    }

    private static Optional<String> parts(List<String> lines, String separator, String prefix) {
        for (String line : lines) {
            for (String part : line.split(separator, -1)) {
                String text = part.strip();
                if (text.startsWith(prefix) && text.length() > prefix.length()) {
                    return Optional.of(text.substring(prefix.length()));
                }
            }
        }
        return Optional.empty();
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** A token never reaches a log. */
    @Override
    public String toString() {
        return "BearerToken[" + place + "]";
    }
}
