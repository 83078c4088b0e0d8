package io.ottla.http.metrics;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpRequest;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;

/** The two text formats that a scraper can ask for. */
enum ScrapeFormat {
    /** Prometheus' own, version 0.0.4: what browsers, curl and old scrapers get. */
    PROMETHEUS(PrometheusTextFormatWriter.CONTENT_TYPE),
    /** OpenMetrics 1.0: what Prometheus asks for. */
    OPEN_METRICS(OpenMetricsTextFormatWriter.CONTENT_TYPE);

    private static final String OPEN_METRICS_TYPE = "application/openmetrics-text";

    private final String name;

    ScrapeFormat(String name) {
        this.name = name;
    }

    /** The format by the name under which the metrics library knows it. */
    String mediaType() {
        return name;
    }

    ContentType contentType() {
        return ContentTypes.parse(name);
    }

    /** OpenMetrics for those who name it in Accept, whatever else they name; weights never exclude it in practice. */
    static ScrapeFormat acceptedBy(HttpRequest request) {
        return request.getHeader("Accept")
                .filter(accept -> accept.value().contains(OPEN_METRICS_TYPE))
                .map(accept -> OPEN_METRICS)
                .orElse(PROMETHEUS);
    }
}
