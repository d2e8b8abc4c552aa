package dev.parley.ai.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.ai.Samples;
import org.junit.jupiter.api.Test;

class ProviderLogTest {
    private static final String KEY = "sk-secret-1234";

    @Test
    void theLogHoldsNoKey() {
        ProviderLog log = new ProviderLog(null, Samples.openAi("http://x/v1", KEY));
        assertEquals("bad *** !", log.safe("bad " + KEY + "\n\n!"));
    }
}
