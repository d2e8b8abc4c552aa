package dev.parley;

import dev.parley.cli.Version;
import dev.parley.config.Config;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log line of a node that has started: which version, which node, where it listens, which store, assistants and
 * cluster. One line for people; as JSON the same facts are also key-value pairs. It never holds a password. Stateless.
 */
final class StartLog {
    private static final Logger LOG = LoggerFactory.getLogger(StartLog.class);

    private StartLog() {}

    /** Logs the line at level info. */
    static void write(Node node) {
        Config config = node.config();
        String store = config.store().place();
        String assistants = config.assistants().stream()
                .map(assistant -> assistant.name() + " (" + assistant.provider() + ")")
                .collect(Collectors.joining(", "));
        String cluster =
                config.cluster().enabled() ? "\"" + config.cluster().name() + "\" of " + members(node) : "none";
        LOG.atInfo()
                .addKeyValue("version", Version.parley())
                .addKeyValue("node", node.membership().node())
                .addKeyValue("url", node.url())
                .addKeyValue("store", store)
                .addKeyValue("schema", node.schema())
                .addKeyValue("assistants", assistants)
                .addKeyValue("cluster", cluster)
                .log(
                        "Parley {} has started: node {}, {}, store {} (schema {}), assistants {}, cluster {}",
                        Version.parley(),
                        node.membership().node(),
                        node.url(),
                        store,
                        node.schema(),
                        assistants.isEmpty() ? "none" : assistants,
                        cluster);
    }

    private static String members(Node node) {
        Set<String> names = new TreeSet<>(node.membership().view().nodes().keySet());
        return names.size() == 1 ? "this node alone" : names.size() + " nodes: " + String.join(", ", names);
    }
}
