package dev.parley.ai.tool.page;

import java.util.List;
import java.util.Optional;

/**
 * Decides which addresses are public.
 *
 * <p>Public is an address in no block of the IANA special-purpose registries (RFC 6890) or of a cloud provider's
 * metadata service, and that stands for no other address. Pure.
 */
final class PublicAddress {
    private static final List<CidrBlock> V4 = List.of(
            CidrBlock.of("0.0.0.0/8", "unspecified (RFC 791)"),
            CidrBlock.of("10.0.0.0/8", "private (RFC 1918)"),
            CidrBlock.of("100.64.0.0/10", "of a carrier's network (RFC 6598)"),
            CidrBlock.of("127.0.0.0/8", "loopback (RFC 1122)"),
            CidrBlock.of(
                    "169.254.0.0/16", "link-local (RFC 3927)"), // 169.254.169.254 tells cloud machines their secrets
            CidrBlock.of("172.16.0.0/12", "private (RFC 1918)"),
            CidrBlock.of("192.0.0.0/24", "for protocols (RFC 6890)"), // 192.0.0.192 is Oracle's metadata service
            CidrBlock.of("192.0.2.0/24", "for documentation (RFC 5737)"),
            CidrBlock.of("192.88.99.0/24", "a 6to4 relay (RFC 7526)"),
            CidrBlock.of("192.168.0.0/16", "private (RFC 1918)"),
            CidrBlock.of("198.18.0.0/15", "for benchmarks (RFC 2544)"),
            CidrBlock.of("198.51.100.0/24", "for documentation (RFC 5737)"),
            CidrBlock.of("203.0.113.0/24", "for documentation (RFC 5737)"),
            CidrBlock.of("168.63.129.16/32", "a metadata service (Azure)"),
            CidrBlock.of("224.0.0.0/4", "multicast (RFC 5771)"),
            CidrBlock.of("240.0.0.0/4", "reserved (RFC 1112)")); // with 255.255.255.255, broadcast (RFC 919)

    /** The most telling first; what is outside of 2000::/3 is no unicast address of the Internet anyway. */
    private static final List<CidrBlock> V6 = List.of(
            CidrBlock.of("::/128", "unspecified (RFC 4291)"),
            CidrBlock.of("::1/128", "loopback (RFC 4291)"),
            CidrBlock.of("::ffff:0:0/96", "IPv4-mapped (RFC 4291)"),
            CidrBlock.of("::/96", "IPv4-compatible (RFC 4291)"),
            CidrBlock.of("64:ff9b::/96", "NAT64 (RFC 6052)"),
            CidrBlock.of("64:ff9b:1::/48", "NAT64 (RFC 8215)"),
            CidrBlock.of("100::/64", "discard-only (RFC 6666)"),
            CidrBlock.of("2001::/32", "Teredo (RFC 4380)"),
            CidrBlock.of("2001::/23", "for protocols (RFC 2928)"),
            CidrBlock.of("2001:db8::/32", "for documentation (RFC 3849)"),
            CidrBlock.of("2002::/16", "6to4 (RFC 3056)"),
            CidrBlock.of("3fff::/20", "for documentation (RFC 9637)"),
            CidrBlock.of("5f00::/16", "segment routing (RFC 9602)"),
            CidrBlock.of("fc00::/7", "unique local (RFC 4193)"),
            CidrBlock.of("fe80::/10", "link-local (RFC 4291)"),
            CidrBlock.of("fec0::/10", "site-local (RFC 3879)"),
            CidrBlock.of("ff00::/8", "multicast (RFC 4291)"));

    private static final CidrBlock GLOBAL_UNICAST = CidrBlock.of("2000::/3", "");

    private PublicAddress() {}

    /**
     * What an address is when it is not public; empty when it is.
     *
     * @param address 4 or 16 bytes in network order
     */
    static Optional<String> otherwise(byte[] address) {
        List<CidrBlock> cidrBlocks = address.length == 4 ? V4 : V6;
        for (CidrBlock cidrBlock : cidrBlocks) {
            if (cidrBlock.has(address)) {
                return Optional.of(cidrBlock.what());
            }
        }
        boolean isKnown = address.length == 4 || GLOBAL_UNICAST.has(address);
        return isKnown ? Optional.empty() : Optional.of("not unicast (RFC 4291)");
    }
}
