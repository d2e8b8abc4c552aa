package dev.parley.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostsTest {
    @ParameterizedTest
    @CsvSource({
        "localhost, true",
        "LOCALHOST:8080, true",
        "localhost., true",
        "app.localhost:1, true",
        "127.0.0.1:8080, true",
        "127.9.8.7, true",
        "[::1], true",
        "[::1]:8080, true",
        "[::ffff:127.0.0.1]:80, true",
        "[0:0:0:0:0:0:0:1], true",
        "parley.test:8080, true",
        "evil.example, false",
        "evil.example:8080, false",
        "localhost.evil.example, false",
        "127.0.0.1.evil.example, false",
        "notlocalhost, false",
        "192.0.2.1, false",
        "[::2], false",
        "'', false"
    })
    void loopbackAndNamedOnes(String host, boolean allowed) {
        assertEquals(allowed, new Hosts(List.of("Parley.test")).allows(host));
    }
}
