package dev.parley.gateway.http;

import dev.parley.auth.Authenticator;
import dev.parley.auth.BearerToken;
import dev.parley.auth.BearerToken.Place;
import dev.parley.auth.Identity;
import dev.parley.auth.Origins;
import dev.parley.model.Code;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds out whose a request is, and whether its page may make it. Stateless. */
public final class RequestAuth {
    private final Authenticator authenticator;
    private final Origins origins;
    private final ClientAddress clientAddress;
    private final boolean tokenInQuery;

    public RequestAuth(
            Authenticator authenticator, Origins origins, ClientAddress clientAddress, boolean tokenInQuery) {
        this.authenticator = authenticator;
        this.origins = origins;
        this.clientAddress = clientAddress;
        this.tokenInQuery = tokenInQuery;
    }

    /** The request's user. Fails with {@code unauthorized} when there is no token or a bad one. */
    public Future<Identity> identify(HttpServerRequest request) {
        return token(request)
                .map(found -> authenticator.authenticate(found.token()))
                .orElseGet(() -> Future.failedFuture(Code.UNAUTHORIZED.refuse("a token is needed")));
    }

    /** The request's token, from the places that count for it. */
    public Optional<BearerToken> token(HttpServerRequest request) {
        Set<Place> counts = EnumSet.of(Place.AUTHORIZATION, Place.PROTOCOL);
        if (allowsCookies(request)) {
            counts.add(Place.COOKIE);
        }
        if (tokenInQuery) {
            counts.add(Place.QUERY);
        }
        return BearerToken.find(counts, name -> request.headers().getAll(name), name -> parameter(request, name));
    }

    /** A query that cannot be decoded holds no token. */
    private static String parameter(HttpServerRequest request, String name) {
        try {
            return request.getParam(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether the page that makes this request may open sockets and read responses here. */
    public boolean allowsOrigin(HttpServerRequest request) {
        return origins.allows(origin(request), clientAddress.scheme(request), clientAddress.host(request));
    }

    /** Whether the page that makes this request is this node's own or one that the configuration names. */
    boolean allowsCookies(HttpServerRequest request) {
        return origins.allowsCookies(origin(request), clientAddress.scheme(request), clientAddress.host(request));
    }

    /** The request's user, if its page may make it: first 401, then 403, as the contract orders them. */
    public Future<Identity> identifyWithOrigin(HttpServerRequest request) {
        return identify(request)
                .compose(identity -> allowsOrigin(request)
                        ? Future.succeededFuture(identity)
                        : Future.failedFuture(Code.FORBIDDEN.refuse("this origin is not allowed (http.origins)")));
    }

    /** What limits count this client's address by. */
    public String address(HttpServerRequest request) {
        return clientAddress.addressBlock(request);
    }

    /** The header; null when absent. Several lines are no origin at all. */
    static String origin(HttpServerRequest request) {
        List<String> lines = request.headers().getAll(HttpHeaders.ORIGIN);
        return lines.isEmpty() ? null : String.join(", ", lines);
    }
}
