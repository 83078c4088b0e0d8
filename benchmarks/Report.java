import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Makes tables and plots of what compare.sh and rest.sh have measured: a table of medians and a table of aims for each part, and a
 * plot of the ratios of Ottla to Kafka. Needs nothing but the JDK.
 *
 * <pre>
 *   java Report.java aims.tsv FOLDER      reads FOLDER/PART-PRODUCT.raw.tsv, writes FOLDER/report.md and FOLDER/PART.svg
 * </pre>
 */
final class Report {
    private static final List<String> PARTS = List.of("one", "three", "groups", "groups3", "failover", "fsync", "openloop", "rest");
    private static final Map<String, String> TITLES = Map.of(
            "one", "One node",
            "three", "Three nodes",
            "groups", "Groups and transactions, one node",
            "groups3", "Transactions, three nodes",
            "failover", "Failover",
            "fsync", "One node, every batch on the disk before it is acknowledged",
            "openloop", "Open loop at half of the maximum rate",
            "rest", "REST proxy and Schema Registry");

    /** What says more of the machine and of the tools than of the brokers. */
    private static final List<String> ASIDE = List.of("wall_s", "client_cpu_s", "MiB_per_s", "broker_cpu_s", "sent", "acked");

    private final List<Aim> aims;
    private final Path folder;

    private Report(List<Aim> aims, Path folder) {
        this.aims = aims;
        this.folder = folder;
    }

    /** What was aimed for: a bound of a ratio, or of Ottla's own figure. */
    record Aim(String part, String workload, String metric, String relation, double limit, String what) {
        static Aim parse(String line) {
            String[] field = line.split("\t");
            return new Aim(field[0], field[1], field[2], field[3], Double.parseDouble(field[4]), field[5]);
        }

        boolean isOfRatio() {
            return relation.startsWith("ratio");
        }

        boolean isMet(double value) {
            return relation.endsWith("<=") ? value <= limit : value >= limit;
        }
    }

    /** All values of one metric. */
    record Series(double[] sorted) {
        double median() {
            int n = sorted.length;
            return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
        }

        String text() {
            return sorted.length == 1
                    ? round(median())
                    : round(median()) + " (" + round(sorted[0]) + " to " + round(sorted[sorted.length - 1]) + ")";
        }
    }

    public static void main(String[] arguments) throws IOException {
        Locale.setDefault(Locale.ROOT);
        List<Aim> aims = Files.readAllLines(Path.of(arguments[0])).stream()
                .filter(line -> !line.startsWith("#"))
                .map(Aim::parse)
                .toList();
        new Report(aims, Path.of(arguments[1])).write();
    }

    private void write() throws IOException {
        StringBuilder page = new StringBuilder();
        Map<String, String> seconds = seconds();
        for (String part : PARTS) {
            Map<String, Series> kafka = read(part, "kafka");
            Map<String, Series> ottla = read(part, "ottla");
            if (kafka.isEmpty() && ottla.isEmpty()) {
                continue;
            }
            page.append("## ").append(TITLES.get(part)).append("\n\n");
            if (seconds.containsKey(part)) {
                page.append("Took ").append(Math.round(Double.parseDouble(seconds.get(part)) / 60)).append(" min.\n\n");
            }
            List<Bar> bars = bars(part, kafka, ottla);
            if (!bars.isEmpty()) {
                Files.writeString(folder.resolve(part + ".svg"), new Plot(plotTitle(part), bars).svg());
                page.append("![").append(TITLES.get(part)).append("](").append(part).append(".svg)\n\n");
            }
            page.append(aimTable(part, kafka, ottla)).append(figures(peer(part), kafka, ottla));
        }
        Path echo = folder.resolve("echo.tsv");
        if (Files.exists(echo)) {
            page.append("The floor under the latencies, a 1 KiB echo over loopback twice:\n\n```\n")
                    .append(Files.readString(echo))
                    .append("```\n");
        }
        Files.writeString(folder.resolve("report.md"), page);
    }

    /** What Ottla is compared with: HTTP with Kafka's own clients, at the same node. */
    private static String peer(String part) {
        return part.equals("rest") ? "Java client" : "Kafka";
    }

    private static String plotTitle(String part) {
        return part.equals("rest") ? "Records by HTTP / by the Java client" : TITLES.get(part) + ": Ottla / Apache Kafka";
    }

