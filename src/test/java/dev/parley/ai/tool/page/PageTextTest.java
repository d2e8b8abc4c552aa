package dev.parley.ai.tool.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTextTest {
    private static final String LONG = "This is what the page is about, and it goes on for a while. "
            .repeat(5)
            .strip();

    @Test
    void theMainPartIsKeptWithHeadingsItemsAndLinks() {
        PageText page = html(
                """
                <title>A  page</title><body><header>Logo</header><nav><a href="/x">Menu</a></nav>
                <main><h1>Head</h1><p>%s <a href="/more">more</a>, <a href="#top">up</a><br>next</p>
                <ul><li>one</li><li><b>t</b>wo</li></ul>
                <table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>
                <pre>  kept
                    as is</pre><script>var hidden = 1</script><p hidden>unseen</p>
                <p style="Display : none">unseen</p></main>
                <aside>Advertisement</aside><footer>Imprint</footer></body>"""
                        .formatted(LONG));
        assertEquals("A page", page.title());
        assertEquals(
                """
                # Head

                %s more (http://example.org/more), up
                next

                - one
                - two
                a | b
                1 | 2
                  kept
                    as is"""
                        .formatted(LONG),
                page.text());
        assertFalse(page.isThin());
    }

    @Test
    void withoutAMarkThePartWithMostParagraphsIsTheMainOne() {
        PageText page = html("<body><div><a href=/>Home</a> Cookies?</div><div id=c><p>" + LONG + "</p><p>" + LONG
                + "</p></div><div>Other</div></body>");
        assertEquals(LONG + "\n\n" + LONG, page.text());
        assertEquals("Just this", html("<p>Just this").text());
    }

    @Test
    void aPageThatScriptsMakeIsThin() {
        assertTrue(html("<div id=root></div><script src=app.js></script>").isThin());
        assertFalse(html("<p>Hello").isThin());
        assertFalse(html("<p>" + LONG + "</p><script></script>").isThin());
    }

    @Test
    void textIsReadInItsCharset() {
        byte[] latin = "<meta charset=iso-8859-1><p>Grüße".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals("Grüße", PageText.of(latin, "text/html", null, "").text());
        assertEquals(
                "Grüße",
                PageText.of("Grüße".getBytes(StandardCharsets.ISO_8859_1), "text/plain", "ISO-8859-1", "")
                        .text());
        assertEquals(
                "{\"a\": 1}",
                PageText.of("{\"a\": 1}".getBytes(StandardCharsets.UTF_8), "application/json", null, "")
                        .text());
    }

    @Test
    void aHostilePageEnds() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            assertTrue(html("<div>".repeat(100_000) + "deep").text().length() < 10);
            assertTrue(html("<article><main>x".repeat(50_000)).text().length() > 0);
            assertTrue(html("<a href=/>x<table><td>".repeat(20_000)).text().length() > 0);
        });
    }

    private static PageText html(String html) {
        return PageText.of(html.getBytes(StandardCharsets.UTF_8), "text/html", "UTF-8", "http://example.org/a");
    }

    @ParameterizedTest
    @CsvSource({
        "text/markdown, true",
        "text/markdown;charset=utf-8;variant=GFM, true",
        "TEXT/PLAIN; charset=iso-8859-1, true",
        "text/xml, true",
        "application/xml, true",
        "application/atom+xml, true",
        "application/json, true",
        "application/problem+json; charset=utf-8, true",
        "application/pdf, false",
        "image/png, false",
        "application/octet-stream, false",
        "'', false",
    })
    void whatIsTextCanBeRead(String header, boolean isReadable) {
        assertEquals(isReadable, MediaType.of(header).isReadable());
    }

    @Test
    void textIsReadInItsOwnCharset() {
        String url = "https://example.org/";
        byte[] latin = "<?xml version='1.0' encoding='ISO-8859-1'?><a>\u00e9</a>".getBytes(StandardCharsets.ISO_8859_1);
        assertTrue(PageText.of(latin, "text/xml", null, url).text().endsWith("<a>\u00e9</a>"));
        byte[] wide = "\uFEFF# \u00e9".getBytes(StandardCharsets.UTF_16LE);
        assertEquals("# \u00e9", PageText.of(wide, "text/markdown", null, url).text());
        byte[] marked = "\uFEFF{}".getBytes(StandardCharsets.UTF_8);
        assertEquals("{}", PageText.of(marked, "application/json", null, url).text());
        assertEquals(
                "\u00e9",
                PageText.of(new byte[] {(byte) 0xe9}, "text/plain", "ISO-8859-1", url)
                        .text());
        byte[] long_ = "x".repeat(PageText.TEXT_MAX + 5).getBytes(StandardCharsets.UTF_8);
        assertEquals(
                PageText.TEXT_MAX,
                PageText.of(long_, "text/plain", null, url).text().length());
    }
}
