package dev.parley.ai.tool.page;

import dev.parley.model.Code;
import dev.parley.model.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Parses the URL of a page strictly (RFC 3986): http or https, a host, no user.
 *
 * @param host in lower case; an IPv6 address without its brackets
 * @param port the scheme's own when the URL names none
 * @param target path and query as they are sent
 */
record PageUrl(boolean tls, String host, int port, String target) {
    private static final int LENGTH_MAX = 2048;
    private static final int PORT_MAX = 65_535;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** @throws Refusal {@code bad_frame} that says what is wrong */
    static PageUrl parse(String text) {
        if (text.length() > LENGTH_MAX) {
            throw refuse("is longer than " + LENGTH_MAX + " characters");
        }
        URI uri;
        try {
            uri = new URI(new URI(text.strip()).toASCIIString());
        } catch (URISyntaxException e) {
            throw refuse("is not valid");
        }
        return of(uri);
    }

    /** Where a redirect of this page leads. */
    PageUrl follow(String location) {
        String known = location.strip().replace(" ", "%20");
        try {
            // Resolving a mere query would lose the path's end.
            String reference = known.startsWith("?") ? target.replaceFirst("\\?.*", "") + known : known;
            return parse(new URI(text()).resolve(reference).toString());
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw refuse("redirects to one that is not valid");
        }
    }

    private static PageUrl of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        if (!tls && !scheme.equals("http")) {
            throw refuse("must begin with http:// or https://");
        }
        if (uri.getRawUserInfo() != null) {
            throw refuse("must not name a user");
        }
        String host = uri.getHost();
        if (host == null || host.isEmpty()) {
            throw refuse("must name a host");
        }
        int port = uri.getPort() < 0 ? (tls ? HTTPS : HTTP) : uri.getPort();
        if (port < 1 || port > PORT_MAX) {
            throw refuse("must name a port of 1–" + PORT_MAX);
        }
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new PageUrl(tls, bare(host), port, path + query);
    }

    /** Names compare without case and without the root's dot. */
    private static String bare(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        if (lower.startsWith("[")) {
            return lower.substring(1, lower.length() - 1);
        }
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** The URL, normalised. */
    String text() {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        String at = port == (tls ? HTTPS : HTTP) ? "" : ":" + port;
        return (tls ? "https://" : "http://") + shown + at + target;
    }

    private static Refusal refuse(String what) {
        return Code.BAD_FRAME.refuse("the URL " + what);
    }
}
