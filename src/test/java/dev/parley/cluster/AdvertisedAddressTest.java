package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.config.ClusterConfig;
import dev.parley.config.InvalidConfig;
import dev.parley.config.reading.ConfigReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdvertisedAddressTest {
    private static ClusterConfig configured(String host, boolean enabled) throws InvalidConfig {
        Map<String, String> environment = Map.of(
                "PARLEY_CLUSTER_ENABLED",
                String.valueOf(enabled),
                "PARLEY_CLUSTER_HOST",
                host,
                "PARLEY_STORE_URL",
                "postgresql://parley@db/parley",
                "PARLEY_AUTH_SECRET",
                "0123456789abcdef0123456789abcdef");
        return ConfigReader.read(Optional.of(Path.of("conf/cluster.json")), environment)
                .config()
                .cluster();
    }

    @Test
    void aNameBecomesTheAddressItStandsFor() throws InvalidConfig {
        ClusterConfig resolved = AdvertisedAddress.resolve(configured("localhost", true));
        assertTrue(resolved.host().matches("127\\.0\\.0\\.1|0:0:0:0:0:0:0:1"), resolved.host());
        assertEquals(resolved.host() + ":5701", resolved.address());
    }

    @Test
    void anAddressStays() throws InvalidConfig {
        assertEquals(
                "127.0.0.1",
                AdvertisedAddress.resolve(configured("127.0.0.1", true)).host());
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.77", "no.such.host.invalid", "0.0.0.0"})
    void whatIsNotOfThisMachineIsAFault(String host) throws InvalidConfig {
        ClusterConfig cluster = configured(host, true);
        InvalidConfig fault = assertThrows(InvalidConfig.class, () -> AdvertisedAddress.resolve(cluster));
        assertEquals(
                "config cluster.host: must be an address of this machine, was \"" + host + "\"", fault.getMessage());
    }

    @Test
    void aNodeWithoutOthersNeedsNone() throws InvalidConfig {
        ClusterConfig alone = configured("no.such.host.invalid", false);
        assertEquals(alone, AdvertisedAddress.resolve(alone));
    }
}
