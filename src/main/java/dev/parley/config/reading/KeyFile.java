package dev.parley.config.reading;

import dev.parley.config.AssistantConfig;
import dev.parley.config.Check;
import dev.parley.config.ConfigFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the keys of providers that stand in files of their own. No fault repeats a key. Stateless; blocks. */
final class KeyFile {
    private static final int BYTES_MAX = 8192;

    private KeyFile() {}

    /** The same assistants with their keys, and a fault for each file that holds none. */
    static List<AssistantConfig> read(List<AssistantConfig> assistants, List<ConfigFault> configFaults) {
        List<AssistantConfig> keyed = new ArrayList<>();
        for (int i = 0; i < assistants.size(); i++) {
            AssistantConfig assistant = assistants.get(i);
            if (!assistant.apiKeyFile().isEmpty()) {
                try {
                    assistant = assistant.withApiKey(read(assistant.apiKeyFile()));
                } catch (IOException | InvalidPathException | Check.Rejected e) {
                    configFaults.add(new ConfigFault(
                            "assistants[" + i + "].apiKeyFile",
                            "must be a file that can be read and holds one key, was \"" + assistant.apiKeyFile()
                                    + "\" (" + e.getClass().getSimpleName() + ")"));
                }
            }
            keyed.add(assistant);
        }
        return List.copyOf(keyed);
    }

    private static String read(String file) throws IOException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            String key = new String(in.readNBytes(BYTES_MAX), StandardCharsets.UTF_8).strip();
            Check.that(!key.isEmpty(), "apiKeyFile", "a key");
            return key;
        }
    }
}
