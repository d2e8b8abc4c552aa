package dev.parley.ai.provider;

import dev.parley.config.AssistantConfig;
import dev.parley.config.AwsConfig;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;

/** Logs a provider's own words about a failure, for the operator: shortened, on one line, without keys. */
final class ProviderLog {
    private static final int MOST_CHARS = 500;
    private static final int KEY_CHARS_MIN = 8; // what is shorter is no key, and stands in many words

    private final Logger log;
    private final AssistantConfig assistant;

    ProviderLog(Logger log, AssistantConfig assistant) {
        this.log = log;
        this.assistant = assistant;
    }

    void failed(String what, String detail) {
        log.warn("{}: {} {}", assistant, what, safe(detail));
    }

    private List<String> options() {
        List<String> values = new ArrayList<>(assistant.headers().values());
        values.addAll(assistant.query().values());
        return values;
    }

    String safe(String detail) {
        AwsConfig aws = assistant.aws();
        String flat = detail;
        for (String key : List.of(assistant.apiKey(), aws.secretAccessKey(), aws.sessionToken(), aws.accessKeyId())) {
            flat = key.isEmpty() ? flat : flat.replace(key, "***");
        }
        for (String value : options()) {
            flat = value.length() < KEY_CHARS_MIN ? flat : flat.replace(value, "***");
        }
        flat = flat.replaceAll("\\p{Cntrl}+", " ");
        return flat.length() <= MOST_CHARS ? flat : flat.substring(0, MOST_CHARS);
    }
}
