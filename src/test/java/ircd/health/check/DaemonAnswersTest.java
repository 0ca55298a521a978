package ircd.health.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ircd.health.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code --client-check irc} against what real daemons said: resources {@code answers/NAME.REASON}. */
@EnabledOnOs(OS.LINUX)
class DaemonAnswersTest {
    static Stream<Arguments> answers() throws IOException {
        List<Path> files = Corpus.files(DaemonAnswersTest.class, "answers");
        return files.stream()
                .map(file -> String.valueOf(file.getFileName()))
                .filter(name -> !name.endsWith(".md"))
                .map(name -> arguments(name, name.substring(name.indexOf('.') + 1), fileNamed(files, name)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void anAnswerToOurLineHasItsReason(String name, String reason, Path answer) throws IOException {
        check(reason, ScriptedDaemon.answering(Files.readAllBytes(answer)));
    }

    /** Daemons that throttle or are full do not wait for a line. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void soHasOneBeforeTheConnectionIsClosedOrReset(String name, String reason, Path answer) throws IOException {
        check(reason, ScriptedDaemon.refusing(Files.readAllBytes(answer)));
        check(reason, ScriptedDaemon.resetting(Files.readAllBytes(answer)));
    }

    @Test
    void halfALineIsNoReply() throws IOException {
        check("no-reply", ScriptedDaemon.greeting(":irc.example NOTICE * :*** Look"));
    }

    @Test
    void aLineThatAResetCutsOffIsALine() throws IOException {
        check("rejected", ScriptedDaemon.resetting(ScriptedDaemon.bytes("ERROR :Closing Link")));
    }

    @Test
    void aDaemonThatSendsByteByByteIsNotWaitedFor() throws IOException {
        check("no-reply", TricklingBytes.of("x".repeat(10_000)));
    }

    @Test
    void emptyLinesWithoutEndAreNoReply() throws IOException {
        check("no-reply", ScriptedDaemon.greeting("\r\n".repeat(100_000)));
    }

    @Test
    void aLineWithoutEndIsAnAnswerAllTheSame() throws IOException {
        check("ok", ScriptedDaemon.greeting("x".repeat(1_000_000)));
    }

    private static void check(String reason, ScriptedDaemon.Script script) throws IOException {
        Duration replyTimeout = reason.equals("no-reply") ? Probes.HASTY : Probes.PATIENT;
        try (ScriptedDaemon daemon = new ScriptedDaemon(script)) {
            assertEquals(
                    reason, Probes.irc(daemon.port(), replyTimeout).reason().word());
        }
    }

    private static Path fileNamed(List<Path> files, String name) {
        return files.stream().filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
}
