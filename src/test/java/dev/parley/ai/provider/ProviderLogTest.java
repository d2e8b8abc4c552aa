package dev.parley.ai.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.ai.Samples;
import dev.parley.config.AssistantConfig;
import dev.parley.testing.TestConfig;
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
        AssistantConfig keyed = TestConfig.changed(
                Samples.openAi("http://x/v1", ""),
                "headers",
                Map.of("api-key", KEY, "x", "1"),
                "query",
                Map.of("key", "other-key"));
        assertEquals("1 *** ***", new ProviderLog(null, keyed).safe("1 " + KEY + " other-key"));
    }
}
