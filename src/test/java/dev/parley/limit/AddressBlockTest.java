package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressBlockTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
        "2001:DB8:1:2::, 2001:db8:1:2::/64",
        "::ffff:192.0.2.1, 192.0.2.1",
        "::ffff:c000:201, 192.0.2.1",
        "64:ff9b::c000:201, 192.0.2.1",
        "2002:c000:201:7::1, 192.0.2.1",
        "fe80::1%eth0, fe80::/64",
        "fe80::2%1, fe80::/64",
        "::1, ::/64",
        "unknown, unknown"
    })
    void aBlockIsWhatOneSubscriberHas(String address, String block) {
        assertEquals(block, AddressBlock.of(address));
    }
}
