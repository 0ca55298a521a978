package ircd.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | ``",
                "`  ` | ``",
                "--a 1  --b | --a;1;--b",
                "--cert '/etc/my certs/a.pem' | --cert;/etc/my certs/a.pem",
                "--cert \"/etc/it's.pem\" | --cert;/etc/it's.pem",
                "--cert=/etc/'my certs'/a | --cert=/etc/my certs/a",
                "--peers '' | --peers;",
                "--open 'to the end | --open;to the end",
            })
    void splitsAtWhiteSpaceOutsideOfQuotes(String text, String expected) {
        List<String> arguments = expected.isEmpty() ? List.of() : List.of(expected.split(";", -1));
        assertEquals(arguments, Arguments.split(text));
    }
}
