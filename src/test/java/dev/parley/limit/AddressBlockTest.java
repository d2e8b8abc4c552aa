package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressBlockTest {
    @ParameterizedTest
    @CsvSource({
        "c0000201, 192.0.2.1",
        "20010db8000100020003000400050006, 20010db800010002::/64",
        "20010db800010002ffffffffffffffff, 20010db800010002::/64",
        "20010db8000100030000000000000001, 20010db800010003::/64",
        "00000000000000000000ffffc0000201, 192.0.2.1",
        "0064ff9b0000000000000000c0000201, 192.0.2.1",
        "2002c000020100070000000000000001, 192.0.2.1",
        "00000000000000000000000000000001, 0000000000000000::/64"
    })
    void aBlockIsWhatOneSubscriberHas(String address, String block) {
        assertEquals(block, AddressBlock.of(HexFormat.of().parseHex(address)));
    }
}
