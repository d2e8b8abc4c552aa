package dev.parley.ai.tool.page;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses a {@code Content-Type} (RFC 9110, section 8.3): the type in lower case, and a charset that Java knows or null.
 */
record MediaType(String type, String charset) {
    private static final Set<String> HTML = Set.of("text/html", "application/xhtml+xml");
    private static final Set<String> TEXT = Set.of(
            "text/plain",
            "text/markdown",
            "text/x-markdown",
            "text/csv",
            "text/xml",
            "text/json",
            "application/json",
            "application/x-ndjson",
            "application/xml",
            "application/yaml");
    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([^\\s\";]{1,40})");

    /** {@code header} may be null. */
    static MediaType of(String header) {
        if (header == null) {
            return new MediaType("", null);
        }
        int end = header.indexOf(';');
        String type = (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        Matcher charset = CHARSET.matcher(header);
        return new MediaType(type, charset.find() ? known(charset.group(1)) : null);
    }

    private static String known(String name) {
        try {
            return Charset.forName(name).name();
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }

    static boolean isHtml(String type) {
        return HTML.contains(type);
    }

    /** Whether there is text to be read in it. */
    boolean isReadable() {
        return isHtml(type) || TEXT.contains(type) || type.endsWith("+json") || type.endsWith("+xml");
    }
}
