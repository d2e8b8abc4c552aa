package dev.parley.ai.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.ai.Samples;
import dev.parley.config.AssistantConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProviderLogTest {
    private static final String KEY = "sk-secret-1234";

    @Test
    void theLogHoldsNoKey() {
        ProviderLog log = new ProviderLog(null, Samples.openAi("http://x/v1", KEY));
        assertEquals("bad *** !", log.safe("bad " + KEY + "\n\n!"));
    }

    @Test
    void norAHeadersValue() {
        AssistantConfig a = Samples.openAi("http://x/v1", "");
        AssistantConfig keyed = new AssistantConfig(
                a.name(),
                a.provider(),
                a.model(),
                a.baseUrl(),
                "",
                "",
                a.answers(),
                a.always(),
                a.pace(),
                a.overlap(),
                "",
                List.of(),
                List.of(),
                0,
                "",
                a.aws(),
                Map.of(),
                Map.of("api-key", KEY, "x", "1"),
                Map.of("key", "other-key"),
                a.chat());
        assertEquals("1 *** ***", new ProviderLog(null, keyed).safe("1 " + KEY + " other-key"));
    }
}
