package ircd.health.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.0/8,       127.0.0.1,         true",
        "127.0.0.0/8,       128.0.0.0,         false",
        "192.0.2.7,         192.0.2.7,         true",
        "192.0.2.7,         192.0.2.8,         false",
        "192.0.2.128/25,    192.0.2.128,       true",
        "192.0.2.128/25,    192.0.2.127,       false",
        "0.0.0.0/0,         203.0.113.9,       true",
        "0.0.0.0/0,         2001:db8::1,       false",
        "::/0,              203.0.113.9,       true",
        "::1,               ::1,               true",
        "2001:db8::/32,     2001:db8:ffff::1,  true",
        "2001:db8::/32,     2001:db9::1,       false",
        "2001:db8:0:1::/64, 2001:db8:0:1::ff,  true",
        "2001:db8:0:1::/64, 2001:db8:0:2::ff,  false",
        "2001:db8::/65,     2001:db8::8000:0:0:0, false",
        "::ffff:192.0.2.0/24, 192.0.2.3,       true",
    })
    void containsTheAddressesOfItsBlock(String block, String address, boolean contained) throws UnknownHostException {
        assertEquals(contained, Cidr.parse(block).contains(Address.of(InetAddress.getByName(address))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "irc.example.org | not an IP address",
                "'' | not an IP address",
                "/8 | not an IP address",
                "256.0.0.1 | not an IP address",
                "10.0.0 | not an IP address",
                "fe80::1%lo | not an IP address",
                "10.0.0.0/33 | prefix length must be 0 to 32",
                "10.0.0.0/ | prefix length must be 0 to 32",
                "10.0.0.0/-1 | prefix length must be 0 to 32",
                "::/129 | prefix length must be 0 to 128",
                "10.0.0.1/8 | address bits are set behind the prefix",
            })
    void refusesWhatIsNoBlock(String text, String why) {
        assertEquals(
                why,
                assertThrows(IllegalArgumentException.class, () -> Cidr.parse(text))
                        .getMessage());
    }
}
