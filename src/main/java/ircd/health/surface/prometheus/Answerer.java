package ircd.health.surface.prometheus;

import static java.lang.System.Logger.Level.WARNING;
import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.Filter;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** From the head of a request to the bytes of its answer, by the handler whose context it asks for. */
final class Answerer {
    private static final System.Logger LOG = System.getLogger(Answerer.class.getName());

    private final Function<String, @Nullable PageContext> contexts;

    /** @param contexts by the path that is asked for */
    Answerer(Function<String, @Nullable PageContext> contexts) {
        this.contexts = requireNonNull(contexts, "contexts is null");
    }

    /** Always an answer: 400 to what is no request, 500 when the handler fails. */
    byte[] answer(String head) {
        PageRequest request = PageRequest.parse(head);
        if (request == null) {
            return PageExchange.without(400);
        }
        PageContext context = contexts.apply(request.uri().getPath());
        if (context == null) {
            return PageExchange.without(404);
        }
        PageExchange exchange = new PageExchange(request, context);
        try {
            new Filter.Chain(context.getFilters(), context.getHandler()).doFilter(exchange);
            return exchange.toBytes();
        } catch (IOException | RuntimeException | Error e) {
            // Also for want of memory, or of a class of a jar that was replaced: the next scrape may do without.
            LOG.log(WARNING, "cannot answer a scrape", e);
            return PageExchange.without(500);
        }
    }
}
