package dev.parley.auth;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Decides by which names a node may be reached over loopback. A page of any site can have its own name lead to
 * 127.0.0.1 (DNS rebinding); its browser then sends {@code Host} and {@code Origin} alike, and only the name shows that
 * the page is not this node's. Pure.
 */
public final class Hosts {
    private static final Pattern LOOPBACK =
            Pattern.compile("127(\\.\\d{1,3}){1,3}|\\[(::1|::ffff:127(\\.\\d{1,3}){3}|0*(:0*){6}:0*1)]");
    private static final Pattern LITERAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");
    private static final Pattern PORT = Pattern.compile(":\\d*$");

    private final Set<String> named;

    /** {@code names}: further ones, as {@code http.hosts} has them. */
    public Hosts(List<String> names) {
        this.named = names.stream().map(Hosts::normal).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether a request over loopback is meant for this node. {@code host} may have a port; null, when a client sent
     * none.
     */
    public boolean allows(String host) {
        if (host == null) {
            return true; // no browser
        }
        String name = normal(host);
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || LOOPBACK.matcher(name).matches()
                || named.contains(name);
    }

    /** Whether it is an address, which no name server can lead elsewhere. */
    public static boolean isAddress(String host) {
        return LITERAL.matcher(normal(host)).matches();
    }

    /** In lower case, without the port and the dot of the root. */
    private static String normal(String host) {
        String name = PORT.matcher(host.strip().toLowerCase(Locale.ROOT)).replaceFirst("");
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
