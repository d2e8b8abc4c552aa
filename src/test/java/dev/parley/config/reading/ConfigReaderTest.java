package dev.parley.config.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.config.AssistantConfig;
import dev.parley.config.AwsConfig;
import dev.parley.config.ChatConfig;
import dev.parley.config.Config;
import dev.parley.config.ConfigFault;
import dev.parley.config.InvalidConfig;
import dev.parley.config.Limits;
import dev.parley.config.LogConfig;
import dev.parley.config.McpConfig;
import dev.parley.config.ToolsConfig;
import dev.parley.model.StateAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void haveKey() {
        environment.put("PARLEY_AUTH_SECRET", SECRET);
        environment.put("PARLEY_STORE_URL", "sqlite:" + folder.resolve("db/parley.db"));
    }

    @Test
    void theShippedFilesAreAllValid() throws Exception {
        for (String name : List.of("conf/local.json", "conf/test.json", "conf/bench.json", "conf/production.json")) {
            assertEquals(List.of(), read(Path.of(name)).warnings(), name);
        }
    }

    @Test
    void productionRunsAloneOrInACluster() throws Exception {
        Config alone = read(Path.of("conf/production.json")).config();
        assertFalse(alone.cluster().enabled());
        environment.putAll(Map.of(
                "PARLEY_STORE_URL", "postgresql://parley@db/parley",
                "PARLEY_CLUSTER_ENABLED", "true",
                "PARLEY_CLUSTER_HOST", "10.0.0.1",
                "PARLEY_CLUSTER_MEMBERS", "[\"10.0.0.2:5701\"]",
                "PARLEY_HTTP_TRUSTED_PROXIES", "[\"10.0.0.9\"]"));
        LoadedConfig loadedConfig = read(Path.of("conf/production.json"));
        assertEquals(List.of(), loadedConfig.warnings());
        assertEquals("10.0.0.1:5701", loadedConfig.config().cluster().address());
        assertEquals(5702, loadedConfig.config().cluster().busPort());
        assertEquals(List.of("10.0.0.2:5701"), loadedConfig.config().cluster().members());
        assertEquals(List.of("10.0.0.9"), loadedConfig.config().http().trustedProxies());
    }

    @Test
    void everyDefaultIsBound() throws Exception {
        Config config = readText("{}").config();
        assertEquals(8080, config.http().port());
        assertEquals(65_536, config.limits().frame());
        assertEquals(Duration.ofMillis(250), config.rooms().rollCall());
        assertEquals(LogConfig.Format.TEXT, config.log().format());
        assertEquals(List.of("assistant:*"), config.assistants().get(0).always());
        assertEquals(new Limits.Rate(50, 100), config.limits().frames());
    }

    @Test
    void nodesThatShareADatabaseMayBeACluster() throws Exception {
        environment.put("PARLEY_STORE_URL", "postgresql://parley:hunter2@db:5432/chat?sslmode=require");
        Config config = readText("{\"cluster\": {\"enabled\": true}}").config();
        assertTrue(config.cluster().enabled());
        assertTrue(config.store().isPostgres());
        assertEquals("postgresql://db:5432/chat", config.store().place());
        assertEquals(4, config.store().lanes());
        assertEquals(Duration.ofSeconds(5), config.store().timeout());
        assertFalse(config.toString().contains("hunter2"));
        environment.put("PARLEY_STORE_URL", "postgres://db/chat");
        assertEquals("postgresql://db/chat", readText("{}").config().store().place());
    }

    @Test
    void aServerOfToolsNeedsItsNameAndUrlOnly() throws Exception {
        ToolsConfig tools = readText(
                        """
                {"ai": {"tools": {
                  "page": {"ports": [80, 8080], "allowHosts": ["*.corp.example"]},
                  "mcp": [{"name": "files", "url": "https://mcp.example/mcp", "token": "hunter2"}]}}}""")
                .config()
                .ai()
                .tools();
        assertEquals(
                new McpConfig("files", "https://mcp.example/mcp", "hunter2", "", List.of()),
                tools.mcp().get(0));
        assertFalse(tools.toString().contains("hunter2"));
        assertEquals(List.of(80, 8080), tools.page().ports());
        assertEquals(2 << 20, tools.page().maxBytes());
    }

    @Test
    void withoutAFileTheLocalOneOfTheJarApplies() throws Exception {
        LoadedConfig loadedConfig = ConfigReader.read(Optional.empty(), environment);
        assertTrue(loadedConfig.config().auth().guests());
        assertEquals("conf/local.json", loadedConfig.source());
    }

    @Test
    void aFileOfTheJarIsReadWhenThereIsNoneOnDisk() throws Exception {
        assertEquals(0, read(Path.of("conf/test.json")).config().http().port());
    }

    @Test
    void objectsMergeAndListsReplace() throws Exception {
        Config config = readText(
                        """
                {"limits": {"frames": {"burst": 7}}, "auth": {"rooms": ["a", "b"]}}""")
                .config();
        assertEquals(new Limits.Rate(50, 7), config.limits().frames());
        assertEquals(List.of("a", "b"), config.auth().rooms());
    }

    @Test
    void theEnvironmentOverridesLeavesListsAndObjects() throws Exception {
        environment.put("PARLEY_HTTP_PORT", "9090");
        environment.put("PARLEY_AUTH_TOKEN_IN_QUERY", "true");
        environment.put("PARLEY_LIMITS_FRAMES", "{\"perSecond\": 3}");
        environment.put("PARLEY_LIMITS_FRAMES_BURST", "4");
        environment.put("PARLEY_HTTP_ORIGINS", "[\"https://a.example\"]");
        environment.put("PARLEY_LIMITS_OUTBOX", "2MiB");
        environment.put("PARLEY_LOG_LEVEL", "debug");
        environment.put("PARLEY_DRAIN_WINDOW", "1m");
        environment.put("PARLEY_ASSISTANTS", "[{\"name\": \"bot\"}]");
        Config config = readText("{\"http\": {\"port\": 1}}").config();
        assertEquals(9090, config.http().port());
        assertTrue(config.auth().tokenInQuery());
        assertEquals(new Limits.Rate(3, 4), config.limits().frames());
        assertEquals(List.of("https://a.example"), config.http().origins());
        assertEquals(2 << 20, config.limits().outbox());
        assertEquals(LogConfig.Level.DEBUG, config.log().level());
        assertEquals(Duration.ofMinutes(1), config.drain().window());
        assertEquals("bot", config.assistants().get(0).name());
    }

    @Test
    void anAssistantNeedsOnlyAName() throws Exception {
        AssistantConfig bot = readText("{\"assistants\": [{\"name\": \"bot\"}]}")
                .config()
                .assistants()
                .get(0);
        assertEquals(
                new AssistantConfig(
                        "bot",
                        "builtin",
                        "",
                        "",
                        "",
                        "",
                        AssistantConfig.ReplyPolicy.MENTION,
                        List.of(),
                        Duration.ofMillis(15),
                        AssistantConfig.Overlap.QUEUE,
                        "",
                        List.of(),
                        List.of(),
                        StateAccess.READ,
                        0,
                        "",
                        AwsConfig.NONE,
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        ChatConfig.AUTO),
                bot);
    }

    private AssistantConfig assistant(String keys) throws Exception {
        return readText("{\"assistants\": [{\"name\": \"bot\", \"model\": \"m\", " + keys + "}]}")
                .config()
                .assistants()
                .get(0);
    }

    @Test
    void aProviderHasAnAddressOfItsOwn() throws Exception {
        assertEquals(
                "https://api.anthropic.com/v1",
                assistant("\"provider\": \"anthropic\", \"apiKey\": \"k\"").baseUrl());
        assertEquals(
                "http://localhost:11434/v1",
                assistant("\"provider\": \"ollama\"").baseUrl());
        assertEquals(
                "http://gpu:1/v1",
                assistant("\"provider\": \"ollama\", \"baseUrl\": \"http://gpu:1/v1/\"")
                        .baseUrl());
        assertEquals("", assistant("\"provider\": \"auto\"").baseUrl());
    }

    @Test
    void bedrockIsToldOfByTheUsualVariables() throws Exception {
        environment.put("AWS_REGION", "eu-west-3");
        environment.put("AWS_ACCESS_KEY_ID", "AKID");
        environment.put("AWS_SECRET_ACCESS_KEY", "hunter2");
        AssistantConfig bot = assistant("\"provider\": \"bedrock\"");
        assertEquals("https://bedrock-runtime.eu-west-3.amazonaws.com", bot.baseUrl());
        assertEquals("hunter2", bot.aws().secretAccessKey());
        assertFalse((bot + " " + bot.aws()).contains("hunter2"));
    }

    @Test
    void optionsOfARequestAreAnyJson() throws Exception {
        environment.put("TEAM", "blue");
        AssistantConfig bot = assistant("\"provider\": \"openai-chat\", \"baseUrl\": \"http://x/v1\","
                + " \"request\": {\"a\": {\"b\": [1, 2.5, null, true, \"${TEAM}\"]}, \"stream_options\": null},"
                + " \"headers\": {\"X-Team\": \"${TEAM} team\"}, \"query\": {\"v\": \"1\"},"
                + " \"chat\": {\"maxTokens\": \"max_completion_tokens\", \"alternate\": \"on\"}");
        assertEquals("{a={b=[1, 2.5, null, true, blue]}, stream_options=null}", String.valueOf(bot.request()));
        assertEquals(Map.of("X-Team", "blue team"), bot.headers());
        assertEquals(Map.of("v", "1"), bot.query());
        assertEquals(
                new ChatConfig(
                        ChatConfig.MaxTokens.MAX_COMPLETION_TOKENS,
                        ChatConfig.Choice.AUTO,
                        ChatConfig.Choice.ON,
                        ChatConfig.Choice.AUTO),
                bot.chat());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"headers\": {\"Content-Length\": \"1\"}",
                "\"headers\": {\"a b\": \"hunter2\"}",
                "\"headers\": {\"a\": \"hunter2\\r\\nb: c\"}",
                "\"headers\": [\"hunter2\"]",
                "\"query\": {\"a\": {\"b\": \"hunter2\"}}",
                "\"request\": \"hunter2\""
            })
    void optionsThatCannotBeSentAreFaultsAndAreNotRepeated(String option) {
        InvalidConfig invalid =
                assertThrows(InvalidConfig.class, () -> assistant("\"provider\": \"ollama\", " + option));
        assertTrue(invalid.faults().get(0).path().startsWith("assistants[0]."), invalid.getMessage());
        assertFalse(invalid.getMessage().contains("hunter2"), invalid.getMessage());
    }

    @Test
    void aKeyMayBeInAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("key"), "  hunter2\n");
        AssistantConfig bot = assistant("\"provider\": \"openai\", \"apiKeyFile\": \"" + file + "\"");
        assertEquals("hunter2", bot.apiKey());
        assertEquals("", bot.apiKeyFile());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "hunter2 hunter2", "hunter2\nhunter2", "hünter2"})
    void aFileWithoutOneKeyIsAFault(String held, @TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("key"), held);
        InvalidConfig invalid = assertThrows(
                InvalidConfig.class, () -> assistant("\"provider\": \"openai\", \"apiKeyFile\": \"" + file + "\""));
        assertEquals("assistants[0].apiKeyFile", invalid.faults().get(0).path());
        assertFalse(invalid.getMessage().contains("nter2"), invalid.getMessage());
    }

    @Test
    void textsNameVariables() throws Exception {
        environment.put("PORT", "77");
        environment.put("PARLEY_MY", "room");
        LoadedConfig loadedConfig = readText(
                """
                {"http": {"port": "${PORT}", "publicUrl": "${URL:https://x.example}"}, "auth": {"rooms": ["${PARLEY_MY}-*"]}}""");
        assertEquals(77, loadedConfig.config().http().port());
        assertEquals("https://x.example", loadedConfig.config().http().publicUrl());
        assertEquals(List.of("room-*"), loadedConfig.config().auth().rooms());
        assertEquals(List.of(), loadedConfig.warnings(), "a variable that a text names is known");
    }

    @Test
    void anUnknownVariableOnlyWarns() throws Exception {
        environment.put("PARLEY_HTTP_PROT", "1");
        environment.put("PATH", "/bin");
        assertEquals(
                List.of("environment PARLEY_HTTP_PROT: unknown variable, ignored; did you mean PARLEY_HTTP_PORT?"),
                readText("{}").warnings());
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(
                        "{\"http\": {\"prot\": 1}}",
                        "config http.prot: unknown key; allowed: compression, host, hosts, loops, origins, port, publicUrl, requestTimeout, tls, trustedProxies; did you mean port?"),
                Arguments.of(
                        "{\"http\": {\"port\": \"abc\"}}", "config http.port: must be a whole number, was \"abc\""),
                Arguments.of("{\"http\": {\"port\": 8.5}}", "config http.port: must be a whole number, was 8.5"),
                Arguments.of("{\"http\": {\"port\": null}}", "config http.port: must be a whole number, was null"),
                Arguments.of("{\"http\": {\"port\": 99999}}", "config http.port: must be 0–65535, was 99999"),
                Arguments.of("{\"http\": {\"host\": 5}}", "config http.host: must be a string, was 5"),
                Arguments.of("{\"http\": 5}", "config http: must be an object, was 5"),
                Arguments.of(
                        "{\"http\": {\"compression\": \"yes\"}}",
                        "config http.compression: must be true or false, was \"yes\""),
                Arguments.of(
                        "{\"http\": {\"origins\": [\"https://a.example/\"]}}",
                        "config http.origins: must be a list of \"*\" or scheme://host[:port], without a path, found [https://a.example/]"),
                Arguments.of("{\"auth\": {\"rooms\": \"a\"}}", "config auth.rooms: must be a list, was \"a\""),
                Arguments.of("{\"auth\": {\"rooms\": [\"a\", 1]}}", "config auth.rooms[1]: must be a string"),
                Arguments.of(
                        "{\"drain\": {\"window\": \"5 s\"}}",
                        "config drain.window: must be a duration like \"250ms\", \"30s\", \"5m\", \"12h\" or \"1d\", was \"5 s\""),
                Arguments.of(
                        "{\"limits\": {\"frame\": \"64KB\"}}",
                        "config limits.frame: must be a size like \"64KiB\", \"1MiB\" or a number of bytes, was \"64KB\""),
                Arguments.of(
                        "{\"limits\": {\"frames\": {\"burst\": 0}}}",
                        "config limits.frames.burst: must be 1–100000000, was 0"),
                Arguments.of(
                        "{\"log\": {\"level\": \"INFO\"}}",
                        "config log.level: must be error or warn or info or debug, was \"INFO\""),
                Arguments.of(
                        "{\"http\": {\"host\": \"${NOWHERE}\"}}",
                        "config http.host: names the variable NOWHERE, which is not set; set it, or give a default: ${NOWHERE:default}"),
                Arguments.of("{\"assistants\": [{}]}", "config assistants[0].name: is missing"),
                Arguments.of(
                        "{\"ai\": {\"tools\": {\"mcp\": [{\"name\": \"a\"}]}}}",
                        "config ai.tools.mcp[0].url: is missing"),
                Arguments.of(
                        "{\"ai\": {\"tools\": {\"page\": {\"ports\": [80, \"x\"]}}}}",
                        "config ai.tools.page.ports[1]: must be a whole number"),
                Arguments.of(
                        "{\"ai\": {\"tools\": {\"page\": {\"allowHosts\": [\"*\"]}}}}",
                        "config ai.tools.page.allowHosts: must be host names, or *. and a domain, was a list"),
                Arguments.of(
                        "{\"assistants\": [{\"name\": \"a\"}, {\"name\": \"A\"}]}",
                        "config assistants: must be assistants of different names, found \"a\" twice"),
                Arguments.of(
                        "{\"assistants\": [{\"name\": \"a\", \"provider\": \"openai\", \"model\": \"m\"}]}",
                        "config assistants[0].apiKey: must be a key (or an apiKeyFile) for provider openai"),
                Arguments.of(
                        "{\"assistants\": [{\"name\": \"a\", \"provider\": \"ollama\"}]}",
                        "config assistants[0].model: must be a model's name for provider ollama"),
                Arguments.of(
                        "{\"assistants\": [{\"name\": \"a\", \"provider\": \"bedrock-openai\", \"model\": \"m\", \"apiKey\": \"k\"}]}",
                        "config assistants[0].aws: must be an object with a region for provider bedrock-openai"),
                Arguments.of(
                        "{\"assistants\": [{\"name\": \"a\", \"baseUrl\": \"localhost\"}]}",
                        "config assistants[0].baseUrl: must be an http(s) URL, or empty, was \"localhost\""),
                Arguments.of(
                        "{\"assistants\": [{\"name\": \"a\", \"apiKeyFile\": \"/nowhere/key\"}]}",
                        "config assistants[0].apiKeyFile: must be a file that can be read and holds one key, was \"/nowhere/key\" (NoSuchFileException)"),
                Arguments.of("{\"store\": {\"lanes\": 0}}", "config store.lanes: must be 1–64, was 0"),
                Arguments.of(
                        "{\"store\": {\"timeout\": \"0s\"}}",
                        "config store.timeout: must be a duration above 0, was \"0s\""),
                Arguments.of(
                        "{\"cluster\": {\"enabled\": true}}",
                        "config cluster.enabled: must be false: a cluster needs a store that its nodes can share (postgresql://…), and this node's is SQLite, was true"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void oneFaultIsOneLineWithItsPath(String json, String line) {
        InvalidConfig invalid = assertThrows(InvalidConfig.class, () -> readText(json));
        assertEquals(line, invalid.getMessage());
    }

    @Test
    void allFaultsAreFoundTogether() {
        InvalidConfig invalid = assertThrows(
                InvalidConfig.class,
                () -> readText(
                        """
                        {"http": {"port": -1, "requestTimeout": "0s", "host": 1}, "limits": {"replay": 0, "outbox": 1}, "nope": 1}"""));
        assertEquals(
                List.of("nope", "http.host", "http.port", "http.requestTimeout", "limits.replay", "limits.outbox"),
                invalid.faults().stream().map(ConfigFault::path).toList());
    }

    @Test
    void noFaultRepeatsASecret() {
        String word = "hunter2";
        List<String> texts = List.of(
                "{\"auth\": {\"secret\": \"hunter2\"}}",
                "{\"auth\": {\"secret\": [\"hunter2\"]}}",
                "{\"auth\": {\"previousSecrets\": [\"hunter2\"]}}",
                "{\"auth\": {\"previousSecrets\": \"hunter2\"}}",
                "{\"auth\": \"hunter2\"}",
                "{\"assistants\": \"hunter2\"}",
                "{\"assistants\": [\"hunter2\"]}",
                "{\"assistants\": [{\"name\": \"a\", \"apiKey\": {\"x\": \"hunter2\"}}]}",
                "{\"store\": {\"url\": \"postgresql://user:hunter2@host/db\"}}",
                "{\"store\": {\"url\": \"hunter2\"}}",
                "{\"auth\": {\"secret\": hunter2}}");
        environment.clear();
        for (String text : texts) {
            InvalidConfig invalid = assertThrows(InvalidConfig.class, () -> readText(text), text);
            assertFalse(invalid.getMessage().contains(word), invalid.getMessage());
        }
    }

    @Test
    void variablesHaveFaultsToo() {
        environment.put("PARLEY_HTTP_PORT", "abc");
        environment.put("PARLEY_HTTP_ORIGINS", "https://a.example");
        environment.put("PARLEY_LIMITS_FRAMES", "5");
        InvalidConfig invalid = assertThrows(InvalidConfig.class, () -> readText("{}"));
        assertEquals(
                """
                config limits.frames: must be a JSON object, was something else in PARLEY_LIMITS_FRAMES
                config http.port: must be a whole number, was "abc"
                config http.origins: must be a JSON list, was invalid at line 1, column 6""",
                invalid.getMessage());
    }

    @Test
    void aMissingFileIsNamed() {
        InvalidConfig invalid = assertThrows(InvalidConfig.class, () -> read(Path.of("conf/nowhere.json")));
        assertTrue(invalid.getMessage().startsWith("config conf/nowhere.json: no such file"), invalid.getMessage());
    }

    @Test
    void brokenJsonIsFoundByLineAndColumn() {
        InvalidConfig invalid = assertThrows(InvalidConfig.class, () -> readText("{\n  \"http\": {,}\n}"));
        assertTrue(
                invalid.getMessage().endsWith("mine.json: must be JSON, was invalid at line 2, column 12"),
                invalid.getMessage());
        InvalidConfig twice = assertThrows(InvalidConfig.class, () -> readText("{\"http\": {}, \"http\": {}}"));
        assertTrue(twice.getMessage().endsWith("(duplicate key)"), twice.getMessage());
    }

    @Test
    void productionWithoutAKeyIsRefused() {
        environment.remove("PARLEY_AUTH_SECRET");
        InvalidConfig invalid = assertThrows(InvalidConfig.class, () -> read(Path.of("conf/production.json")));
        assertEquals("auth.secret", invalid.faults().get(0).path());
    }

    @Test
    void aMissingKeyIsFoundWithTheOtherFaults() {
        environment.remove("PARLEY_AUTH_SECRET");
        InvalidConfig invalid = assertThrows(InvalidConfig.class, () -> readText("{\"nope\": 1}"));
        assertEquals(
                List.of("nope", "auth.secret"),
                invalid.faults().stream().map(ConfigFault::path).toList());
        InvalidConfig twice = assertThrows(InvalidConfig.class, () -> readText("{\"auth\": {\"secret\": \"short\"}}"));
        assertEquals("config auth.secret: must be at least 32 bytes (the value is not shown)", twice.getMessage());
    }

    @Test
    void localMakesItsSecretOnceBesideTheDatabase() throws Exception {
        environment.remove("PARLEY_AUTH_SECRET");
        String first =
                ConfigReader.read(Optional.empty(), environment).config().auth().secret();
        Path file = folder.resolve("db/secret");
        assertEquals(43, first.length());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(
                first,
                ConfigReader.read(Optional.empty(), environment).config().auth().secret());
        assertEquals(List.of("secret"), list(folder.resolve("db")), "nothing is left beside it");
    }

    @Test
    void aShortSecretInItsFileIsAFault() throws Exception {
        environment.remove("PARLEY_AUTH_SECRET");
        Files.createDirectories(folder.resolve("db"));
        Files.writeString(folder.resolve("db/secret"), "short\n");
        InvalidConfig invalid =
                assertThrows(InvalidConfig.class, () -> ConfigReader.read(Optional.empty(), environment));
        assertEquals("auth.secretFile", invalid.faults().get(0).path());
    }

    private static List<String> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private LoadedConfig readText(String json) throws Exception {
        return read(Files.writeString(folder.resolve("mine.json"), json));
    }

    private LoadedConfig read(Path file) throws InvalidConfig {
        return ConfigReader.read(Optional.of(file), environment);
    }
}
