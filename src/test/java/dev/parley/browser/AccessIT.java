package dev.parley.browser;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.Frames;
import dev.parley.testing.Program;
import dev.parley.testing.TestNode;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** What axe-core finds on the chat page, in light and dark, wide and narrow: nothing. */
@ExtendWith(VertxExtension.class)
class AccessIT {
    private static final String PACKAGES = "nodejs npm";
    private static final Path FOLDER = Path.of("target", "npm-axe");
    private static final String RUN =
            "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then(({violations}) =>"
                    + " done(violations.flatMap(({id, impact, nodes}) =>"
                    + " nodes.map(({target, failureSummary}) => `${impact} ${id} ${target}: ${failureSummary}`))))";
    private static String axe;

    private Browser ada;

    @BeforeAll
    static void install() throws IOException {
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", "package-lock.json")) {
            Path from = Path.of("src", "test", "npm", "axe", file);
            Files.copy(from, FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        String npm = Program.find(PACKAGES, "npm").toString();
        Program install = Program.start(FOLDER, List.of(npm, "ci", "--no-audit", "--no-fund", "--prefer-offline"));
        assertEquals(0, install.end(), install::said);
        axe = Files.readString(FOLDER.resolve("node_modules/axe-core/axe.min.js"));
    }

    @Test
    void nothingKeepsAnybodyOut(Vertx vertx) throws Exception {
        FakeOpenAi fake = await(FakeOpenAi.start(vertx));
        try (TestNode node = TestNode.start(Map.of("PARLEY_ASSISTANTS", Frames.assistantWithTools(fake)));
                Browser opened = Browser.open(node.baseUrl())) {
            ada = opened;
            ada.await("name-input");
            assertClean("signing in");
            ada.await("name-input").sendKeys("Ada Lovelace", Keys.ENTER);
            ada.until("online", () -> ada.await("connection-state").getText().equals("online"));
            ada.until("a member", () -> ada.await("member-count").getText().equals("1"));
            assertClean("an empty room");
            say("Hello, see https://example.org/");
            ada.awaitLast(".own[data-seq]");
            ada.run("document.querySelector('.reply-button').click()");
            ada.await("composer").sendKeys("a reply to @");
            ada.awaitLast("#mentions [role='option']");
            assertClean("the mention menu, a reply");
            ada.await("composer").sendKeys(Keys.ESCAPE, Keys.ENTER);
            ada.awaitLast(".own[data-seq] .quote");
            say("@assistant look");
            fake.nextCall()
                    .say("Look:\n\n```\n" + "code ".repeat(60) + "\n```\n\n1. **one** `two` https://example.org/\n")
                    .asks("now", "{\"zone\": \"Europe/Paris\"}", "room_members", "{}");
            ada.awaitLast(".tool.waiting");
            ada.awaitLast(".tool.done");
            assertClean("an answer in progress that asks for permission");
            ada.await("refuse-button").click();
            fake.nextCall().status(400, "{}");
            ada.awaitLast("[data-author-kind='assistant'][data-seq]");
            assertClean("an answer that failed");
            type("z".repeat(20_000));
            assertClean("too long");
            type("");
            ada.goTo("#/%");
            ada.awaitLast(".toast");
            assertClean("a notice");
            ada.goTo("#/assistant:somebody");
            ada.until("closed", () -> ada.awaitLast("#history-note").getText().contains("closed to you"));
            assertClean("a room that is closed");
            ada.goTo("#/main");
            stop(node);
            ada.until("offline", () -> !ada.await("connection-state").getText().equals("online"));
            say("Nobody hears this");
            ada.awaitLast(".own.pending");
            assertClean("a message that waits");
        } finally {
            fake.stop();
        }
    }

    /** What one does with messages that are stored. */
    @Test
    void whatIsDoneWithAMessageKeepsNobodyOut() {
        try (TestNode node = TestNode.start();
                Browser opened = Browser.join(node.baseUrl(), "Ada Lovelace")) {
            ada = opened;
            say("Hello, see https://example.org/");
            ada.awaitLast(".own[data-seq='1']");
            say("the second");
            ada.awaitLast(".own[data-seq='2']");
            amended();
        }
    }

    private void amended() {
        press("react-button");
        ada.await("message-menu");
        assertClean("the menu of reactions");
        ada.awaitLast("#message-menu [data-emoji='🎉']").click();
        ada.awaitLast(".chip[aria-pressed='true']");
        press("menu-button");
        ada.await("menu-delete");
        assertClean("a reaction, the whole menu of a message");
        ada.await("menu-delete").click();
        ada.await("delete-confirm");
        assertClean("the question before a delete");
        ada.awaitLast("#delete-dialog [autofocus]").click();
        press("open-editor");
        ada.await("editor").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.BACK_SPACE);
        assertClean("an editor without a text");
        ada.await("editor").sendKeys("Hello, edited", Keys.ENTER);
        ada.awaitLast(".edited");
        say("gone soon");
        ada.awaitLast(".own[data-seq='5']");
        ada.run("document.querySelector('[data-seq=\"5\"] .delete-button').click()");
        ada.await("delete-confirm").click();
        ada.awaitLast(".deleted");
        assertClean("an edited and a deleted message");
        say("@assistant help");
        ada.awaitLast(".own[data-seq='7']");
    }

    private void press(String testId) {
        ada.run("document.querySelector(`[data-testid='${arguments[0]}']`).click()", testId);
    }

    private static void stop(TestNode node) {
        node.close();
    }

    private void say(String text) {
        ada.await("composer").sendKeys(text, Keys.ENTER);
    }

    private void type(String text) {
        ada.run(
                "const field = document.getElementById('composer'); field.value = arguments[0];"
                        + "field.dispatchEvent(new Event('input', {bubbles: true}))",
                text);
    }

    private void assertClean(String state) {
        for (int width : new int[] {1280, 390}) {
            for (boolean dark : new boolean[] {false, true}) {
                ada.emulate(width, 844, dark);
                ada.run(axe + ";");
                assertEquals(List.of(), ada.runAsync(RUN), state + ", " + width + (dark ? ", dark" : ", light"));
            }
        }
        ada.emulate(1280, 844, false);
    }
}
