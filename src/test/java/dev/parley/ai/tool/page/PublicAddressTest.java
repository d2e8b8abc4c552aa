package dev.parley.ai.tool.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.0.0.0           | unspecified",
                "0.255.255.255     | unspecified",
                "10.0.0.0          | private",
                "10.255.255.255    | private",
                "100.64.0.0        | carrier",
                "100.127.255.255   | carrier",
                "100.100.100.200   | carrier",
                "127.0.0.1         | loopback",
                "127.255.255.255   | loopback",
                "169.254.169.254   | link-local",
                "172.16.0.0        | private",
                "172.31.255.255    | private",
                "192.0.0.192       | protocols",
                "192.0.2.1         | documentation",
                "192.88.99.1       | 6to4",
                "192.168.0.0       | private",
                "192.168.255.255   | private",
                "198.18.0.0        | benchmarks",
                "198.19.255.255    | benchmarks",
                "198.51.100.1      | documentation",
                "203.0.113.1       | documentation",
                "168.63.129.16     | metadata",
                "224.0.0.0         | multicast",
                "239.255.255.255   | multicast",
                "240.0.0.0         | reserved",
                "255.255.255.255   | reserved",
                "::                | unspecified",
                "::1               | loopback",
                "::808:808         | compatible",
                "64:ff9b::a00:1    | NAT64",
                "64:ff9b:1::1      | NAT64",
                "100::1            | discard",
                "2001::1           | Teredo",
                "2001:0:4136:e378:: | Teredo",
                "2001:1ff:ffff::   | protocols",
                "2001:db8::1       | documentation",
                "2002:a00:1::      | 6to4",
                "3fff::1           | documentation",
                "5f00::1           | segment",
                "fc00::            | unique local",
                "fd00:ec2::254     | unique local",
                "fe80::1           | link-local",
                "febf::1           | link-local",
                "fec0::1           | site-local",
                "ff02::1           | multicast",
                "4000::1           | not unicast",
                "200::1            | not unicast",
            })
    void whatIsSetAsideIsNotPublic(String address, String what) throws UnknownHostException {
        String found = PublicAddress.otherwise(InetAddress.getByName(address).getAddress())
                .orElse("public");
        assertTrue(found.contains(what), found);
    }

    @Test
    void anIpv4AddressInIpv6ClothesIsNotPublic() {
        byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffff08080808");
        assertTrue(PublicAddress.otherwise(mapped).orElse("public").contains("mapped"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "168.63.129.15",
                "168.63.129.17",
                "2606:4700:4700::1111",
                "2a00:1450::1",
                "2001:200::1",
                "2001:4860:4860::8888",
                "2003::1",
                "3ffe::1"
            })
    void theNeighboursAre(String address) throws UnknownHostException {
        assertEquals(
                Optional.empty(),
                PublicAddress.otherwise(InetAddress.getByName(address).getAddress()));
    }
}
