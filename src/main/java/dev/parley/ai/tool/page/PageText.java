package dev.parley.ai.tool.page;

import dev.parley.ai.text.Excerpt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Extracts a page's title and the text of its main part, without navigation and other surroundings.
 *
 * <p>Pure; tens of milliseconds for a large page. At most {@link #TEXT_MAX} characters.
 *
 * @param isThin whether the page has nearly no text by itself, and scripts that may add more
 */
record PageText(String title, String text, boolean isThin) {
    /** Longest text of a page, in characters. */
    static final int TEXT_MAX = 1_000_000;

    private static final Pattern XML_ENCODING =
            Pattern.compile("^<\\?xml[^>]{0,100}encoding=[\"']([A-Za-z0-9._-]{1,40})[\"']");
    private static final int TITLE_MAX = 300;
    private static final int THIN = 200; // characters
    private static final int MAIN_LEAST = 200; // characters that make a part the main one
    private static final int CANDIDATES = 20;
    private static final int PARAGRAPHS = 5000;
    private static final double MAIN_SHARE = 0.5; // of all paragraphs
    private static final String SURROUNDINGS =
            "script, style, noscript, template, svg, canvas, iframe, object, embed, nav,"
                    + " aside, footer, button, select, dialog, body > header, [hidden], [aria-hidden=true], [role=navigation],"
                    + " [role=banner], [role=contentinfo], [role=complementary], [role=search],"
                    + " [style~=(?i)display\\s*:\\s*none]";

    /** @param charset null leaves it to the page */
    static PageText of(byte[] body, String type, String charset, String url) {
        if (!MediaType.isHtml(type)) {
            String text = new String(body, charset == null ? charsetOf(body) : Charset.forName(charset));
            text = text.startsWith("\uFEFF") ? text.substring(1) : text;
            text = text.substring(0, Math.min(text.length(), TEXT_MAX));
            return new PageText("", text, false);
        }
        try {
            return of(Jsoup.parse(new ByteArrayInputStream(body), charset, url));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A byte order mark, else what an XML declaration says, else UTF-8. */
    private static Charset charsetOf(byte[] body) {
        int first = body.length < 2 ? 0 : (body[0] & 0xff) << 8 | (body[1] & 0xff);
        if (first == 0xfeff || first == 0xfffe) {
            return first == 0xfeff ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
        }
        String head = new String(body, 0, Math.min(body.length, 200), StandardCharsets.ISO_8859_1);
        Matcher declared = XML_ENCODING.matcher(head);
        try {
            return declared.find() ? Charset.forName(declared.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }

    private static PageText of(Document document) {
        boolean hasScripts = document.selectFirst("script") != null;
        String title = document.title();
        document.select(SURROUNDINGS).remove();
        String text = TextWriter.write(main(document), TEXT_MAX);
        boolean isThin = hasScripts && text.length() < THIN;
        return new PageText(Excerpt.of(title, TITLE_MAX), text, isThin);
    }

    /** The part that says it is the main one, else the longest article, else where most paragraphs stand, else all. */
    private static Element main(Document document) {
        for (String mark : List.of("main, [role=main]", "article")) {
            Element longest = document.select(mark).stream()
                    .limit(CANDIDATES)
                    .max(Comparator.comparingInt(part -> part.text().length()))
                    .orElse(null);
            if (longest != null && longest.text().length() >= MAIN_LEAST) {
                return longest;
            }
        }
        return mostParagraphs(document);
    }

    /** Text that is not in links counts, for the paragraph's parent and half for the one above. */
    private static Element mostParagraphs(Document document) {
        Map<Element, Integer> scores = new HashMap<>();
        int all = 0;
        for (Element paragraph :
                document.select("p, pre, blockquote").stream().limit(PARAGRAPHS).toList()) {
            int length = paragraph.ownText().length();
            Element parent = paragraph.parent();
            all += length;
            if (parent != null) {
                scores.merge(parent, length, Integer::sum);
                if (parent.parent() != null) {
                    scores.merge(parent.parent(), length / 2, Integer::sum);
                }
            }
        }
        Element best = scores.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(null);
        boolean isMain = best != null && scores.get(best) >= MAIN_LEAST && scores.get(best) >= MAIN_SHARE * all;
        return isMain ? best : document.body();
    }
}
