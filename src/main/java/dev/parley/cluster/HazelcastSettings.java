package dev.parley.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import dev.parley.config.ClusterConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Builds Hazelcast's configuration. Hazelcast keeps the list of members and nothing else, over TCP with named members
 * on one private interface; it notices a dead process when its connection breaks (half a second), a silent one after
 * {@code cluster.silence}. Stateless.
 */
final class HazelcastSettings {
    private static final String LOGGING = "hazelcast.logging.type";
    private static final int CONNECT_SECONDS = 2;
    /** Two nodes may die at once: what Vert.x keeps in maps must outlive that. */
    private static final int BACKUPS = 2;

    private HazelcastSettings() {}

    static Config of(ClusterConfig cluster) {
        // Also for what it says before it has read its configuration; LeaseKeeper logs who is a member.
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "none");
        }
        Config config = new Config();
        config.setClusterName(cluster.name());
        config.setProperty(LOGGING, "none")
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.socket.bind.any", "false")
                .setProperty("hazelcast.wait.seconds.before.join", "0")
                .setProperty("hazelcast.heartbeat.interval.seconds", "1")
                .setProperty(
                        "hazelcast.max.no.heartbeat.seconds",
                        String.valueOf(Math.max(2, cluster.silence().toSeconds())))
                .setProperty("hazelcast.merge.first.run.delay.seconds", "5")
                .setProperty("hazelcast.merge.next.run.delay.seconds", "5");
        config.getJetConfig().setEnabled(false);
        config.getMetricsConfig().setEnabled(false);
        // Nothing but Vert.x's and Hazelcast's own classes travels here.
        JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig();
        filter.getWhitelist().addPrefixes("com.hazelcast.", "io.vertx.", "java.", "[");
        config.getSerializationConfig().setJavaSerializationFilterConfig(filter);
        config.addMultiMapConfig(new MultiMapConfig("__vertx.subs")
                .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET)
                .setBackupCount(BACKUPS));
        config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(BACKUPS));
        config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(BACKUPS));
        network(config.getNetworkConfig(), cluster);
        return config;
    }

    private static void network(NetworkConfig network, ClusterConfig cluster) {
        network.setPort(cluster.port()).setPortAutoIncrement(false);
        network.setPublicAddress(cluster.host() + ":" + cluster.port());
        network.getInterfaces().setEnabled(true).addInterface(addressOf(cluster.host()));
        JoinConfig join = network.getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        join.getTcpIpConfig()
                .setEnabled(true)
                .setConnectionTimeoutSeconds(CONNECT_SECONDS)
                .setMembers(cluster.members());
    }

    /** It takes no names there. */
    private static String addressOf(String host) {
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException e) {
            return host;
        }
    }
}
