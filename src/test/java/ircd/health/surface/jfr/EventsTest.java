package ircd.health.surface.jfr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import ircd.health.parity.Story;
import ircd.health.state.Attribute;
import ircd.health.state.Snapshot;
import ircd.health.state.Transition;
import ircd.health.tls.ReloadOutcome;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import jdk.jfr.EventType;
import jdk.jfr.Recording;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventsTest {
    private static final Set<String> FIELDS_OF_THE_JDK = Set.of("startTime", "duration", "eventThread", "stackTrace");
    private static final int MANY = 10_000;

    @TempDir
    private Path directory;

    @Test
    void aRecordingHoldsTheTransition() throws Exception {
        RecordedEvent event = recorded(
                () -> TransitionEvent.commit(new Transition(7, Instant.EPOCH, Attribute.ROUTABLE, false, "refused")));

        assertEquals("ircd.health.Transition", event.getEventType().getName());
        assertEquals("Routable", event.getString("attribute"));
        assertEquals(true, event.getBoolean("from"));
        assertEquals(false, event.getBoolean("to"));
        assertEquals("refused", event.getString("reason"));
        assertEquals(7, event.getLong("sequence"));
    }

    @Test
    void aRecordingHoldsThePoll() throws Exception {
        RecordedEvent event = recorded(() -> PollEvent.commit(polled()));

        assertEquals("ircd.health.Poll", event.getEventType().getName());
        assertEquals("ok", event.getString("clientReason"));
        assertEquals(Duration.ofMillis(34), event.getDuration("pollTime"));
        assertEquals(Duration.ofMillis(12), event.getDuration("clientCheckTime"));
        assertEquals(7, event.getLong("acceptBacklog"));
        assertEquals(
                List.of(5, 3L, 2L),
                List.of(event.getInt("links"), event.getLong("stableLinks"), event.getLong("stalledLinks")));
        assertEquals(polled().verdict().routable(), event.getBoolean("routable"));
    }

    @Test
    void aRecordingHoldsTheReload() throws Exception {
        Instant expires = Instant.parse("2026-12-01T00:00:00Z");
        RecordedEvent event =
                recorded(() -> CertificateReloadEvent.commit(new ReloadOutcome(false, "half written", expires)));

        assertEquals("ircd.health.CertificateReload", event.getEventType().getName());
        assertEquals(false, event.getBoolean("succeeded"));
        assertEquals("half written", event.getString("outcome"));
        assertEquals(expires, event.getInstant("notAfter"));
    }

    @ParameterizedTest
    @ValueSource(classes = {PollEvent.class, TransitionEvent.class, CertificateReloadEvent.class})
    void everythingHasALabelAndADescription(Class<? extends jdk.jfr.Event> event) {
        EventType type = EventType.getEventType(event);
        assertNotNull(type.getLabel());
        assertTrue(type.getDescription().contains(" "), type.getName());
        assertEquals(List.of("ircd-health"), type.getCategoryNames());
        for (ValueDescriptor field : type.getFields()) {
            if (!FIELDS_OF_THE_JDK.contains(field.getName())) {
                assertNotNull(field.getLabel(), field.getName());
                assertTrue(String.valueOf(field.getDescription()).contains(" "), field.getName());
            }
        }
    }

    /** A recording of other things runs: the events are known, and off. */
    @Test
    void anEventThatIsOffCostsNextToNothing() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Snapshot polled = polled();
        try (Recording recording = new Recording()) {
            recording.disable("ircd.health.Poll");
            recording.start();
            for (int i = 0; i < MANY; i++) {
                PollEvent.commit(polled);
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < MANY; i++) {
                PollEvent.commit(polled);
            }
            long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / MANY;
            assertTrue(bytes <= 100, bytes + " bytes");
        }
    }

    private static Snapshot polled() {
        return Story.named("routable").current();
    }

    private RecordedEvent recorded(Runnable committing) throws IOException {
        Path file = directory.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            committing.run();
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("ircd.health."))
                .toList();
        assertEquals(1, events.size());
        return events.get(0);
    }
}
