package ircd.health.surface.jfr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ircd.health.state.Attribute;
import ircd.health.state.Transition;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransitionEventTest {
    @Test
    void aRecordingHoldsTheTransition(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("ircd.health.Transition");
            recording.start();
            TransitionEvent.commit(new Transition(1, Instant.EPOCH, Attribute.ROUTABLE, false, "not-accepted"));
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("ircd.health.Transition"))
                .toList();

        assertEquals(1, events.size());
        assertEquals("Routable", events.get(0).getString("attribute"));
        assertEquals(true, events.get(0).getBoolean("from"));
        assertEquals(false, events.get(0).getBoolean("to"));
        assertEquals("not-accepted", events.get(0).getString("reason"));
    }
}