    /** How long each part took in all its runs. */
    private Map<String, String> seconds() throws IOException {
        Map<String, Double> sums = new LinkedHashMap<>();
        Path file = folder.resolve("seconds.tsv");
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] field = line.split("\t");
                sums.merge(field[0], Double.parseDouble(field[1]), Double::sum);
            }
        }
        Map<String, String> texts = new LinkedHashMap<>();
        sums.forEach((part, sum) -> texts.put(part, Double.toString(sum)));
        return texts;
    }

    /** By workload and metric, in the order in which they were measured. */
    private Map<String, Series> read(String part, String product) throws IOException {
        Path file = folder.resolve(part + "-" + product + ".raw.tsv");
        Map<String, List<Double>> values = new LinkedHashMap<>();
        if (Files.exists(file)) {
            for (Map<String, String> run : runs(Files.readAllLines(file))) {
                String kind = Double.parseDouble(run.getOrDefault("victim_was_controller", "0")) == 1 ? "-controller" : "";
                run.forEach((metric, value) -> {
                    if (!metric.equals("workload") && !metric.contains(":") && value.matches("-?[0-9.]+")) {
                        values.computeIfAbsent(run.get("workload") + kind + "\t" + metric, unused -> new ArrayList<>())
                                .add(Double.parseDouble(value));
                    }
                });
            }
        }
        Map<String, Series> all = new LinkedHashMap<>();
        values.forEach((key, list) ->
                all.put(key, new Series(list.stream().mapToDouble(Double::doubleValue).sorted().toArray())));
        return all;
    }

    /** The rows of one repetition follow each other: the next begins with another workload, or when a metric comes again. */
    private static List<Map<String, String>> runs(List<String> rows) {
        List<Map<String, String>> runs = new ArrayList<>();
        Map<String, String> run = Map.of();
        for (String row : rows) {
            String[] field = row.split("\t");
            if (field.length < 5) {
                continue;
            }
            if (!field[1].equals(run.get("workload")) || run.containsKey(field[3])) {
                run = new LinkedHashMap<>(Map.of("workload", field[1]));
                runs.add(run);
            }
            run.put(field[3], field[4]);
        }
        return runs;
    }

    private String aimTable(String part, Map<String, Series> kafka, Map<String, Series> ottla) {
        StringBuilder table = new StringBuilder();
        for (Aim aim : aims) {
            Optional<Double> reached = reached(aim, part, kafka, ottla);
            if (reached.isPresent()) {
                table.append("| %s | %s %s | %s | %s |%n".formatted(
                        aim.what(),
                        aim.relation().replaceAll("[a-z]", ""),
                        round(aim.limit()),
                        aim.isOfRatio() ? "%.2f".formatted(reached.get()) : round(reached.get()),
                        aim.isMet(reached.get()) ? "met" : "missed"));
            }
        }
        return table.isEmpty()
                ? ""
                : "| aim | bound | " + reachedHeading(part) + " | |\n| --- | --- | --- | --- |\n" + table
                        + "\n";
    }

    private static String reachedHeading(String part) {
        return switch (part) {
            case "failover" -> "Ottla";
            case "rest" -> "ratio or value";
            default -> "ratio";
        };
    }

    private static Optional<Double> reached(Aim aim, String part, Map<String, Series> kafka, Map<String, Series> ottla) {
        String key = aim.workload() + "\t" + aim.metric();
        if (!aim.part().equals(part) || !ottla.containsKey(key)) {
            return Optional.empty();
        }
        return aim.isOfRatio() ? ratio(key, kafka, ottla) : Optional.of(ottla.get(key).median());
    }

    private static Optional<Double> ratio(String key, Map<String, Series> kafka, Map<String, Series> ottla) {
        return kafka.containsKey(key) && ottla.containsKey(key) && kafka.get(key).median() > 0
                ? Optional.of(ottla.get(key).median() / kafka.get(key).median())
                : Optional.empty();
    }

    private static String figures(String peer, Map<String, Series> kafka, Map<String, Series> ottla) {
        StringBuilder table = new StringBuilder("| workload | metric | " + peer + ": median (range) | Ottla: median (range) | ratio | rounds |\n"
                + "| --- | --- | --- | --- | --- | --- |\n");
        Map<String, Series> either = new LinkedHashMap<>(ottla);
        kafka.forEach(either::putIfAbsent);
        for (String key : either.keySet()) {
            String[] name = key.split("\t");
            if (!ASIDE.contains(name[1])) {
                table.append("| %s | %s | %s | %s | %s | %s |%n".formatted(
                        name[0],
                        name[1],
                        kafka.containsKey(key) ? kafka.get(key).text() : "",
                        ottla.containsKey(key) ? ottla.get(key).text() : "",
                        ratio(key, kafka, ottla).map(r -> "%.2f".formatted(r)).orElse(""),
                        rounds(kafka.get(key)) + "/" + rounds(ottla.get(key))));
            }
        }
        return table.append("\n").toString();
    }

    private static int rounds(Series series) {
        return series == null ? 0 : series.sorted().length;
    }

    /** Every aim, and where there are none every metric that both products have. */
    private List<Bar> bars(String part, Map<String, Series> kafka, Map<String, Series> ottla) {
        List<Bar> bars = new ArrayList<>();
        for (Aim aim : aims) {
            String key = aim.workload() + "\t" + aim.metric();
            Optional<Double> ratio = ratio(key, kafka, ottla);
            if (aim.part().equals(part) && ratio.isPresent() && ratio.get() > 0) {
                double limit = aim.isOfRatio() ? aim.limit() : aim.limit() / kafka.get(key).median();
                double reached = aim.isOfRatio() ? ratio.get() : ottla.get(key).median();
                bars.add(new Bar(aim.what(), ratio.get(), limit, aim.isMet(reached)));
            }
        }
        if (bars.isEmpty()) {
            ottla.keySet().stream().filter(key -> !ASIDE.contains(key.split("\t")[1])).forEach(key -> ratio(key, kafka, ottla)
                    .filter(r -> r > 0)
                    .ifPresent(r -> bars.add(new Bar(key.replace('\t', ' '), r, Double.NaN, true))));
        }
        return bars;
    }

    /** A ratio, with the one that was aimed for; NaN where there was no aim. */
    record Bar(String what, double ratio, double limit, boolean met) {}

    /** Bars from 1 (as Kafka) to the left or to the right, on a logarithmic scale. */
    record Plot(String title, List<Bar> bars) {
        private static final int LABELS = 330;
        private static final int WIDTH = 420;
        private static final int ROW = 22;
        private static final double[] TICKS = {0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5};

        String svg() {
            int height = 70 + bars.size() * ROW;
            StringBuilder svg = new StringBuilder("""
                    <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">
                    <rect width="100%%" height="100%%" fill="white"/>
                    <text x="10" y="20" font-size="15">%s</text>
                    """.formatted(LABELS + WIDTH + 70, height, title));
            for (double tick : TICKS) {
                svg.append("<line x1=\"%1$s\" x2=\"%1$s\" y1=\"36\" y2=\"%2$d\" stroke=\"%3$s\"/>%n".formatted(
                        x(tick), height - 22, tick == 1 ? "#444" : "#ddd"));
                svg.append("<text x=\"%s\" y=\"%d\" text-anchor=\"middle\" fill=\"#666\">%s</text>%n".formatted(
                        x(tick), height - 8, round(tick)));
            }
            for (int i = 0; i < bars.size(); i++) {
                svg.append(row(bars.get(i), 40 + i * ROW));
            }
            return svg.append("</svg>\n").toString();
        }

        private static String row(Bar bar, int y) {
            double from = Math.min(at(1), at(bar.ratio()));
            double width = Math.abs(at(1) - at(bar.ratio()));
            String aim = Double.isNaN(bar.limit())
                    ? ""
                    : "<line x1=\"%1$s\" x2=\"%1$s\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"#222\" stroke-width=\"2\"/>%n".formatted(
                            x(bar.limit()), y - 1, y + 17);
            return """
                    <text x="%d" y="%d" text-anchor="end">%s</text>
                    <rect x="%s" y="%d" width="%s" height="14" fill="%s"/>
                    %s<text x="%d" y="%d" fill="#222">%.2f</text>
                    """.formatted(LABELS - 10, y + 12, bar.what(), number(from), y + 1, number(width),
                    bar.met() ? "#3a9a5c" : "#d9822b", aim, LABELS + WIDTH + 16, y + 12, bar.ratio());
        }

        private static String x(double ratio) {
            return number(at(ratio));
        }

        private static double at(double ratio) {
            double low = Math.log(TICKS[0]);
            double high = Math.log(TICKS[TICKS.length - 1]);
            double place = (Math.log(Math.max(ratio, TICKS[0])) - low) / (high - low);
            return LABELS + WIDTH * Math.min(1, place);
        }

        private static String number(double value) {
            return String.format(Locale.ROOT, "%.1f", value);
        }
    }

    private static String round(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1000 || Math.abs(value) >= 1000
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.3g", value);
    }
}
