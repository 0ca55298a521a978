package ircd.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandoverTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsGivenArrivesWhateverItHolds() throws IOException {
        List<String> arguments = List.of("--cert", "/a, \"b\" 'c'/d.pem", "", "two\nlines", "ü");
        Handover caller = new Handover(Files.createFile(folder.resolve("file with space")));
        Handover agent = Handover.parse(Handover.agentOptions(caller.file()));

        caller.give(arguments);
        assertEquals(arguments, agent.arguments());
        Outcome outcome = new Outcome(Outcome.Status.RUNS, List.of("here", "and there"));
        agent.report(outcome);
        assertEquals(outcome, caller.outcome());
    }

    @Test
    void noArgumentsAreNoArguments() throws IOException {
        Handover caller = new Handover(Files.createFile(folder.resolve("file")));
        caller.give(List.of());
        assertEquals(List.of(), caller.arguments());
    }

    @Test
    void optionsOfAUserAreNone() {
        assertNull(Handover.parse("--allow-http"));
        assertNull(Handover.parse("@/etc/ircd-health.conf"));
        assertNull(Handover.parse(""));
    }

    @Test
    void argumentsAreNoOutcome() throws IOException {
        Handover caller = new Handover(Files.createFile(folder.resolve("file")));
        caller.give(List.of("--allow-http"));
        assertThrows(IOException.class, caller::outcome);
    }

    @Test
    void aLinkInItsPlaceIsNotFollowed() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "RUNS\0secret\0");
        Handover link = new Handover(Files.createSymbolicLink(folder.resolve("link"), secret));

        assertThrows(IOException.class, link::outcome);
        assertThrows(IOException.class, () -> link.give(List.of("--allow-http")));
        assertEquals("RUNS\0secret\0", Files.readString(secret));
    }

    @Test
    void whoHasGoneIsToldNothing() {
        Path gone = folder.resolve("gone");
        assertThrows(IOException.class, () -> new Handover(gone).report(Outcome.cannotStart("why")));
        assertFalse(Files.exists(gone));
    }
}
