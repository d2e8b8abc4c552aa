package dev.parley.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.config.Config;
import dev.parley.config.InvalidConfig;
import dev.parley.config.reading.ConfigReader;
import dev.parley.config.reading.LoadedConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the files in {@code docker} say to each other and to the configuration. Without a container engine. */
class ComposeTest {
    private static final Pattern VARIABLE = Pattern.compile("(?m)^ +(PARLEY_\\w+): (.*)$");
    private static final Pattern ASKED = Pattern.compile("\\$\\{(\\w+):([-?])([^}]*)}");
    private static final Pattern SERVER = Pattern.compile("server (node\\d:\\d+)");
    private static final Pattern FIXED = Pattern.compile("(node\\d):(172\\.[0-9.]+)");

    private final String compose = read("compose.yaml");
    private final String nginx = read("nginx.conf");
    private final String image = read("Dockerfile");

    private static String read(String file) {
        try {
            return Files.readString(Path.of("docker", file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The environment of a node; all have the same but for the name. */
    private LoadedConfig node() throws InvalidConfig {
        Map<String, String> environment = new HashMap<>();
        for (Matcher line = VARIABLE.matcher(compose); line.find(); ) {
            String value = line.group(2).replaceAll("^(['\"])(.*)\\1$", "$2");
            environment.put(line.group(1), ASKED.matcher(value).replaceAll(ComposeTest::answer));
        }
        return ConfigReader.read(Optional.of(Path.of("conf/production.json")), environment);
    }

    private static String answer(java.util.regex.MatchResult asked) {
        return asked.group(2).equals("-") ? asked.group(3) : "0123456789abcdef0123456789abcdef";
    }

    /** The line at the top, with the environment of a node. */
    @Test
    void whatLetsSomebodyInIsSaidAndWorks() throws InvalidConfig {
        Matcher line = Pattern.compile("exec node1 \\./parley token -conf (\\S+) --user ann")
                .matcher(compose);
        assertTrue(line.find());
        assertEquals("conf/production.json", line.group(1));
        assertFalse(node().config().auth().guests());
        assertEquals("0123456789abcdef0123456789abcdef", node().config().auth().secret());
        assertTrue(image.contains("WORKDIR /parley") && image.contains("COPY docker/parley ./"));
    }

    @Test
    void theEnvironmentIsAClusterOfProduction() throws InvalidConfig {
        LoadedConfig loadedConfig = node();
        assertEquals(List.of(), loadedConfig.warnings());
        Config config = loadedConfig.config();
        assertTrue(config.cluster().enabled());
        assertTrue(config.cluster().busPort() > 0);
        assertTrue(config.store().isPostgres());
        assertFalse(config.http().publicUrl().isEmpty());
        assertTrue(compose.contains(
                "ipv4_address: " + config.http().trustedProxies().get(0) + " }"));
    }

    /** Not with a default: it would be everybody's. */
    @Test
    void secretsAreAskedFor() {
        assertTrue(compose.contains("PARLEY_SECRET: ${PARLEY_SECRET:?"));
        assertTrue(compose.contains("POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?"));
        assertFalse(compose.contains("${POSTGRES_PASSWORD:-") || compose.contains("${PARLEY_SECRET:-"));
    }

    @Test
    void nginxKnowsTheNodes() throws InvalidConfig {
        int port = node().config().http().port();
        TreeSet<String> asked = SERVER.matcher(nginx)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(List.of("node1:" + port, "node2:" + port, "node3:" + port), List.copyOf(asked));
        List<Matcher> fixed = FIXED.matcher(compose)
                .results()
                .map(f -> FIXED.matcher(f.group()))
                .toList();
        assertEquals(3, fixed.size());
        for (Matcher host : fixed) {
            assertTrue(host.matches());
            assertTrue(compose.contains("front: { ipv4_address: " + host.group(2) + " }"), host.group());
            assertTrue(compose.contains("PARLEY_CLUSTER_HOST: " + host.group(1) + ".private"), host.group());
        }
    }

    @Test
    void aNodeHasTimeToDrain() throws InvalidConfig {
        Matcher grace = Pattern.compile("stop_grace_period: (\\d+)s # drain").matcher(compose);
        assertTrue(grace.find());
        Duration needed = node().config().drain().window().plusSeconds(5);
        assertTrue(Duration.ofSeconds(Long.parseLong(grace.group(1))).compareTo(needed) > 0);
    }

    /** A folder that Maven compiles into the jar and the image does not copy breaks the image's build. */
    @Test
    void theImageIsBuiltFromEveryFolderOfTheJar() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        TreeSet<String> folders = new TreeSet<>(List.of("src/main", "conf"));
        Matcher added =
                Pattern.compile("(?s)<goal>add-source</goal>.*?</sources>").matcher(pom);
        while (added.find()) {
            Pattern.compile("<source>(.*?)</source>")
                    .matcher(added.group())
                    .results()
                    .forEach(found -> folders.add(found.group(1)));
        }
        assertTrue(folders.size() > 2, "the folder of the benchmark was not found");
        for (String folder : folders) {
            assertTrue(image.contains("COPY " + folder + " " + folder + "\n"), folder);
            assertTrue(read("Dockerfile.dockerignore").contains("!" + folder + "\n"), folder);
        }
    }

    /** A shell that stays in front of Java would keep the signal to itself. */
    @Test
    void theSignalReachesJava() {
        assertTrue(image.contains("STOPSIGNAL SIGTERM\n"));
        assertTrue(image.contains("ENTRYPOINT [\"/parley/parley\"]"));
        assertTrue(read("parley").contains("\n  exec \"$java\""));
        assertTrue(image.contains("CMD [\"-conf\", \"conf/production.json\"]"));
        assertTrue(image.indexOf("USER 10001") < image.indexOf("ENTRYPOINT"));
    }
}
