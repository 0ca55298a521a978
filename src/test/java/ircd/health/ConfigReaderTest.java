package ircd.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ircd.health.check.ClientCheckKind;
import ircd.health.kernel.PortSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
    @TempDir
    Path directory;

    @Test
    void theDefaultsAreTheOriginals() throws BadInputException {
        Config config = read("--allow-http");

        assertEquals(new HostPort("0.0.0.0", 8080), config.endpoint().listen());
        assertEquals("/health", config.endpoint().healthPath());
        assertEquals(Duration.ofSeconds(30), config.endpoint().reloadCheckInterval());
        assertEquals(4096, config.endpoint().maxConnections());
        assertEquals(64, config.endpoint().maxConnectionsPerIp());
        assertEquals("127.0.0.1", config.judging().client().host());
        assertEquals(6667, config.judging().client().port());
        assertEquals(ClientCheckKind.ACCEPT, config.judging().client().kind());
        assertEquals(Duration.ofMillis(500), config.judging().client().timeout());
        assertEquals(Duration.ofSeconds(5), config.judging().client().replyTimeout());
        assertEquals(PortSet.of(4497), config.judging().s2s().ports());
        assertEquals(Duration.ofSeconds(10), config.judging().rules().stableDuration());
        assertEquals(Duration.ofSeconds(30), config.judging().rules().stallDuration());
        assertEquals(1, config.judging().rules().minLinks());
        assertTrue(config.live());
        assertEquals(Duration.ofSeconds(15), config.pollInterval());
        assertEquals(Duration.ofSeconds(45), config.freshFor());
        assertEquals(new Config.Metrics(new HostPort("127.0.0.1", 9679), false), config.metrics());
        assertEquals(List.of(), config.warnings());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // the command lines of the original's own README
                "--listen 127.0.0.1:8080 --client-port 6667 --s2s-ports 7000 --allow-http",
                "--listen 0.0.0.0:8443 --client-port 6668 --s2s-ports 7000,7001"
                        + " --cert /etc/letsencrypt/live/irc.example.org/fullchain.pem"
                        + " --key /etc/letsencrypt/live/irc.example.org/privkey.pem"
                        + " --mode cached --poll-interval 15 --stable-duration 10 --foreground",
                "--listen 127.0.0.1:8080 --client-port 6667 --allow-http --stable-duration 5",
                // both forms of a value, and the last one counts
                "--listen=[::]:8443 --allow-http --mode live --mode=cached",
            })
    void commandLinesOfTheOriginalAreUnderstood(String line) throws BadInputException {
        assertEquals(List.of(), read(line.split(" ")).warnings());
    }

    /** Each option's accepted edges. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--listen | 0.0.0.0:0",
                "--listen | [::1]:65535",
                "--listen | localhost:8080",
                "--client-host | ::1",
                "--client-host | irc.example.org",
                "--client-port | 1",
                "--client-port | 65535",
                "--client-check | connect",
                "--client-check | irc",
                "--timeout-ms | 50",
                "--timeout-ms | 30000",
                "--irc-reply-timeout-ms | 50",
                "--irc-reply-timeout-ms | 60000",
                "--s2s-ports | none",
                "--s2s-ports | 1,65535",
                "--s2s-ports | 7000, 7001",
                "--s2s-min-links | 1",
                "--s2s-min-links | 10000",
                "--s2s-peers | 192.0.2.1,2001:db8::/32",
                "--s2s-ignore-peers | 127.0.0.0/8,::1",
                "--stable-duration | 0",
                "--stable-duration | 86400",
                "--s2s-stall-duration | 0",
                "--s2s-stall-duration | 86400",
                "--proc-net | /",
                "--proc-net | /proc/0/net",
                "--mode | live",
                "--mode | cached",
                "--poll-interval | 5",
                "--poll-interval | 86400",
                "--maintenance-file | drained",
                "--maintenance-file | /drained",
                "--reload-check-interval | 5",
                "--reload-check-interval | 86400",
                "--health-path | /",
                "--health-path | /a/b-c_d.e~f%20",
                "--max-connections | 1",
                "--max-connections | 1000000",
                "--max-connections-per-ip | 1",
                "--max-connections-per-ip | 1000000",
                "--metrics-listen | none",
                "--metrics-listen | [::]:0",
                "--jmx-listen | 127.0.0.1:0",
                "--jmx-listen | [::1]:65535",
            })
    void takesTheEdgesOfEveryOption(String option, String value) throws BadInputException {
        assertEquals(List.of(), read("--allow-http", option, value).warnings());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--jmx-listen 0.0.0.0:7199 --jmx-advertise irc.example.org --cert c --key k | --jmx-listen 0.0.0.0:7199: beyond loopback it needs --jmx-password-file, or listen on loopback (127.0.0.1:7199) and come by ssh -L",
                "--jmx-listen 192.0.2.1:7199 --jmx-password-file p --allow-http | --jmx-listen 192.0.2.1:7199: beyond loopback it needs TLS: give --cert and --key, or listen on loopback (127.0.0.1:7199) and come by ssh -L",
                "--jmx-listen [::]:7199 --jmx-password-file p --cert c --key k | --jmx-listen [::]:7199: needs --jmx-advertise HOST, by which clients reach this host",
                "--jmx-advertise irc.example.org --allow-http | --jmx-advertise irc.example.org: needs --jmx-listen, the port of remote JMX",
                "--jmx-password-file p --allow-http | --jmx-password-file p: needs --jmx-listen, the port of remote JMX",
                "--jmx-listen 127.0.0.1:7199 --jmx-access-file a --allow-http | --jmx-access-file a: needs --jmx-password-file, or nobody can prove to be one of its names",
                "--jmx-listen 7199 --jmx-password-file p --cert c --key k | --jmx-listen 7199: must be HOST:PORT, such as 0.0.0.0:8443 or [::]:8443, with port 0 to 65535",
            })
    void remoteJmxThatCouldLetStrangersInIsAMistake(String line, String mistake) {
        BadInputException e = assertThrows(BadInputException.class, () -> read(line.split(" ")));

        assertEquals(List.of(mistake), e.mistakes());
    }

    @Test
    void remoteJmxIsOffUnlessAskedFor() throws BadInputException {
        assertNull(read("--allow-http").jmx());
        assertEquals(
                new Config.Jmx(new HostPort("::1", 7199), "irc.example.org", Path.of("p"), Path.of("a")),
                read(("--allow-http --jmx-listen [::1]:7199 --jmx-advertise irc.example.org --jmx-password-file p"
                                        + " --jmx-access-file a")
                                .split(" "))
                        .jmx());
    }

    /** Each option's first value beyond its edges, and what is said of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--listen | 8080 | must be HOST:PORT, such as 0.0.0.0:8443 or [::]:8443, with port 0 to 65535",
                "--listen | :8080 | must be HOST:PORT, such as 0.0.0.0:8443 or [::]:8443, with port 0 to 65535",
                "--listen | ::1:8080 | must be HOST:PORT, such as 0.0.0.0:8443 or [::]:8443, with port 0 to 65535",
                "--listen | 0.0.0.0:65536 | must be HOST:PORT, such as 0.0.0.0:8443 or [::]:8443, with port 0 to 65535",
                "--listen | 0.0.0.0:http | must be HOST:PORT, such as 0.0.0.0:8443 or [::]:8443, with port 0 to 65535",
                "--client-host | a b | must be a host name or an IP address, without port",
                "--client-port | 0 | must be 1 to 65535",
                "--client-port | 70000 | must be 1 to 65535",
                "--client-port | -1 | must be 1 to 65535",
                "--client-port | 99999999999999999999 | must be 1 to 65535",
                "--client-port | ircd | must be 1 to 65535",
                "--client-check | ping | must be connect, accept or irc",
                "--timeout-ms | 60001 | must be 50 to 60000 milliseconds",
                "--timeout-ms | 0.5 | must be 50 to 60000 milliseconds",
                "--irc-reply-timeout-ms | 49 | must be 50 to 60000",
                "--irc-reply-timeout-ms | 60001 | must be 50 to 60000",
                "--s2s-ports | 7000,seven | must be ports from 1 to 65535 separated by commas, or the word none",
                "--s2s-ports | 7000,,7001 | must be ports from 1 to 65535 separated by commas, or the word none",
                "--s2s-ports | 0 | must be ports from 1 to 65535 separated by commas, or the word none",
                "--s2s-ports | 65536 | must be ports from 1 to 65535 separated by commas, or the word none",
                "--s2s-min-links | 0 | must be 1 to 10000",
                "--s2s-min-links | 10001 | must be 1 to 10000",
                "--s2s-peers | hub | 'hub': not an IP address; must be addresses or CIDR blocks such as 192.0.2.0/24,2001:db8::/32",
                "--s2s-ignore-peers | 10.0.0.1/8 | '10.0.0.1/8': address bits are set behind the prefix; must be addresses or CIDR blocks such as 192.0.2.0/24,2001:db8::/32",
                "--stable-duration | -1 | must be 0 to 86400 seconds",
                "--stable-duration | 86401 | must be 0 to 86400 seconds",
                "--s2s-stall-duration | -1 | must be 0 to 86400 seconds",
                "--s2s-stall-duration | 86401 | must be 0 to 86400 seconds",
                "--proc-net | /dev/null | must be a directory such as /proc/net or /proc/PID/net",
                "--mode | Live | must be live or cached",
                "--poll-interval | 86401 | must be 5 to 86400 seconds",
                "--poll-interval | often | must be 5 to 86400 seconds",
                "--maintenance-file | / | must be a file, and is a directory",
                "--reload-check-interval | 86401 | must be 5 to 86400 seconds",
                "--health-path | health | must start with / and have only what a URL path has: no spaces, no ? and #, no letters beyond ASCII",
                "--health-path | /health?x | must start with / and have only what a URL path has: no spaces, no ? and #, no letters beyond ASCII",
                "--max-connections | 0 | must be 1 to 1000000",
                "--max-connections | 1000001 | must be 1 to 1000000",
                "--max-connections-per-ip | 0 | must be 1 to 1000000",
                "--max-connections-per-ip | 1000001 | must be 1 to 1000000",
                "--metrics-listen | 9679 | must be HOST:PORT, such as 0.0.0.0:8443 or [::]:8443, with port 0 to 65535",
            })
    void refusesWhatLiesBeyondTheEdges(String option, String value, String accepted) {
        assertEquals(List.of(option + " " + value + ": " + accepted), mistakes("--allow-http", option, value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--cert", "--key", "--maintenance-file", "--proc-net"})
    void anEmptyPathIsNoPath(String option) {
        assertEquals(List.of(option + " '': must be a path"), mistakes("--allow-http", option, ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--poll-interval | 1 | raised to 5 seconds, the smallest that is accepted",
                "--poll-interval | -3 | raised to 5 seconds, the smallest that is accepted",
                "--timeout-ms | 1 | raised to 50 milliseconds, the smallest that is accepted",
                "--reload-check-interval | 1 | raised to 5 seconds, the smallest that is accepted",
            })
    void whatTheOriginalRaisedInSilenceIsRaisedWithAWarning(String option, String value, String warning)
            throws BadInputException {
        assertEquals(
                List.of(option + " " + value + ": " + warning),
                read("--allow-http", option, value).warnings());
    }

    @Test
    void aMaintenanceFileThatNobodyCanMakeIsWarnedOf() throws BadInputException {
        assertEquals(
                List.of(
                        "--maintenance-file /no/such/drained: there is no directory /no/such, in which it could be made"),
                read("--allow-http", "--maintenance-file", "/no/such/drained").warnings());
    }

    @Test
    void raisedValuesHaveTheirEffect() throws BadInputException {
        Config config =
                read("--allow-http", "--poll-interval", "1", "--timeout-ms", "1", "--reload-check-interval", "1");

        assertEquals(Duration.ofSeconds(5), config.pollInterval());
        assertEquals(Duration.ofMillis(50), config.judging().client().timeout());
        assertEquals(Duration.ofSeconds(5), config.endpoint().reloadCheckInterval());
    }

    @Test
    void allMistakesAreToldAtOnce() {
        assertEquals(
                List.of(
                        "--unknown: unknown option (--help lists all)",
                        "stray: options start with --",
                        "--allow-http=yes: --allow-http takes no value",
                        "--cert: needs a value",
                        "--poll-interval x: must be 5 to 86400 seconds",
                        "--client-port 70000: must be 1 to 65535",
                        "--s2s-ports 0: must be ports from 1 to 65535 separated by commas, or the word none"),
                mistakes(
                        "--unknown",
                        "value",
                        "stray",
                        "--allow-http=yes",
                        "--client-port",
                        "70000",
                        "--s2s-ports",
                        "0",
                        "--poll-interval=x",
                        "--cert"));
    }

    @Test
    void anOptionIsNoValueOfTheOneBeforeIt() {
        assertEquals(List.of("--listen: needs a value"), mistakes("--listen", "--allow-http"));
    }

    @Test
    void withoutCertificateBothWaysOutAreTold() {
        assertEquals(List.of("no --cert and --key: give both for HTTPS, or --allow-http for plain HTTP"), mistakes());
    }

    @Test
    void aCheckThatMayTakeLongerThanAStateIsValidIsWarnedOf() throws BadInputException {
        assertEquals(
                List.of("--timeout-ms and --irc-reply-timeout-ms: a check may take 20000 ms with these, and a state is"
                        + " valid for 15000 ms, three times --poll-interval: a slow daemon makes it stale"),
                read("--allow-http", "--timeout-ms", "20000", "--poll-interval", "5")
                        .warnings());
        assertEquals(List.of(), read("--allow-http", "--timeout-ms", "45000").warnings());
    }

    @Test
    void aClientPortThatIsAServerPortIsWarnedOf() throws BadInputException {
        Config config = read("--allow-http", "--client-port", "4497");

        assertTrue(config.warnings().get(0).startsWith("--client-port 4497 is one of --s2s-ports, too"));
    }

    /** A check or a demo makes a few connections, and ends. */
    @Test
    void theServiceAloneIsWarnedOfThrottles() throws BadInputException {
        List<String> warnings =
                readForService("--allow-http", "--timeout-ms", "1").warnings();

        assertEquals(List.of(), read("--allow-http").warnings());
        assertEquals(2, warnings.size());
        assertTrue(warnings.get(0).startsWith("--timeout-ms 1: raised to"), warnings.get(0));
        assertTrue(warnings.get(1).startsWith("--mode live: requests cause up to 600"), warnings.get(1));
    }

    @ParameterizedTest
    @CsvSource({"5, 1", "15, 1", "399, 1", "400, 0"})
    void theIntervalInForceDecidesWhetherItIsWarnedOfThrottles(String interval, int warnings) throws BadInputException {
        Config config = readForService("--allow-http", "--mode", "cached", "--poll-interval", interval);

        assertEquals(warnings, config.warnings().size(), () -> config.warnings().toString());
        assertTrue(config.warnings().stream().allMatch(line -> line.startsWith("--poll-interval " + interval + ": ")));
    }

    @Test
    void optionsComeFromAFileAndTheCommandLineOverridesThem() throws Exception {
        Path file = directory.resolve("ircd-health.conf");
        Files.writeString(
                file, "# our hub\n\n--client-port 6668\n--s2s-ports=7000,7001\r\n  --mode   cached  \n--allow-http\n");

        Config config = read("@" + file, "--client-port", "6669");

        assertEquals(6669, config.judging().client().port());
        assertEquals(PortSet.of(7000, 7001), config.judging().s2s().ports());
        assertFalse(config.live());
    }

    @Test
    void whateverIsWrongWithAFileIsToldByName() throws IOException {
        Path binary = directory.resolve("binary");
        Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        Path nested = directory.resolve("nested");
        Files.writeString(nested, "@other\n--allow-http\n--no-such 1\n");

        assertEquals(
                List.of(
                        "@" + directory + ": not a file of options, one per line",
                        "@/dev/zero: not a file of options, one per line",
                        "@/no/such/file: no such file",
                        "@" + binary + ": not a text file in UTF-8",
                        nested + ":1: @other: a file cannot name another file",
                        nested + ":3: --no-such: unknown option (--help lists all)"),
                mistakes("@" + directory, "@/dev/zero", "@/no/such/file", "@" + binary, "@" + nested));
    }

    /** What is wrong in line 3 of a file, and what is said of it behind the file's name. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--client-prot 6667 | 3: --client-prot: unknown option (--help lists all)",
                "client-port 6667 | 3: client-port: options start with --",
                "--client-port | 3: --client-port: needs a value",
                "--client-port -- | 3: --client-port --: needs a value",
                "--client-port ircd | 3: --client-port ircd: must be 1 to 65535",
                "--client-port=70000 | 3: --client-port 70000: must be 1 to 65535",
                "--client-port 6667 # ours | 3: --client-port 6667 # ours: must be 1 to 65535",
                "--client-tls yes | 3: --client-tls yes: --client-tls takes no value",
                "--mode Live | 3: --mode Live: must be live or cached",
                "--jmx-advertise hub | 3: --jmx-advertise hub: needs --jmx-listen, the port of remote JMX",
                "--jmx-access-file a | 3: --jmx-access-file a: needs --jmx-password-file, or nobody can prove to be one of its names",
            })
    void aMistakeInAFileIsToldWithItsLine(String line, String mistake) throws IOException {
        Path file = directory.resolve("ircd-health.conf");
        // The line after it begins with a mistake, too, which is no value of the one before.
        Files.writeString(file, "# our hub\n--allow-http\n" + line + "\n--no-such\n--poll-interval 15\n");
        List<String> mistakes = mistakes("@" + file);

        assertEquals(2, mistakes.size(), mistakes::toString);
        assertTrue(mistakes.contains(file + ":" + mistake), mistakes::toString);
        assertTrue(mistakes.contains(file + ":4: --no-such: unknown option (--help lists all)"), mistakes::toString);
    }

    @Test
    void ofAnOptionInTwoPlacesTheOneThatCountsIsTold() throws Exception {
        Path file = directory.resolve("ircd-health.conf");
        Files.writeString(file, "--client-port 0\n--client-port 1\n--client-port 70000\n--poll-interval 1\n");

        assertEquals(
                List.of(file + ":3: --client-port 70000: must be 1 to 65535"), mistakes("--allow-http", "@" + file));
        assertEquals(
                List.of("--client-port 0: must be 1 to 65535"),
                mistakes("--allow-http", "@" + file, "--client-port", "0"));
        assertEquals(
                List.of(
                        file + ":2: --client-port: is in line 1, too; the last one counts",
                        file + ":3: --client-port: is in line 2, too; the last one counts",
                        file + ":4: --poll-interval 1: raised to 5 seconds, the smallest that is accepted"),
                read("--allow-http", "@" + file, "--client-port", "6667").warnings());
    }

    private static Config read(String... arguments) throws BadInputException {
        return read(ConfigReader::read, arguments);
    }

    private static Config readForService(String... arguments) throws BadInputException {
        return read(ConfigReader::readForService, arguments);
    }

    private static Config read(BiFunction<Options, Mistakes, Config> reader, String... arguments)
            throws BadInputException {
        Options options = new Options();
        Mistakes mistakes = new Mistakes();
        new CommandLine("", options).parse(new ArrayList<>(List.of(arguments)), mistakes);
        Config config = reader.apply(options, mistakes);
        mistakes.throwIfAny();
        return config;
    }

    private static List<String> mistakes(String... arguments) {
        return assertThrows(BadInputException.class, () -> read(arguments)).mistakes();
    }
}
