package ircd.health.surface.http;

import ircd.health.verdict.PublicState;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the source of health holds of a connection that waits for a judgement: nothing, as soon as that is gone. A judgement
 * may take seconds, in which a flood leaves tens of thousands of connections behind.
 */
final class Question implements Consumer<PublicState> {
    private volatile @Nullable Connection asking;

    Question(Connection asking) {
        this.asking = asking;
    }

    void withdraw() {
        asking = null;
    }

    /** Called by the source, from any thread. */
    @Override
    public void accept(PublicState state) {
        Connection connection = asking;
        if (connection != null) {
            connection.judged(state);
        }
    }
}
