package ircd.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.BindException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindFailureTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8080 | Address already in use | the port is in use",
                "8080 | bind(..) failed with error(-98): Address already in use | the port is in use",
                "80   | Permission denied | no permission; a port below 1024 needs root or CAP_NET_BIND_SERVICE",
                "8080 | Permission denied | no permission",
                "8080 | Cannot assign requested address | the address is not one of this host",
                "8080 | Protocol family unavailable | Protocol family unavailable",
            })
    void saysWhyInAFewWords(int port, String kernel, String expected) {
        assertEquals(expected, BindFailure.explain(new InetSocketAddress(port), new BindException(kernel)));
    }

    @ParameterizedTest
    @CsvSource("no.such.host.invalid")
    void aNameWithoutAddressIsUnknown(String host) {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved(host, 8080);
        assertEquals("unknown host", BindFailure.explain(unresolved, new BindException("Unresolved address")));
    }

    @Test
    void anAsteriskIsToldHowAllAddressesAreWritten() {
        assertEquals(
                "unknown host; all addresses of this host are 0.0.0.0, or [::] with those of IPv6",
                BindFailure.explain(InetSocketAddress.createUnresolved("*", 8080), new BindException()));
    }
}
