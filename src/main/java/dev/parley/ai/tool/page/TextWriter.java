package dev.parley.ai.tool.page;

import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/** Writes a part of a page as plain text: headings with {@code #}, items with {@code -}, links with their targets. */
final class TextWriter implements NodeFilter {
    private static final int LINKS_MAX = 200; // with a target; those of a long list are noise
    private static final int LINK_MAX = 300; // characters of a target
    private static final Set<String> BLOCKS = Set.of(
            "address",
            "article",
            "blockquote",
            "body",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
            "ol",
            "p",
            "pre",
            "section",
            "summary",
            "table",
            "tr",
            "ul");

    private final StringBuilder out = new StringBuilder();
    private final int most;
    private int links;
    private int preformatted; // how many pre elements we are in

    private TextWriter(int most) {
        this.most = most;
    }

    static String write(Element part, int most) {
        TextWriter writer = new TextWriter(most);
        NodeFilter.FilterResult unused = NodeTraversor.filter(writer, part);
        return writer.out.toString().strip();
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (out.length() >= most) {
            return FilterResult.STOP;
        }
        if (node instanceof TextNode text) {
            write(text);
        } else if (node instanceof Element element) {
            begin(element);
        }
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element) {
            end(element);
        }
        return FilterResult.CONTINUE;
    }

    private void begin(Element element) {
        String name = element.normalName();
        if (BLOCKS.contains(name)) {
            newLine(isHeading(name) || name.equals("p") ? 2 : 1);
        }
        if (isHeading(name)) {
            out.append("#".repeat(name.charAt(1) - '0')).append(' ');
        }
        switch (name) {
            case "li" -> out.append("- ");
            case "br" -> out.append('\n');
            case "pre" -> preformatted++;
            case "td", "th" -> {
                if (element.previousElementSibling() != null) {
                    out.append(" | ");
                }
            }
            default -> {}
        }
    }

    private void end(Element element) {
        String name = element.normalName();
        if (name.equals("a")) {
            target(element);
        } else if (name.equals("pre")) {
            preformatted--;
        }
        if (BLOCKS.contains(name)) {
            newLine(isHeading(name) || name.equals("p") ? 2 : 1);
        }
    }

    private void target(Element link) {
        String target = link.absUrl("href");
        boolean isPage = target.startsWith("http://") || target.startsWith("https://");
        boolean isHere = link.attr("href").startsWith("#");
        if (isPage && !isHere && target.length() <= LINK_MAX && links < LINKS_MAX && link.hasText()) {
            links++;
            out.append(" (").append(target).append(')');
        }
    }

    private void write(TextNode node) {
        if (preformatted > 0) {
            out.append(node.getWholeText());
            return;
        }
        String text = node.text(); // white space made one
        boolean atStart = out.isEmpty() || Character.isWhitespace(out.charAt(out.length() - 1));
        out.append(atStart ? text.stripLeading() : text);
    }

    /** At least so many line ends, at most two. */
    private void newLine(int lines) {
        int length = out.length();
        while (length > 0 && out.charAt(length - 1) == ' ') {
            length--;
        }
        out.setLength(length);
        int has = 0;
        while (has < length && has < lines && out.charAt(length - 1 - has) == '\n') {
            has++;
        }
        if (length > 0) {
            out.append("\n".repeat(lines - has));
        }
    }

    private static boolean isHeading(String name) {
        return name.length() == 2 && name.charAt(0) == 'h' && name.charAt(1) >= '1' && name.charAt(1) <= '6';
    }
}
