import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Draws what {@code MetadataScale} printed, as SVG: a dot for each run, and the straight line that fits them best, with how much of the
 * spread it explains. Reads from standard input, writes to standard output; {@code --table} writes medians as a table instead.
 */
final class MetadataPlot {
    private static final int PANEL_WIDTH = 360;
    private static final int PANEL_HEIGHT = 220;
    private static final int MARGIN = 60;

    private record Run(
            double partitions, double createMs, double createBytes, double firstMs, double allMs, double failBytes) {}

    private record Series(String name, String colour, ToDoubleFunction<Run> value) {}

    private record Panel(String title, String unit, List<Series> series) {}

    private record Line(double intercept, double slope, double explained) {}

    private static final List<Panel> PANELS = List.of(
            new Panel(
                    "Creating partitions, known to 10 brokers",
                    "s",
                    List.of(new Series("time", "#1f6f8b", run -> run.createMs() / 1e3))),
            new Panel(
                    "Failing one of 10 brokers over",
                    "ms",
                    List.of(
                            new Series("first broker knows", "#1f6f8b", Run::firstMs),
                            new Series("all brokers know", "#c0562f", Run::allMs))),
            new Panel(
                    "Journal",
                    "MB",
                    List.of(
                            new Series("create", "#1f6f8b", run -> run.createBytes() / 1e6),
                            new Series("failover", "#c0562f", run -> run.failBytes() / 1e6))));

    private final List<Run> runs;

    private MetadataPlot(List<Run> runs) {
        this.runs = runs;
    }

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        List<Run> runs = new ArrayList<>();
        Scanner input = new Scanner(System.in);
        while (input.hasNextLine()) {
            String[] fields = input.nextLine().split("\t");
            if (fields.length == 6 && Character.isDigit(fields[0].charAt(0))) {
                runs.add(new Run(at(fields, 0), at(fields, 1), at(fields, 2), at(fields, 3), at(fields, 4), at(fields, 5)));
            }
        }
        MetadataPlot plot = new MetadataPlot(runs);
        System.out.print(arguments.length > 0 ? plot.table() : plot.svg());
    }

    private static double at(String[] fields, int index) {
        return Double.parseDouble(fields[index]);
    }

    private String table() {
        TreeMap<Double, List<Run>> bySize = new TreeMap<>();
        runs.forEach(run -> bySize.computeIfAbsent(run.partitions(), unused -> new ArrayList<>()).add(run));
        StringBuilder table = new StringBuilder("""
                | partitions | created, s | journal, MB | failover: first knows, ms | all know, ms | journal, KB |
                | --- | --- | --- | --- | --- | --- |
                """);
        bySize.forEach((size, same) -> table.append("| %.0f | %.1f | %.2f | %.0f | %.0f | %.0f |%n".formatted(
                size,
                median(same, Run::createMs) / 1e3,
                median(same, Run::createBytes) / 1e6,
                median(same, Run::firstMs),
                median(same, Run::allMs),
                median(same, Run::failBytes) / 1e3)));
        return table.toString();
    }

    private static double median(List<Run> same, ToDoubleFunction<Run> value) {
        double[] sorted = same.stream().mapToDouble(value).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private String svg() {
        StringBuilder svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="11">
                <rect width="100%%" height="100%%" fill="white"/>
                """.formatted(PANELS.size() * (PANEL_WIDTH + MARGIN) + MARGIN, PANEL_HEIGHT + 2 * MARGIN + 20));
        for (int i = 0; i < PANELS.size(); i++) {
            svg.append("<g transform=\"translate(%d,%d)\">%n".formatted(MARGIN + i * (PANEL_WIDTH + MARGIN), MARGIN));
            draw(svg, PANELS.get(i));
            svg.append("</g>\n");
        }
        return svg.append("</svg>\n").toString();
    }

    private void draw(StringBuilder svg, Panel panel) {
        double mostX = runs.stream().mapToDouble(Run::partitions).max().orElse(1);
        double mostY = panel.series().stream()
                .flatMapToDouble(series -> runs.stream().mapToDouble(series.value()))
                .max()
                .orElse(1);
        svg.append("<text y=\"-34\" font-size=\"13\">%s (%s)</text>%n".formatted(panel.title(), panel.unit()));
        svg.append("<path d=\"M0 0V%d H%d\" fill=\"none\" stroke=\"black\"/>%n".formatted(PANEL_HEIGHT, PANEL_WIDTH));
        for (int tick = 0; tick <= 4; tick++) {
            double x = PANEL_WIDTH * tick / 4.0;
            double y = PANEL_HEIGHT * (1 - tick / 4.0);
            svg.append("<text x=\"%.0f\" y=\"%d\" text-anchor=\"middle\">%.0f</text>%n".formatted(
                    x, PANEL_HEIGHT + 16, mostX * tick / 4));
            svg.append("<text x=\"-6\" y=\"%.0f\" text-anchor=\"end\">%s</text>%n".formatted(
                    y + 4, number(mostY * tick / 4)));
        }
        svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">partitions</text>%n".formatted(
                PANEL_WIDTH / 2, PANEL_HEIGHT + 34));
        for (int i = 0; i < panel.series().size(); i++) {
            Series series = panel.series().get(i);
            Line line = fit(series.value());
            svg.append("<text x=\"8\" y=\"%d\" fill=\"%s\">%s (R² = %.3f)</text>%n".formatted(
                    -18 + 14 * i, series.colour(), series.name(), line.explained()));
            svg.append("<path d=\"M0 %.1fL%d %.1f\" stroke=\"%s\" stroke-width=\"1\"/>%n".formatted(
                    PANEL_HEIGHT * (1 - line.intercept() / mostY),
                    PANEL_WIDTH,
                    PANEL_HEIGHT * (1 - (line.intercept() + line.slope() * mostX) / mostY),
                    series.colour()));
            runs.forEach(run -> svg.append("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n".formatted(
                    PANEL_WIDTH * run.partitions() / mostX,
                    PANEL_HEIGHT * (1 - series.value().applyAsDouble(run) / mostY),
                    series.colour())));
        }
    }

    private static String number(double value) {
        return value >= 100 ? "%.0f".formatted(value) : "%.1f".formatted(value);
    }

    /** The least squares. */
    private Line fit(ToDoubleFunction<Run> value) {
        double meanX = runs.stream().mapToDouble(Run::partitions).average().orElse(0);
        double meanY = runs.stream().mapToDouble(value).average().orElse(0);
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (Run run : runs) {
            double x = run.partitions() - meanX;
            double y = value.applyAsDouble(run) - meanY;
            xx += x * x;
            xy += x * y;
            yy += y * y;
        }
        double slope = xx == 0 ? 0 : xy / xx;
        return new Line(meanY - slope * meanX, slope, xx * yy == 0 ? 1 : xy * xy / (xx * yy));
    }
}
