package ircd.health.surface.prometheus;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Metric families in the making, all under {@value #PREFIX}. */
final class Families {
    static final String PREFIX = "ircd_health_";

    private final List<MetricFamilySamples> families = new ArrayList<>();

    void gauge(String name, String help, boolean value) {
        gauge(name, help, value ? 1 : 0);
    }

    /** @param value null when it is not known: then the family has no sample */
    void gauge(String name, String help, @Nullable Number value) {
        GaugeMetricFamily family = new GaugeMetricFamily(PREFIX + name, help, List.of());
        families.add(value == null ? family : family.addMetric(List.of(), value.doubleValue()));
    }

    /** A constant 1 that carries a word. */
    void info(String name, String help, String label, String word) {
        families.add(new GaugeMetricFamily(PREFIX + name, help, List.of(label)).addMetric(List.of(word), 1));
    }

    /** @param value null when there is nothing to count: then the family has no sample */
    void counter(String name, String help, @Nullable Long value) {
        CounterMetricFamily family = new CounterMetricFamily(PREFIX + name, help, List.of());
        families.add(value == null ? family : family.addMetric(List.of(), value));
    }

    void counters(String name, String help, String label, Map<String, Long> values) {
        CounterMetricFamily family = new CounterMetricFamily(PREFIX + name, help, List.of(label));
        values.forEach((word, value) -> family.addMetric(List.of(word), value));
        families.add(family);
    }

    List<MetricFamilySamples> all() {
        return families;
    }

    /** Those that have a sample. */
    List<MetricFamilySamples> known() {
        return families.stream().filter(family -> !family.samples.isEmpty()).toList();
    }
}
