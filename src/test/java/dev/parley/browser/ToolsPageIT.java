package dev.parley.browser;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.Frames;
import dev.parley.testing.TestNode;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** An assistant that uses tools, on the chat page. */
@ExtendWith(VertxExtension.class)
class ToolsPageIT {
    @Test
    void aPersonAllowsWhatAnAssistantAsksFor(Vertx vertx) throws Exception {
        FakeOpenAi fake = await(FakeOpenAi.start(vertx));
        try (TestNode node = TestNode.start(Map.of("PARLEY_ASSISTANTS", Frames.assistantWithTools(fake)));
                Browser ada = Browser.open(node.baseUrl())) {
            ada.await("name-input").sendKeys("Ada Lovelace");
            ada.await("join-button").click();
            ada.until("online", () -> ada.await("connection-state").getText().equals("online"));
            ada.await("composer").sendKeys("@assistant who is here, and what time is it?", Keys.ENTER);
            fake.nextCall().say("Let me look.").asks("now", "{\"zone\": \"Europe/Paris\"}", "room_members", "{}");
            ada.awaitLast(".tool.done");
            ada.awaitLast(".tool.waiting");
            ada.screenshot("tools.png");
            ada.emulate(360, 740, true);
            ada.await("allow-button").click();
            ada.until("both are done", () -> ada.all(".tool.done").size() == 2);
            ada.screenshot("tools-360-dark.png");
            assertEquals(0, ada.overflow(), "pixels over the right edge");
            fake.nextCall().say(" Only you, at noon.").finish();
            String answer = ada.said(ada.awaitLast("[data-author-kind='assistant'][data-seq]"));
            assertEquals("Let me look. Only you, at noon.", answer);
            assertEquals(List.of(), ada.console());
        } finally {
            fake.stop();
        }
    }
}
