package dev.parley.auth;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides which pages may use cookies, sockets and the API, by their origin (RFC 6454). Pure; the same list is the HTTP
 * API's CORS.
 *
 * <p>Allowed are the configured origins and the page's own: that of {@code http.publicUrl}, or, without one, the host
 * that the request was sent to. There {@code https} pages are also allowed when we see {@code http}, for a proxy that
 * the configuration does not name may have ended the TLS; never the reverse.
 */
public final class Origins {
    private static final String ANY = "*";

    private final Set<String> allowed;
    private final boolean any;
    private final String own;

    /** As configured: {@code http.origins} and {@code http.publicUrl}. */
    public Origins(List<String> origins, String publicUrl) {
        this.allowed = origins.stream()
                .filter(origin -> !origin.equals(ANY))
                .map(Origins::normal)
                .collect(Collectors.toUnmodifiableSet());
        this.any = origins.contains(ANY);
        this.own = publicUrl.isEmpty() ? "" : normal(publicUrl);
    }

    /**
     * Whether a request may come in. One without an {@code Origin} may: no browser sends it across pages.
     *
     * @param origin the header; null when absent
     * @param scheme {@code http} or {@code https}, as seen through trusted proxies
     * @param host the host and port that the browser asked for, as seen through trusted proxies; null when unknown
     */
    public boolean allows(String origin, String scheme, String host) {
        return origin == null || any || named(origin, scheme, host);
    }

    /**
     * Whether its cookies count: only with an {@code Origin}, for a cookie is sent whoever made the page; and only that
     * of the page's own or of an origin that is named. {@code "*"} names none: under it any page may ask, but none may
     * do so as the user whose browser shows it.
     */
    public boolean allowsCookies(String origin, String scheme, String host) {
        return origin != null && named(origin, scheme, host);
    }

    private boolean named(String origin, String scheme, String host) {
        String page = normal(origin);
        return allowed.contains(page) || (own.isEmpty() ? isOwn(page, scheme, host) : page.equals(own));
    }

    private static boolean isOwn(String page, String scheme, String host) {
        return host != null && (page.equals(normal(scheme + "://" + host)) || page.equals(normal("https://" + host)));
    }

    /** Scheme, host and port, in lower case, without the scheme's own port and without a path. */
    private static String normal(String url) {
        int authority = url.indexOf("://");
        if (authority < 0) {
            return url;
        }
        int path = url.indexOf('/', authority + 3);
        String origin = (path < 0 ? url : url.substring(0, path)).toLowerCase(Locale.ROOT);
        return withoutPort(withoutPort(origin, "http://", ":80"), "https://", ":443");
    }

    private static String withoutPort(String origin, String scheme, String port) {
        boolean usual = origin.startsWith(scheme) && origin.endsWith(port);
        return usual ? origin.substring(0, origin.length() - port.length()) : origin;
    }
}
