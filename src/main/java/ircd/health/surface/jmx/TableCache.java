package ircd.health.surface.jmx;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.openmbean.CompositeData;
import org.jspecify.annotations.Nullable;

/**
 * Tables as JMX clients get them, made once for each moment that they show: a hundred rows take 60 KB to make, and most
 * readers come again before anything has changed.
 */
final class TableCache {
    private record Table(Object moment, List<CompositeData> rows) {}

    private final Map<String, Table> tables = new ConcurrentHashMap<>();

    /** The table of that name as it was made at that very moment; null if it was not. */
    CompositeData @Nullable [] find(String name, Object moment) {
        Table table = tables.get(name);
        return table == null || table.moment != moment ? null : table.rows.toArray(CompositeData[]::new);
    }

    /** Remembers {@code value} if it is a table. */
    void keep(String name, Object moment, Object value) {
        if (value instanceof CompositeData[] rows) {
            tables.put(name, new Table(moment, List.of(rows)));
        }
    }
}
